"""Pacing: which batches to release in the next minute, when each, and of which send.

The queue holds about a minute at any time, and a message whose turn is over mails nobody: a pause,
a cancel, a new rate and an urgent send take effect at once.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from functions.alerts.sends.batch import OPEN, Batch
from functions.alerts.sends.freeze import Manifest
from functions.alerts.sends.send import Cursor, Send

TICK = 60  # seconds from one tick to the next
LEAD = 5  # seconds released beyond it, so that a tick that comes late leaves no gap
LEAST_RATE = 1.0  # messages a second: the sandbox has it, no account has less
QUIET_TICKS = 2  # the queue was empty so often: what is open now was lost on the way
# Above 2 the queue's length would swing from tick to tick, at 1 it held more than three minutes.
_BRAKE = 1.5
_LONGEST_QUIET = 10  # ticks between late rounds: what fails again and again must not fill the queue

SLOWEST = 0.1  # of its rate: a send that is throttled still goes on
_THROTTLED = 0.001  # part of the batches that may come back before a send slows down


class Released(NamedTuple):
    """One batch to enqueue after `delay` seconds."""

    part: int
    nr: int
    delay: float


class Place(NamedTuple):
    """A batch and how many it mails."""

    part: int
    nr: int
    size: int


StillOpen = Callable[[int], Collection[int]]  # part → the numbers of its batches with somebody open


@dataclass(slots=True)
class Lane:
    """A send that may release: what comes next of it, and what was chosen for this tick.

    `returned` are batches that were called in vain in the last minute: they go first.
    """

    send: Send
    manifests: Sequence[Manifest]
    still_open: StillOpen
    returned: Sequence[Place] = ()
    pace: float = 1.0  # the part of its rate it uses
    chosen: list[Released] = field(default_factory=list)
    _next: Iterator[Place] = field(init=False)
    _head: Place | None = field(init=False)
    _early: int = field(init=False)  # of `returned` still to come

    def __post_init__(self) -> None:
        following = upcoming(self.manifests, self.send.cursor, self.still_open)
        self._next = itertools.chain(self.returned, following)
        self._early = len(self.returned)
        self._head = next(self._next, None)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is left to release in this round."""
        return self._head is None

    def take(self, delay: float) -> int:
        """Choose the next batch for then; its size."""
        place = self._head
        assert place is not None, "an empty lane gives nothing"  # noqa: S101
        self.chosen.append(Released(place.part, place.nr, delay))
        self._early -= 1
        self._head = next(self._next, None)
        return place.size

    def cursor(self, now: float, upto: float) -> Cursor:
        """The send's cursor after this tick, which was at `now` and reaches to `upto`."""
        old, head = self.send.cursor, self._head
        part, nr = (len(self.manifests), 0) if head is None else (head.part, head.nr)
        if self._early > 0:  # not even those that came back: the round has not moved
            part, nr = old.part, old.nr
        return replace(
            old,
            part=part,
            nr=nr,
            idle=0,
            from_part=old.part,
            from_nr=old.nr,
            at=int(now),
            upto=round(upto, 1),
        )


def usable(rate: float) -> float:
    """The messages a second that sends may use of the account's MaxSendRate.

    Test mails and single messages share it: a hundredth stays free, at low rates one a second.
    """
    rate = max(rate, LEAST_RATE)
    return rate - max(rate * 0.01, min(1.0, rate * 0.1))


def begins(sends: Iterable[Send], now: float) -> float:
    """In how many seconds the messages of earlier ticks end: what is released now comes after.

    A reach that no tick can have had (a clock was wrong) counts for nothing.
    """
    reached = [send.cursor.upto - now for send in sends]
    return max([0.0, *(seconds for seconds in reached if seconds <= 2 * TICK)])


def ends(waiting: float, rate: float) -> float:
    """Up to how many seconds from now to release, when `waiting` mails wait for a worker.

    Where the workers are the limit the queue must neither run dry nor grow.
    """
    return TICK + LEAD - _BRAKE * waiting / rate


