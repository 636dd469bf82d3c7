"""Pacing: which batches to release in the next minute, and how far apart.

The queue holds little at any time, so a pause, a cancel or a new rate takes effect at once.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from functions.alerts.batch import OPEN, Batch
from functions.alerts.freeze import Manifest
from functions.alerts.send import Cursor

TICK = 60  # seconds from one tick to the next
HEADROOM = 0.9  # of MaxSendRate: test mails and single messages share it
LEAST_RATE = 1.0  # messages a second: the sandbox has it, no account has less
QUIET_TICKS = 2  # the queue was empty so often: what is open now was lost on the way


class Released(NamedTuple):
    """One batch to enqueue after `delay` seconds."""

    part: int
    nr: int
    delay: int


class Release(NamedTuple):
    """What to enqueue, and where the cursor stands afterwards."""

    batches: tuple[Released, ...]
    cursor: Cursor


StillOpen = Callable[[int], Collection[int]]  # part → the numbers of its batches with somebody open


def release(
    manifests: Sequence[Manifest], cursor: Cursor, rate: float, still_open: StillOpen
) -> Release:
    """The batches of the next tick at `rate` messages a second, in order, at least one.

    In the first round every batch is released, later those of `still_open` only.
    """
    chosen: list[Released] = []
    total, most = 0, rate * TICK
    for part, nr, size in _from(manifests, cursor, still_open):
        if chosen and total + size > most:
            return Release(tuple(chosen), replace(cursor, part=part, nr=nr, idle=0))
        chosen.append(Released(part, nr, min(int(total / rate), TICK - 1)))
        total += size
    return Release(tuple(chosen), replace(cursor, part=len(manifests), nr=0, idle=0))


def at_end(cursor: Cursor, parts: int) -> bool:
    """Whether this round has released everything."""
    return cursor.part >= parts


def rested(cursor: Cursor, queue_is_empty: bool) -> Cursor:
    """The cursor after a tick at its end: a new round once the queue was empty twice."""
    idle = cursor.idle + 1 if queue_is_empty else 0
    if idle >= QUIET_TICKS:
        return Cursor(round=cursor.round + 1)
    return replace(cursor, idle=idle)


def open_numbers(manifest: Manifest, batches: dict[int, Batch]) -> set[int]:
    """The batches of a part in which somebody is open; those not in the ledger are."""
    return {
        nr for nr, _ in enumerate(manifest.sizes) if nr not in batches or OPEN in batches[nr].codes
    }


def _from(
    manifests: Sequence[Manifest], cursor: Cursor, still_open: StillOpen
) -> Iterator[tuple[int, int, int]]:
    for manifest in manifests[cursor.part :]:
        first = cursor.nr if manifest.part == cursor.part else 0
        wanted = still_open(manifest.part) if cursor.round > 1 else range(len(manifest.sizes))
        for nr in range(first, len(manifest.sizes)):
            if nr in wanted:
                yield manifest.part, nr, manifest.sizes[nr]
