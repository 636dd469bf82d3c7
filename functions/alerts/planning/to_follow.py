"""Which reminders will follow a launch, as its file asks for them, and the words for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from functions.alerts.content.campaign import Campaign
from functions.alerts.content.posting import posting_for
from functions.alerts.outcomes.reminder import too_close
from functions.alerts.sends.planned import PlannedReminder

Moment = Callable[[datetime], str]  # a time in words


def planned_reminders(campaign: Campaign, zone: ZoneInfo) -> tuple[PlannedReminder, ...]:
    """Every reminder the campaign asks for, the earliest first; `zone` is the organization's."""
    found = [
        PlannedReminder(
            ask=ask.id,
            at=ask.closes.astimezone(UTC) - lead,
            closes=ask.closes.astimezone(UTC),
            posting=posting_for(ask, zone),
        )
        for ask in campaign.asks
        if ask.closes is not None
        for lead in ask.remind
    ]
    return tuple(sorted(found, key=lambda one: one.at))


def lines(reminders: Iterable[PlannedReminder], starts: datetime, moment: Moment) -> Iterator[str]:
    """A sentence for each, before a launch at `starts` (aware)."""
    for one in reminders:
        filed = " and did not press “I filed it”" if one.posting else ""
        if one.at < starts:
            yield f"No reminder of {one.ask}: its time, {moment(one.at)}, comes before the mail."
        elif too_close(one.at, starts):
            yield (
                f"No reminder of {one.ask}: its time, {moment(one.at)}, comes too soon after the"
                " mail."
            )
        else:
            yield (
                f"A reminder of {one.ask} follows {moment(one.at)}, to those who got the mail"
                f"{filed}: with the asks that are still open then."
            )
