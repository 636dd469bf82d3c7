"""Sees that a file was saved, waits until the save is over, and has the alert read anew.

files ─► Watcher.step, some forty times a second ─► reading ─► board
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Protocol

from functions.watching.board import Board
from functions.watching.mails import Seen
from functions.watching.saving import Stamp

STEP = 0.025  # seconds between two looks at the files
# A save is over when nothing changed for a step. An alert that is empty or gone is so for longer
# only if somebody meant it: editors that empty a file before they write it need milliseconds.
QUIET, QUIET_HOLLOW = 1, 12
# What was overtaken by the next save while it was read is not shown, but for how often that may
# happen in a row: somebody may type into an editor that saves every key.
OVERTAKEN = 3


class Watched(Protocol):
    """The files, see `saving.Files`."""

    def __call__(self) -> Stamp:
        """How they are now."""

    def hollow(self, stamp: Stamp) -> bool:
        """Whether the alert is empty or gone."""


class Reader(Protocol):
    """Reads the alert, see `maker.Maker`."""

    def read(self) -> Seen:
        """Everything about it."""

    def renew(self) -> None:
        """Forget what templates and words were like."""


class Watcher:
    """Keeps `board` at what the files are; `now` gives the time in words."""

    def __init__(
        self, files: Watched, reader: Reader, board: Board, now: Callable[[], str]
    ) -> None:
        self._files, self._reader, self._board, self._now = files, reader, board, now
        self._last: Stamp | None = None
        self._shown: Stamp | None = None
        self._quiet = self._overtaken = 0

    def step(self) -> None:
        """Look at the files once; read the alert if a save is over."""
        stamp = self._files()
        self._quiet = self._quiet + 1 if stamp == self._last else 0
        self._last = stamp
        first = self._shown is None
        needed = QUIET_HOLLOW if self._files.hollow(stamp) else QUIET
        if stamp != self._shown and (first or self._quiet >= needed):
            self._read(stamp)

    def run(self, stop: threading.Event) -> None:
        """Step until `stop` is set."""
        while not stop.wait(STEP):
            self.step()

    def _read(self, stamp: Stamp) -> None:
        if self._shown is not None and stamp.product != self._shown.product:
            self._reader.renew()
        saved, seen = self._now(), self._reader.read()
        newest = self._files()
        if newest != stamp and self._overtaken < OVERTAKEN:
            self._last, self._quiet = newest, 0
            self._overtaken += 1
            return
        self._shown, self._overtaken = stamp, 0
        self._board.show(seen, saved)