def choose(lanes: Sequence[Lane], rate: float, begin: float, end: float, most: int | None) -> float:
    """Let the lanes take their batches for the seconds from `begin` to `end`; how far they reach.

    Both count from the tick. Urgent sends first, then the others in turns, the small ones first.
    `rate` is messages a second and `most` a number of messages (None: any). A send's own pace
    stretches its messages.
    """
    at, mails = begin, 0
    for urgent in (True, False):
        group = [lane for lane in lanes if lane.send.urgent is urgent and not lane.is_empty]
        group.sort(key=lambda lane: (lane.send.targeted, lane.send.id))
        while group:
            for lane in group:
                if at >= end or (most is not None and mails >= most):
                    return at
                size = lane.take(at)
                mails += size
                at += size / (rate * lane.pace)
            group = [lane for lane in group if not lane.is_empty]
    return at


def at_end(cursor: Cursor, parts: int) -> bool:
    """Whether this round has released everything."""
    return cursor.part >= parts


def rested(cursor: Cursor, queue_is_empty: bool, now: float) -> Cursor:
    """The cursor after a tick at its end, at `now`: a new round once the queue was empty often.

    Twice at first, since SQS's counts lag; later rounds wait longer, up to ten minutes. Not longer
    in any case: the queue is every send's, and a long one must not hold back for hours what another
    lost. What is released again too early is harmless: its claim fails.
    """
    idle = cursor.idle + 1 if queue_is_empty else 0
    waited = now - cursor.at >= _LONGEST_QUIET * TICK
    if waited or idle >= min(QUIET_TICKS * cursor.round, _LONGEST_QUIET):
        return Cursor(round=cursor.round + 1, turn=cursor.turn, upto=cursor.upto)
    return replace(cursor, idle=idle)


def gave_way(cursor: Cursor) -> Cursor:
    """The cursor of a send whose queued messages are void: an urgent one needs the rate.

    It begins again; what it had released before is taken up again where it is still open.
    """
    mark = (cursor.part, cursor.nr) if cursor.round == 1 else (cursor.mark_part, cursor.mark_nr)
    return Cursor(
        round=max(2, cursor.round), turn=cursor.turn + 1, mark_part=mark[0], mark_nr=mark[1]
    )


def returned(
    manifests: Sequence[Manifest], cursor: Cursor, batches: Mapping[tuple[int, int], Batch]
) -> list[Place]:
    """Of the batches released by the last tick, those a call gave back since: throttled, mostly.

    A solo batch has somebody open until its last call, and is called again by itself.
    """
    return [
        Place(part, nr, manifests[part].sizes[nr])
        for (part, nr), batch in sorted(batches.items())
        if OPEN in batch.codes and batch.rev > 1 and not batch.solo and batch.at >= cursor.at
    ]


def paced(pace: float, called: int, came_back: int) -> float:
    """The pace after a minute in which that many batches were called, and came back."""
    if came_back > called * _THROTTLED:
        return max(SLOWEST, round(pace * 0.7, 3))
    return min(1.0, round(pace * 1.15, 3)) if called else pace


def open_numbers(manifest: Manifest, batches: Mapping[int, Batch]) -> set[int]:
    """The batches of a part in which somebody is open; those not in the ledger are."""
    return {
        nr for nr, _ in enumerate(manifest.sizes) if nr not in batches or OPEN in batches[nr].codes
    }


def upcoming(
    manifests: Sequence[Manifest], cursor: Cursor, still_open: StillOpen
) -> Iterator[Place]:
    """What this round has still to release, in order.

    The first round releases every batch. A later one asks the ledger which are open, as far as
    the rounds before it came.
    """
    mark = (cursor.mark_part, cursor.mark_nr) if cursor.mark_part >= 0 else (len(manifests), 0)
    for manifest in manifests[cursor.part :]:
        part, sizes = manifest.part, manifest.sizes
        asked = cursor.round > 1 and (part, 0) < mark
        wanted = still_open(part) if asked else ()
        for nr in range(cursor.nr if part == cursor.part else 0, len(sizes)):
            if not asked or nr in wanted or (part, nr) >= mark:
                yield Place(part, nr, sizes[nr])
