"""Which asks of a campaign are open on the page, to the minute; the first step of every page.

A mail stops carrying an ask half an hour before its deadline, as it has to travel; a page need not.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from functions.alerts.content.ask import Ask, Event
from functions.alerts.content.campaign import Campaign

# What goes on when the work of an alert is done: it alone keeps no alert open.
ALWAYS = ("donate", "share")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a campaign stands at a moment, its asks in the file's order.

    `over`: nothing is left to do but to give and to share, and something had a deadline.
    `closed_at` is when the last of `closed` closed, None while all are open. From `since`
    (inclusive) to `until` (exclusive) nothing of this changes by itself; None is "ever". In UTC.
    """

    open: tuple[Ask, ...]
    closed: tuple[Ask, ...]
    over: bool
    closed_at: datetime | None
    since: datetime | None
    until: datetime | None


def standing(campaign: Campaign, at: datetime) -> Standing:
    """Sort the asks by whether they are open at `at` (aware): an ask is, until it closes."""
    now = at.astimezone(UTC)
    ends = [closing(ask) for ask in campaign.asks]
    past = [end for end in ends if end and end <= now]
    told = list(zip(campaign.asks, ends, strict=True))
    left = tuple(ask for ask, end in told if end is None or now < end)
    latest = max(past, default=None)
    return Standing(
        open=left,
        closed=tuple(ask for ask, end in told if end and end <= now),
        over=bool(past) and all(_goes_on(ask) for ask in left),
        closed_at=latest,
        since=latest,
        until=min((end for end in ends if end and now < end), default=None),
    )


def closing(ask: Ask) -> datetime | None:
    """Tell when the page stops asking, in UTC; None for never.

    An event stays until it ends; where people had to say by an earlier time that they come, until
    then. `closes` of an event is its start unless somebody wrote another time.
    """
    closes = ask.closes
    if isinstance(ask, Event) and closes in (None, ask.starts):
        closes = ask.ends or ask.starts
    return closes.astimezone(UTC) if closes else None


def _goes_on(ask: Ask) -> bool:
    return ask.ask in ALWAYS and ask.closes is None
