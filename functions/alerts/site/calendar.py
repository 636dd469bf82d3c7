"""Dated asks as calendar entries (RFC 5545): one file per ask to add, and one calendar of all.

campaign in a language ─► CalendarEntry per deadline, hearing and event ─► .ics; joined: the feed
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from urllib.parse import urlsplit

from icalendar import Alarm, Calendar, Event, Timezone
from icalendar.prop import vText

from functions.alerts.content.ask import Ask, Slip
from functions.alerts.content.ask import Event as EventAsk
from functions.alerts.content.campaign import Campaign
from functions.alerts.content.deadline import END_OF_DAY
from functions.alerts.content.organization import Organization
from functions.alerts.editions.item import Context, Item
from functions.alerts.editions.kinds import item
from functions.alerts.languages.words import LanguagePack

# A deadline takes the half-hour before it: an entry without length is a hairline in most programs.
_LENGTH = timedelta(minutes=30)

# Reminders: two hours before a deadline, at nine on a day that is one, a day before an event.
_BEFORE_DEADLINE = timedelta(hours=-2) + _LENGTH  # counted from the entry's start
_ON_THE_DAY = timedelta(hours=9)
_BEFORE_EVENT = timedelta(days=-1)

_MOVING = (Slip, EventAsk)  # each move counts up, so that calendars take the later entry (3.8.7.4)

# How often whoever subscribed should look: a hearing that moves is posted a day before or less.
_REFRESH = timedelta(hours=1)

_PRODUCT = "-//Action alerts//Calls to Action//EN"  # RFC 5545, 3.7.3


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEntry:
    """One VEVENT, folded as it stands in a file. `ask` is its ask's id.

    `years` names each time zone (IANA) that its times are told in, with the year.
    """

    ask: str
    text: str
    years: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What the entries of one ask have in common."""

    ask: Ask
    drawn: Item
    hearing: str  # what a slip's hearing is called
    page: str  # of the ask, absolute
    uid: tuple[str, str]  # before and after "@"
    updated: datetime
    language: str


def entries(
    campaign: Campaign,
    organization: Organization,
    pack: LanguagePack,
    *,
    updated: datetime,
    original: Campaign | None = None,
) -> tuple[CalendarEntry, ...]:
    """The entries of every dated ask, open or closed, all in the language of `campaign`.

    `updated` (aware) is when its text was published: entries say nothing else about now. An ask's
    first entry is the one to add; a slip's hearing follows its deadline.
    """
    context = Context.of(
        campaign, organization, pack, campaign.asks, link_color="", original=original
    )
    host = urlsplit(organization.site).hostname or organization.site
    made: list[CalendarEntry] = []
    for number, ask in enumerate(campaign.asks, start=1):
        if ask.closes is None:
            continue
        told = _Told(
            ask=ask,
            drawn=item(ask, number, context),
            hearing=_hearing(ask, context),
            page=f"{context.web_view}#{ask.id}",
            # A dot, which no id has: "a-b" and "c" must not meet "a" and "b-c".
            uid=(f"{campaign.id}.{ask.id}", host),
            updated=updated,
            language=pack.code,
        )
        made += _of_ask(told, ask.closes)
    return tuple(made)


def ask_file(entry: CalendarEntry) -> bytes:
    """The file by which people add an entry to their own calendar."""
    return _joined(Calendar(), (entry,))


def feed_file(
    found: Iterable[CalendarEntry], *, name: str, url: str, language: str, zone: tuple[str, int]
) -> bytes:
    """The calendar of all entries, to subscribe to at `url`.

    `zone` and a year of it stand in it in any case: a calendar has one component at least, and
    programs refuse one that has none (RFC 5545, 3.6).
    """
    feed = Calendar()
    feed.add("NAME", vText(name), parameters={"LANGUAGE": language})  # RFC 7986, 5.1
    feed.add("X-WR-CALNAME", vText(name))  # what programs read before that
    feed.add("REFRESH-INTERVAL", _REFRESH, parameters={"VALUE": "DURATION"})
    feed.add("X-PUBLISHED-TTL", _REFRESH, parameters={"VALUE": "DURATION"})
    feed.add("SOURCE", url, parameters={"VALUE": "URI"})
    return _joined(feed, tuple(found), (zone,))


def _of_ask(told: _Told, closes: datetime) -> Iterator[CalendarEntry]:
    match told.ask:
        case EventAsk() as ask:
            yield _entry(told, ask.starts, ask.ends, alarm=_BEFORE_EVENT, place=ask.place)
        case Slip() as ask:
            yield _deadline(told, closes)
            if ask.hearing:
                heard = replace(told, drawn=replace(told.drawn, title=told.hearing))
                yield _entry(heard, ask.hearing, None, place=ask.place, also=".hearing")
        case _:
            yield _deadline(told, closes)


