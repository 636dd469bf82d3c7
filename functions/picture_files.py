"""Picture files on a disk, as far as checks look at them: how heavy they are, and how large."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from functions.alerts.reading.model import Image
from functions.alerts.reading.picture import HEAD, Pixels, pixels


def weights(folder: Path, *images: Image | None) -> Iterable[tuple[str, int]]:
    """The bytes of each, by the name in the campaign's file; all of them are there."""
    return ((image.file, (folder / image.file).stat().st_size) for image in images if image)


def sizes(folder: Path, image: Image | None) -> Iterable[tuple[str, Pixels | None]]:
    """Format and size of it, None where it is no picture; nothing where there is none."""
    if image:
        with (folder / image.file).open("rb") as file:
            yield image.file, pixels(file.read(HEAD))
