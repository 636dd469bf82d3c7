"""What ties an ask in a mail to the alert's own page: its calendar entry, and that hearings move.

The links carry no token: whoever gets the mail forwarded may follow them.
"""

from __future__ import annotations

from zoneinfo import ZoneInfo

from functions.alerts.content.ask import Ask, Event, Slip
from functions.alerts.content.moving import other_days
from functions.alerts.editions.item import Button, Context


def links(ask: Ask, title: str, context: Context) -> tuple[Button, ...]:
    """The quiet links of `ask`, whose title is `title`; none for what has no page."""
    found = context.page_of(ask)
    if found is None:
        return ()
    page, name = found
    drawn = [_calendar(ask, title, f"{page}/{name}.ics", context)] if ask.closes else []
    if isinstance(ask, Slip):
        drawn.append(_still_open(ask, f"{page}#{name}", context))
    return tuple(drawn)


def moved(ask: Ask, context: Context) -> str:
    """Say that a slip's or event's day or hour is another than it was; "" if it is not.

    Of a slip that moved to another day it is also said that those filed no longer count.
    """
    if not isinstance(ask, Slip | Event) or not ask.moved_from:
        return ""
    pack, last = context.pack, ask.moved_from[-1]
    if isinstance(ask, Event):
        return pack.say("event.moved", moment=pack.moment(last))
    days = other_days(ask, ZoneInfo(context.organization.time_zone))
    if days:
        return pack.say("slip.moved", date=pack.date(days[-1]))
    return pack.say("slip.moved_today", time=pack.time(last))


def _calendar(ask: Ask, title: str, url: str, context: Context) -> Button:
    """Named by the object: a mail may hold several."""
    short = context.plain(ask.bill or ask.name or "") if isinstance(ask, Slip) else title
    return Button(context.pack.say("links.calendar", title=short), url)


def _still_open(slip: Slip, url: str, context: Context) -> Button:
    say = context.pack.say
    if slip.bill:
        return Button(say("links.still_open_bill", bill=slip.bill), url)
    return Button(say("links.still_open_name", name=context.plain(slip.name or "")), url)
