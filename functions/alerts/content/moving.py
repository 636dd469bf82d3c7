"""`moved_from:` of a slip or an event: when it was to be before, and what that means.

A slip belongs to one posting: the bill's hearing on one day (ilga.gov). Posted for another day it
needs a new slip; another hour of the same day keeps those that were filed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Literal
from zoneinfo import ZoneInfo

from functions.alerts.content.ask import Event, Slip
from functions.alerts.content.deadline import read_moment, written
from functions.alerts.errors import Mistake
from functions.alerts.reading.tree import Path
from functions.alerts.reading.validation import Reading

Moving = Slip | Event


def planned_for(ask: Moving) -> datetime | None:
    """The moment that moves: a hearing, else until when slips are taken; an event's start."""
    return ask.starts if isinstance(ask, Event) else ask.hearing or ask.closes


def key_of(ask: Moving) -> Literal["starts", "hearing", "closes"]:
    """The key of the file that `planned_for` stands under."""
    if isinstance(ask, Event):
        return "starts"
    return "hearing" if ask.hearing else "closes"


def other_days(ask: Moving, zone: ZoneInfo) -> tuple[datetime, ...]:
    """Those moments of `moved_from` that are not on the day it is planned for now, in `zone`.

    Slips filed for these no longer count.
    """
    now = planned_for(ask)
    if now is None:
        return ask.moved_from
    return tuple(one for one in ask.moved_from if _day(one, zone) != _day(now, zone))


def silent_move(before: Moving, now: Moving, zone: ZoneInfo) -> tuple[datetime, ...]:
    """What `moved_from` has to say of `now`, which was published as `before`; () if it says it.

    A file that gets to know the hearing behind a deadline of the same day has moved nothing.
    """
    then, here = planned_for(before), planned_for(now)
    if then is None or here is None:
        return ()
    said = [*before.moved_from]
    alike = key_of(before) == key_of(now)
    if _instant(then) != _instant(here) if alike else _day(then, zone) != _day(here, zone):
        said.append(then)
    wanted, known = Counter(map(_instant, said)), Counter(map(_instant, now.moved_from))
    if wanted <= known:
        return ()
    return (*said, *(one for one in now.moved_from if not wanted[_instant(one)]))


def moved_line(moments: Sequence[datetime], home: ZoneInfo) -> str:
    """The line of a campaign file that says these: `moved_from: Tuesday 2018-04-10 3:00 PM`."""
    texts = [typed(moment, home) for moment in moments]
    return f"moved_from: {texts[0]}" if len(texts) == 1 else f"moved_from: [{', '.join(texts)}]"


def typed(moment: datetime, home: ZoneInfo) -> str:
    """A moment as people write it who live in `home`: with its zone where that is needed."""
    plain, clock = written(moment), moment.tzname()
    for end in ("", f" {clock}", f" {moment.tzinfo}", f" {moment.tzinfo} {clock}"):
        if _reads_as(plain + end, home, moment):
            return plain + end
    return f"{written(moment.astimezone(UTC))} UTC"


def check_moves(reading: Reading, ask: Moving, path: Path) -> None:
    """Report a `moved_from` that cannot be: moved from nowhere, or to where it was."""
    now = planned_for(ask)
    if not ask.moved_from:
        return
    place = (*path, "moved_from")
    if now is None:
        reading.report(
            place,
            "It is not said when the hearing is now.",
            "Write `hearing:` and `chamber:`, or `closes:`.",
        )
        return
    for number, (one, after) in enumerate(pairwise((*ask.moved_from, now))):
        if _instant(one) == _instant(after):
            here = (*place, number)
            reading.report(
                here if here in reading.document.spans else place,
                f"It did not move: {written(one)} is followed by the same moment.",
                "Write when it was to be before it moved, the first posting first; or delete it.",
            )


def _reads_as(text: str, home: ZoneInfo, moment: datetime) -> bool:
    try:
        return _instant(read_moment(text, home).at) == _instant(moment)
    except Mistake:
        return False


def _instant(moment: datetime) -> datetime:
    """In UTC: of two moments in one zone Python compares what clocks show, twice a night."""
    return moment.astimezone(UTC)


def _day(moment: datetime, zone: ZoneInfo) -> date:
    return moment.astimezone(zone).date()
