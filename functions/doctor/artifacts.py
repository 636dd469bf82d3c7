"""The artifacts that `make package` built here: what the deployed code is held against."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]
BUILT = ROOT / "build" / "artifacts"
# What `make package` makes them of: folders and files of the checkout.
SOURCES = ("functions", "templates", "infra/artifacts", "serverless.yml", "uv.lock")
FUNCTION = "LambdaFunction"  # osls's ending of a function's logical id


def read_built(folder: Path = BUILT, root: Path = ROOT) -> Mapping[str, str]:
    """Logical id → base64 SHA-256 of the zip, as Lambda's CodeSha256.

    Nothing if none is built, or a source was changed since: they would not be this checkout's.
    """
    built = folder / "artifacts.json"
    if not built.exists() or built.stat().st_mtime < _changed(root):
        return {}
    return {
        f"{_pascal(path.stem)}{FUNCTION}": b64encode(
            hashlib.sha256(path.read_bytes()).digest()
        ).decode()
        for path in sorted(folder.glob("*.zip"))
    }


def _changed(root: Path) -> float:
    """When a source was changed last, in epoch seconds."""
    named = [root / source for source in SOURCES]
    files = [one for where in named for one in (where, *where.rglob("*")) if one.is_file()]
    return max((one.stat().st_mtime for one in files if one.suffix != ".pyc"), default=0.0)


def _pascal(name: str) -> str:
    return re.sub(r"(?:^|_)([a-z])", lambda match: match[1].upper(), name)
