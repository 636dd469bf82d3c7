"""Where an import keeps its rows until all of them are read: files of one part of them each.

A part fits into memory however long the file is. Rows of one address are in one part; a part has
addresses of every shard of the list, so that writing it spreads over the whole table.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from functions.alerts.importing.merging import Entry, Merged

# A part of a million rows has eight thousand: some megabytes, some seconds of writing. All of them
# are open at once, and a Mac's terminal allows 256 open files.
PARTS = 128
_BUFFER = 1 << 15  # characters of a part that wait to be written: four megabytes in all


class Spill:
    """The parts of one import in a folder of its own, which whoever made it also removes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open = ExitStack()
        self._write = [self._opener(part) for part in range(PARTS)]

    def _opener(self, part: int) -> IO[str]:
        path = self._folder / f"{part:02x}"
        path.touch(mode=0o600)
        return self._open.enter_context(path.open("w", buffering=_BUFFER, encoding="utf-8"))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._open.close()

    def add(self, entry: Entry) -> None:
        """Put an entry into its part."""
        part = zlib.crc32(entry.email.casefold().encode()) % PARTS
        self._write[part].write(f"{json.dumps(entry)}\n")

    def close(self) -> None:
        """No more is added: everything is on the disk."""
        self._open.close()

    def merged(self, part: int) -> Iterator[Entry]:
        """One entry for each address of a part, in the order of the addresses."""
        single: dict[str, Entry] = {}
        several: dict[str, Merged] = {}
        with (self._folder / f"{part:02x}").open(encoding="utf-8") as lines:
            for line in lines:
                entry = Entry(*json.loads(line))
                key = entry.email.casefold()
                if key not in single:
                    single[key] = entry
                elif entry != single[key] or key in several:
                    several.setdefault(key, Merged(single[key])).add(entry)
        for key in sorted(single):
            yield several[key].entry() if key in several else single[key]
