"""A folder that a site is written into: what of it is ours, and only what changed.

{path: File} ─► staged, each moved into its place ─► DIR, with `.alerts-site.json` beside them

That is a line of JSON with the files' marks, and one for each thing that the builder keeps.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from functions.alerts.errors import StateError
from functions.alerts.site.files import File

MANIFEST = ".alerts-site.json"
VERSION = 1

_STAGE = ".alerts-site-new-"  # a folder of ours in which files come about
_FEW = 5  # names in a sentence

_Mark = tuple[int, int, str]  # size, time of the last change (ns), digest
_CLAIMED: _Mark = (-1, -1, "")  # about to be written


@dataclass(slots=True)
class SiteFolder:
    """The folder while it is ours alone. `kept` is what the builder wants to find again."""

    path: Path
    marks: dict[str, _Mark] = field(default_factory=dict)
    kept: dict[str, Any] = field(default_factory=dict)
    _lines: dict[str, str] = field(default_factory=dict)  # of what is kept, as they stand

    def holds(self, name: str) -> bool:
        """Whether the file is there as it was written."""
        mark = self.marks.get(name)
        if mark is None:
            return False
        try:
            found = os.lstat(f"{self.path}/{name}")  # thousands of times: no Path for each
            if (found.st_size, found.st_mtime_ns) == mark[:2]:
                return True
            return File((self.path / name).read_bytes(), "").digest == mark[2]
        except OSError:
            return False

    def write(
        self, files: Mapping[str, File], *, also: Collection[str], keep: Mapping[str, Any]
    ) -> Written:
        """Make the folder hold `files`, and of what was written before only the `also` named.

        Each file is whole or not there, in the order of `files`; what is gone is deleted last.
        Foreign files stay: StateError, before anything is written, if one is in the way.
        """
        self._refuse_foreign(files)
        changed = [n for n, one in files.items() if self._digest(n) != one.digest]
        gone = [name for name in self.marks if name not in files and name not in also]
        if any(name not in self.marks for name in changed):
            # After a fault they are known as ours.
            self._store({**dict.fromkeys(changed, _CLAIMED), **self.marks})
        self.marks |= self._placed({name: files[name] for name in changed})
        for name in gone:
            self._delete(name)
        self._lines = {name: self._line(name, value) for name, value in keep.items()}
        self.kept = dict(keep)
        self._store(self.marks)
        return Written(changed=tuple(changed), deleted=tuple(gone))

    def _digest(self, name: str) -> str:
        return self.marks[name][2] if self.holds(name) else ""

    def _refuse_foreign(self, files: Mapping[str, File]) -> None:
        parents = {parent for name in files for parent in PurePosixPath(name).parents[:-1]}
        foreign = sorted(
            {str(parent) for parent in parents if self._is_no_folder(parent)}
            | {name for name in files if self._is_foreign(name)}
        )
        if foreign:
            more = f" and {len(foreign) - _FEW} more" if len(foreign) > _FEW else ""
            raise StateError(
                f"{self.path} has files that the site needs the names of and that were not written "
                f"by `alerts page build`: {', '.join(foreign[:_FEW])}{more}.",
                remedy="Nothing was written. Move them away, or name another folder with --out.",
            )

    def _is_no_folder(self, name: PurePosixPath) -> bool:
        """Whether something else stands there; a link is, as it leads out of the folder."""
        folder = self.path / name
        return folder.is_symlink() or (folder.exists() and not folder.is_dir())

    def _is_foreign(self, name: str) -> bool:
        target = self.path / name
        if name in self.marks:
            return target.is_dir() and not target.is_symlink()
        return os.path.lexists(target)

    def _placed(self, files: Mapping[str, File]) -> dict[str, _Mark]:
        marks: dict[str, _Mark] = {}
        for folder in {(self.path / name).parent: None for name in files}:
            folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self.path, prefix=_STAGE) as stage:
            for number, (name, file) in enumerate(files.items()):
                new, target = Path(stage) / str(number), self.path / name
                new.write_bytes(file.body)
                new.replace(target)
                told = target.lstat()
                marks[name] = (told.st_size, told.st_mtime_ns, file.digest)
        return marks

    def _delete(self, name: str) -> None:
        del self.marks[name]
        target = self.path / name
        if target.is_dir() and not target.is_symlink():
            return  # somebody's, in place of our file
        target.unlink(missing_ok=True)
        for parent in PurePosixPath(name).parents[:-1]:
            try:
                (self.path / parent).rmdir()
            except OSError:  # not empty: the rule
                return

    def _line(self, name: str, value: Any) -> str:
        if name in self._lines and value is self.kept[name]:
            return self._lines[name]
        return json.dumps({"name": name, "kept": value}, ensure_ascii=False)

    def _store(self, marks: Mapping[str, _Mark]) -> None:
        head = json.dumps({"v": VERSION, "files": marks}, ensure_ascii=False)
        with tempfile.TemporaryDirectory(dir=self.path, prefix=_STAGE) as stage:
            new = Path(stage) / MANIFEST
            new.write_text("\n".join([head, *self._lines.values()]), encoding="utf-8")
            new.replace(self.path / MANIFEST)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a build did to the folder, by path."""

    changed: tuple[str, ...]
    deleted: tuple[str, ...]


@contextmanager
def site_folder(path: Path, waiting: Callable[[], None]) -> Iterator[SiteFolder]:
    """Open the folder, made if need be, for one build at a time; the others wait.

    `waiting` is called before a wait. Raises StateError for a manifest that is not ours.
    """
    path.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waiting()
            fcntl.flock(handle, fcntl.LOCK_EX)
        for left in path.glob(f"{_STAGE}*"):  # of a build that was killed
            shutil.rmtree(left, ignore_errors=True)
        yield _read(path)
    finally:
        os.close(handle)


def _read(path: Path) -> SiteFolder:
    try:
        content = (path / MANIFEST).read_bytes()
    except FileNotFoundError:
        return SiteFolder(path)
    try:
        first, *lines = content.decode().split("\n")
        head = json.loads(first)
        if head["v"] != VERSION:
            raise ValueError(head["v"])
        marks = {_inside(name): _mark(told) for name, told in head["files"].items()}
        kept = [json.loads(line) for line in lines]
        named = [str(one["name"]) for one in kept]
        values = {name: one["kept"] for name, one in zip(named, kept, strict=True)}
        return SiteFolder(path, marks, values, dict(zip(named, lines, strict=True)))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise StateError(
            f"{path / MANIFEST} does not say which files of the folder are the site's.",
            remedy="Nothing was written. Name another folder with --out, or empty this one.",
        ) from error


def _inside(name: str) -> str:
    """A path that leads out of the folder is none of ours, whoever wrote it there."""
    pure = PurePosixPath(name)
    if pure.is_absolute() or ".." in pure.parts or not pure.parts:
        raise ValueError(name)
    return name


def _mark(told: Sequence[Any]) -> _Mark:
    size, changed, digest = told
    return int(size), int(changed), str(digest)
