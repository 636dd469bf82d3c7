"""Which files an alert is made of, and whether somebody has just saved one of them.

Asked again and again instead of the system's own notices: it is some twenty files, a file that an
editor replaces, a folder that is renamed and a network drive look all the same, and it needs no
package. A look takes less than half a millisecond.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from functions.campaign_files import ORGANIZATION

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates"

# When it was changed (nanoseconds), bytes, inode. An editor that writes a new file and renames it
# may leave time and size as they were.
Mark = tuple[int, int, int]
Marks = Mapping[str, Mark]  # by path; a file that is not there is not in it


@dataclass(frozen=True, slots=True)
class Stamp:
    """How all files were at one moment: the alert's, and the product's own templates and words."""

    alert: Marks
    product: Marks


class Files:
    """The files behind the alert at `path`.

    The product's own, of which there are more and which few people change, are looked at every
    `rarely` times.
    """

    def __init__(self, path: Path, *, templates: Path = TEMPLATES, rarely: int = 20) -> None:
        self._path, self._templates, self._rarely = path, templates, rarely
        self._count, self._product = 0, dict[str, Mark]()

    def __call__(self) -> Stamp:
        """How they are now."""
        if self._count % self._rarely == 0:
            self._product = dict(_below(self._templates))
        self._count += 1
        return Stamp(dict(self._alert()), self._product)

    def hollow(self, stamp: Stamp) -> bool:
        """Whether the alert is empty or gone: most editors are between two steps then."""
        mark = stamp.alert.get(str(self._path))
        return mark is None or mark[1] == 0

    def _alert(self) -> Iterator[tuple[str, Mark]]:
        yield from _one(str(self._path))
        for folder in _homes(self._path):  # the nearest counts, and a nearer one may come
            found = dict(_one(str(folder / ORGANIZATION)))
            yield from found.items()
            if found:
                yield from _below(folder / "images")


def _homes(path: Path) -> list[Path]:
    """The folder of an alert and all above it, as `campaign_files.find_organization` looks."""
    return list(dict.fromkeys((*path.absolute().parents, *path.resolve().parents)))


def _one(name: str) -> Iterator[tuple[str, Mark]]:
    try:
        found = Path(name).stat()
    except (OSError, ValueError):
        return
    yield name, (found.st_mtime_ns, found.st_size, found.st_ino)


def _below(folder: Path) -> Iterator[tuple[str, Mark]]:
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    yield from _below(Path(entry.path))
                else:
                    yield from _one(entry.path)
    except OSError:  # not there, or gone since
        return
