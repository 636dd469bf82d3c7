"""What a picture's first bytes tell: its format, its size in pixels, whether it moves.

file ─► `campaign_files` ─► Pixels ─► `checks/pictures.py`
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

# How much of a file to read: behind a camera's data (EXIF and colour profile, segments of at most
# 64 KB each) a JPEG's size may stand late.
HEAD = 512 * 1024

Format = Literal["PNG", "JPEG", "GIF"]

_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8"
# A start of frame (ITU-T T.81, table B.1): SOF0 to SOF15 without DHT, JPG and DAC.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_BARE = frozenset((0x01, *range(0xD0, 0xD8), 0xFF))  # markers without a length, and filling


@dataclass(frozen=True, slots=True)
class Pixels:
    """A picture's size; `moves` says that it is an animation (told of GIF alone)."""

    format: Format
    width: int
    height: int
    moves: bool = False


def pixels(head: bytes) -> Pixels | None:
    """What the first bytes of a file say (`HEAD` of them are enough); None for no such picture.

    PNG: W3C PNG, 11.2.1. GIF: GIF89a, 18. JPEG: ITU-T T.81, B.2.2.
    """
    if head.startswith(_PNG) and len(head) >= 24:
        return Pixels("PNG", _big(head[16:20]), _big(head[20:24]))
    if head[:6] in (b"GIF87a", b"GIF89a") and len(head) >= 10:
        width, height = (int.from_bytes(head[at : at + 2], "little") for at in (6, 8))
        return Pixels("GIF", width, height, b"NETSCAPE2.0" in head)
    return _jpeg(head) if head.startswith(_JPEG) else None


def _jpeg(head: bytes) -> Pixels | None:
    at = 2
    while at + 9 <= len(head) and head[at] == 0xFF:
        marker = head[at + 1]
        if marker in _FRAMES:
            return Pixels("JPEG", _big(head[at + 7 : at + 9]), _big(head[at + 5 : at + 7]))
        at += 1 if marker == 0xFF else 2 if marker in _BARE else 2 + _big(head[at + 2 : at + 4])
    return None


def _big(octets: bytes) -> int:
    return int.from_bytes(octets, "big")
