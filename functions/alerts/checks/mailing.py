"""When an alert's texts go out, and which asks are open then: what its words must hold for.

Draft ─► Mailing ─► `deadlines`, `passing_words`, `said_deadlines`
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from functions.alerts.checks.draft import Draft, Said
from functions.alerts.content.ask import Ask, Event, Slip
from functions.alerts.content.deadline import last_call

# The texts in which words of time speak of what is asked. Names, places, whom to call and what is
# said once it is over are not among them.
_HEARD = frozenset(("subject", "preheader", "headline", "body", "closing", "title", "text",
                    "button", "script"))  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailing:
    """From when on mails leave, and the moments (aware, in order) at which they change or repeat.

    They change where an ask leaves them and repeat with each reminder. Without a launch that is
    planned they may leave until the last ask with a deadline is gone. `open` are the asks with a
    deadline that the first of them carries.
    """

    zone: ZoneInfo
    starts: datetime
    moments: tuple[datetime, ...]
    asks: tuple[Ask, ...]
    open: tuple[Ask, ...]

    def of(self, said: Said) -> tuple[Ask, ...]:
        """The asks with a deadline that a text can speak of: its own, or for the alert's all."""
        return tuple(ask for ask in self.open if said.ask in ("", ask.id))

    def open_at(self, moment: datetime) -> tuple[Ask, ...]:
        """What mails carry then, with or without a deadline."""
        return tuple(ask for ask in self.asks if is_open(ask, moment))


def mailing(draft: Draft) -> Mailing:
    """When the mails of a draft leave, as far as that is known."""
    zone = ZoneInfo(draft.organization.time_zone)
    starts = (draft.starts or draft.at).astimezone(zone)
    asks = draft.campaign.asks
    dated = tuple(ask for ask in asks if ask.closes and is_open(ask, starts))
    gone = sorted({last_call(ask.closes).astimezone(UTC) for ask in dated if ask.closes})
    planned = draft.ends or draft.starts
    changes = [m for m in gone if m < planned] if planned else gone[:-1]
    again = [m for ask in dated for m in _reminders(ask) if m > starts]
    moments = sorted({m.astimezone(zone) for m in (*changes, *again)})
    return Mailing(
        zone=zone, starts=starts, moments=(starts, *moments), asks=tuple(asks), open=dated
    )


def is_open(ask: Ask, moment: datetime) -> bool:
    """Whether mails that leave at `moment` (aware) carry the ask."""
    return ask.closes is None or moment.astimezone(UTC) < last_call(ask.closes).astimezone(UTC)


def is_heard(said: Said) -> bool:
    """Whether words of time in it are about what is asked."""
    return said.kind != "link" and said.name in _HEARD


def closing_day(ask: Ask) -> date:
    """The day of its deadline, in the deadline's own zone. The ask has one."""
    if ask.closes is None:
        raise ValueError(f"{ask.id} has no deadline.")
    return ask.closes.date()


def days_of(ask: Ask) -> set[date]:
    """Every day that somebody may mean who speaks of it: deadline, hearing, the event's days."""
    days = {closing_day(ask)}
    if isinstance(ask, Slip) and ask.hearing:
        days.add(ask.hearing.date())
    if isinstance(ask, Event):
        days |= {moment.date() for moment in (ask.starts, ask.ends) if moment}
    return days


def listed(names: Sequence[str]) -> str:
    """`sb-35`, `sb-35 and hb-9`, `a, b and c`."""
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _reminders(ask: Ask) -> list[datetime]:
    closes = ask.closes
    return [closes.astimezone(UTC) - lead for lead in ask.remind] if closes else []
