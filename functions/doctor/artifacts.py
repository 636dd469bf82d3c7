"""The artifacts that `make package` built here: what the deployed code is held against."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Mapping
from pathlib import Path

BUILT = Path(__file__).parents[2] / "build" / "artifacts"
FUNCTION = "LambdaFunction"  # osls's ending of a function's logical id


def read_built(folder: Path = BUILT) -> Mapping[str, str]:
    """Logical id → base64 SHA-256 of the zip, as Lambda's CodeSha256; nothing if none is built."""
    return {
        f"{_pascal(path.stem)}{FUNCTION}": b64encode(
            hashlib.sha256(path.read_bytes()).digest()
        ).decode()
        for path in sorted(folder.glob("*.zip"))
    }


def _pascal(name: str) -> str:
    return re.sub(r"(?:^|_)([a-z])", lambda match: match[1].upper(), name)
