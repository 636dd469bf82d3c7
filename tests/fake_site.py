"""The public site in memory: what `functions/aws/site_pages.py` does, in a few lines."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from functions.alerts.site.files import File
from functions.alerts.site.ports import Picture, Stored


class FakePages:
    """`files` has what stands, `pictures` the pictures, `forgotten` the addresses of each call.

    `before` is called with each key before it is written: what happens meanwhile, or a fault.
    """

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.files: dict[str, File] = {}
        self.since: dict[str, datetime] = {}
        self.pictures: dict[str, File] = {}
        self.told: dict[str, Picture] = {}
        self.forgotten: list[list[str]] = []
        self.written: list[str] = []
        self.before: Callable[[str], None] = lambda key: None
        self._now = now

    def standing(self) -> dict[str, Stored]:
        return {key: Stored(one.digest, self.since[key]) for key, one in self.files.items()}

    def write(self, files: Mapping[str, File]) -> None:
        for key, file in files.items():
            self.before(key)
            self.files[key], self.since[key] = file, self._now()
            self.written.append(key)

    def delete(self, keys: Sequence[str]) -> None:
        for key in keys:
            self.files.pop(key, None)

    def picture(self, key: str) -> Picture | None:
        return self.told.get(key)

    def write_picture(self, key: str, file: File, *, owner: str, replaced: bool) -> None:
        self.pictures[key], self.told[key] = file, Picture(file.digest, owner, replaced)

    def forget(self, addresses: Sequence[str], unique: str) -> None:
        self.forgotten += [list(addresses)] if addresses else []


class FakePageSchedules:
    def __init__(self) -> None:
        self.planned: set[datetime] = set()

    def put(self, at: datetime) -> None:
        self.planned.add(at)
