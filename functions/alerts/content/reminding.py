"""`remind:` of an ask: how long before its deadline the alert goes out again, and what fits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Annotated, Any, NamedTuple

from pydantic import BeforeValidator, Field

from functions.alerts.content.deadline import LAST_CALL, written
from functions.alerts.errors import Mistake
from functions.alerts.reading.tree import Path
from functions.alerts.reading.validation import Reading
from functions.alerts.sends.planned import LEAST_GAP, LEAST_TIME

# Longer before, a reminder is another alert; `24 days` for `24h` is a slip of the hand.
MOST_LEAD = timedelta(days=14)
_MOST = 5  # of one ask

_UNITS = {"m": "minutes", "h": "hours", "d": "days"}
_LEAD = re.compile(r"([1-9]\d{0,3}) ?(m|min|minutes?|h|hours?|d|days?)", re.ASCII | re.IGNORECASE)


def read_lead(text: str) -> timedelta:
    """`24h`, `90m`, `2 days`: how long before. Raises Mistake for anything else."""
    match = _LEAD.fullmatch(text.strip())
    if match is None:
        raise Mistake(f"`{text}` is no length of time.", advice="Write it like 24h, 90m or 2 days.")
    return timedelta(**{_UNITS[match[2][0].lower()]: int(match[1])})


def lead_words(lead: timedelta) -> str:
    """`24h`, `90m`, `2 days`."""
    minutes = lead // timedelta(minutes=1)
    if minutes % 1440 == 0 and minutes > 1440:
        return f"{minutes // 1440} days"
    return f"{minutes // 60}h" if minutes % 60 == 0 else f"{minutes}m"


def _lead(value: Any) -> Any:
    return read_lead(value) if isinstance(value, str) else value


Lead = Annotated[timedelta, BeforeValidator(_lead)]
Leads = Annotated[tuple[Lead, ...], Field(max_length=_MOST)]


class Reminded(NamedTuple):
    """An ask of the file at `path`, as far as reminders are concerned; `closes` is aware."""

    path: Path
    ask: str
    closes: datetime | None
    leads: tuple[timedelta, ...]


class _Mail(NamedTuple):
    at: datetime  # in UTC
    path: Path
    ask: str
    lead: timedelta
    local: datetime


def check_reminders(reading: Reading, asks: Sequence[Reminded], *, mail: bool) -> None:
    """Report reminders that cannot come about: no deadline, too early, too late, too many."""
    mails: list[_Mail] = []
    for one in asks:
        path = (*one.path, "remind")
        if one.leads and not mail:
            reading.report(
                path, "A card is not mailed, so nobody is reminded.", "Delete the line.", "warning"
            )
        elif one.leads and one.closes is None:
            reading.report(
                path,
                "The ask has no deadline to remind of.",
                "Write `closes:` with its day and time, or delete `remind`.",
            )
        else:
            mails += _fitting(reading, one, path)
    _refuse_crowding(reading, sorted(mails))


def _fitting(reading: Reading, one: Reminded, path: Path) -> list[_Mail]:
    found = []
    for number, lead in enumerate(one.leads):
        place = (*path, number) if (*path, number) in reading.document.spans else path
        mistake = _unfit(lead)
        if mistake is not None:
            reading.mistake(place, mistake)
        elif one.closes is not None:
            at = one.closes.astimezone(UTC) - lead
            found.append(_Mail(at, place, one.ask, lead, at.astimezone(one.closes.tzinfo)))
    return found


def _unfit(lead: timedelta) -> Mistake | None:
    if lead < LEAST_TIME:
        last = LAST_CALL // timedelta(minutes=1)
        return Mistake(
            f"{lead_words(lead)} before the deadline is too late: mails stop carrying an ask {last}"
            " minutes before it closes, and people need time to act.",
            lead_words(LEAST_TIME),
            advice="That is the least there can be.",
        )
    if lead > MOST_LEAD:
        return Mistake(
            f"{lead_words(lead)} is long before the deadline: that is another alert, not a"
            " reminder.",
            advice=f"Write at most {lead_words(MOST_LEAD)}.",
        )
    return None


def _refuse_crowding(reading: Reading, mails: Sequence[_Mail]) -> None:
    """Whoever reads the second one has just had the first: each carries all asks still open."""
    for before, after in pairwise(mails):
        if after.at - before.at < LEAST_GAP:
            reading.report(
                after.path,
                f"This reminder ({written(after.local)}) comes less than"
                f" {LEAST_GAP // timedelta(hours=1)} hours after that of {before.ask}"
                f" ({written(before.local)}).",
                "Delete one of the two: each carries all asks that are still open.",
            )
