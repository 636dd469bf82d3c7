"""The first bytes of pictures."""

from pathlib import Path

import pytest

from functions.alerts.reading.picture import Pixels, pixels

AWARD = Path(__file__).parents[3] / "campaigns" / "images" / "welcoming-illinois-award.png"
FRAME = b"\xff\xc2\x00\x11\x08\x03\x20\x04\xb0\x03"  # progressive, 800 high, 1200 wide


def test_a_png_says_its_size() -> None:
    assert pixels(AWARD.read_bytes()) == Pixels("PNG", 1200, 800)


def test_a_jpeg_says_it_behind_what_a_camera_wrote() -> None:
    exif = b"\xff\xe1\x00\x08Exif\x00\x00"
    tables = b"\xff\xc4\x00\x04\xff\xc0"  # DHT is no frame, whatever is in it
    assert pixels(b"\xff\xd8" + exif + tables + b"\xff" + FRAME) == Pixels("JPEG", 1200, 800)


def test_a_gif_says_whether_it_moves() -> None:
    still = b"GIF89a\x58\x02\x90\x01\x00\x00\x00"
    assert pixels(still) == Pixels("GIF", 600, 400)
    assert pixels(still + b"\x21\xff\x0bNETSCAPE2.0") == Pixels("GIF", 600, 400, moves=True)


@pytest.mark.parametrize(
    "head",
    [b"", b"RIFF\x00\x00\x00\x00WEBP", b"\x00\x00\x00\x18ftypheic", b"\xff\xd8\xff", b"<html>",
     b"\xff\xd8" + b"\xff\xe1\x00\x00" * 9, b"\x89PNG\r\n\x1a\n"],
)  # fmt: skip
def test_other_bytes_are_no_picture(head: bytes) -> None:
    assert pixels(head) is None
