"""A zip that depends on its content alone: sorted, one time, one mode."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Mapping
from pathlib import Path

_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest a zip can say
_MODE = 0o100644 << 16  # a file that everybody may read: Lambda runs as somebody else
_UNIX = 3


def write_zip(place: Path, content: Mapping[Path, bytes]) -> int:
    """Write the zip and give its size in bytes. It has its name only when it is whole."""
    unfinished = place.with_name(place.name + ".unfinished")
    try:
        with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
            for path in sorted(content, key=Path.as_posix):
                told = zipfile.ZipInfo(path.as_posix(), _TIME)
                told.external_attr, told.create_system = _MODE, _UNIX
                told.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(told, content[path])
        os.replace(unfinished, place)  # noqa: PTH105 – one step, also over an older one
    finally:
        unfinished.unlink(missing_ok=True)
    return place.stat().st_size