def _hearing(ask: Ask, context: Context) -> str:
    if not isinstance(ask, Slip):
        return ""
    return context.pack.say("calendar.hearing", bill=ask.bill or context.plain(ask.name or ""))


def _deadline(told: _Told, closes: datetime) -> CalendarEntry:
    if closes.time().replace(second=0, microsecond=0) == END_OF_DAY:
        day = closes.date()
        return _entry(told, day, day + timedelta(days=1), alarm=_ON_THE_DAY, busy=False)
    starts = (closes.astimezone(UTC) - _LENGTH).astimezone(closes.tzinfo)
    return _entry(told, starts, closes, alarm=_BEFORE_DEADLINE, busy=False)


def _entry(
    told: _Told,
    starts: date,
    ends: date | None,
    *,
    alarm: timedelta | None = None,
    place: str | None = None,
    also: str = "",
    busy: bool = True,
) -> CalendarEntry:
    language = {"LANGUAGE": told.language}
    event = Event()
    event.add("UID", f"{told.uid[0]}{also}@{told.uid[1]}")
    event.add("SEQUENCE", len(told.ask.moved_from) if isinstance(told.ask, _MOVING) else 0)
    event.add("DTSTAMP", told.updated.astimezone(UTC))
    event.add("LAST-MODIFIED", told.updated.astimezone(UTC))
    event.add("DTSTART", starts)
    if ends:
        event.add("DTEND", ends)
    event.add("SUMMARY", told.drawn.title, parameters=language)
    event.add("DESCRIPTION", _description(told), parameters=language)
    if place:
        event.add("LOCATION", place, parameters=language)
    event.add("URL", told.page)
    event.add("TRANSP", "OPAQUE" if busy else "TRANSPARENT")
    if alarm is not None:
        event.add_component(_alarm(told.drawn.title, alarm))
    return CalendarEntry(
        ask=told.ask.id, text=_text(event), years=tuple(_years(filter(None, (starts, ends))))
    )


def _description(told: _Told) -> str:
    """What the ask's card says, and where it stands: the URL property is shown by few programs."""
    drawn = told.drawn
    lines = [drawn.moved, drawn.deadline, *drawn.details, drawn.text.text if drawn.text else ""]
    lines += [": ".join(filter(None, (one.label, one.typed))) for one in drawn.buttons]
    return "\n\n".join(line for line in (*lines, told.page) if line)


def _alarm(title: str, when: timedelta) -> Alarm:
    alarm = Alarm()
    alarm.add("ACTION", "DISPLAY")
    alarm.add("DESCRIPTION", title)
    alarm.add("TRIGGER", when)
    return alarm


def _years(moments: Iterable[date]) -> Iterator[tuple[str, int]]:
    for moment in moments:
        if isinstance(moment, datetime) and str(moment.tzinfo) != "UTC":
            yield str(moment.tzinfo), moment.year


def _joined(
    calendar: Calendar, found: tuple[CalendarEntry, ...], also: tuple[tuple[str, int], ...] = ()
) -> bytes:
    """Put the calendar's head, its zones and the entries together: they are folded already."""
    calendar.add("PRODID", _PRODUCT)
    calendar.add("VERSION", "2.0")
    head, _, end = _text(calendar).rpartition("END:")
    named: dict[str, list[int]] = {}
    for zone, year in (*also, *(one for entry in found for one in entry.years)):
        named.setdefault(zone, []).append(year)
    zones = [_zone(zone, min(years), max(years)) for zone, years in sorted(named.items())]
    return "".join([head, *zones, *(entry.text for entry in found), f"END:{end}"]).encode()


@lru_cache(maxsize=64)
def _zone(name: str, first: int, last: int) -> str:
    """The time zone component for the years `first` to `last`."""
    zone = Timezone.from_tzid(name, first_date=date(first, 1, 1), last_date=date(last + 1, 1, 1))
    del zone["COMMENT"]
    for change in zone.subcomponents:
        # The library tells when clocks jump forward by the time they jump to; an onset is told by
        # the clock before it (RFC 5545, 3.6.5: "TZOFFSETFROM").
        ahead = max(change.TZOFFSETTO - change.TZOFFSETFROM, timedelta())
        change.DTSTART -= ahead
        others = [leaf.dt - ahead for leaf in getattr(change.get("RDATE"), "dts", ())]
        if others:
            del change["RDATE"]
            change.add("RDATE", others)
    return _text(zone)


def _text(component: Calendar | Event | Timezone) -> str:
    text: str = component.to_ical().decode()
    return text
