"""Days and times in a text that the deadlines contradict: "by Thursday", "3pm CST" in April."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from functions.alerts.checks.day_words import Mark
from functions.alerts.checks.heard import Heard, closings
from functions.alerts.checks.mailing import closing_day, days_of
from functions.alerts.content.ask import Ask
from functions.alerts.content.deadline import written
from functions.alerts.content.zone import SAID_IN

_DAY = timedelta(days=1)

# Where a weekday alone is about what is asked, even without "by" in front of it.
_LOUD = frozenset(("subject", "preheader", "title", "button"))


def look(heard: Heard) -> set[tuple[int, int]]:
    """Report what does not fit the deadlines, or stops fitting while mails go on; once a phrase.

    Answers the places of the phrases that were reported.
    """
    told: set[tuple[int, int]] = set()
    for mark in heard.marks:
        span = heard.phrase(mark)
        if span not in told and _is_wrong(heard, mark, span):
            told.add(span)
    return told


def _is_wrong(heard: Heard, mark: Mark, span: tuple[int, int]) -> bool:
    """Whether something about it was reported."""
    if heard.undated is not None:
        return _undeclared(heard, heard.undated, mark, span)
    if not heard.asks:
        return False
    if mark.kind == "date":
        return _date(heard, mark)
    if mark.kind == "weekday":
        return _weekday(heard, mark)
    return mark.kind == "time" and _time(heard, mark)


def _undeclared(heard: Heard, ask: Ask, mark: Mark, span: tuple[int, int]) -> bool:
    """The text of an ask says until when, and the file does not: mails would carry it for ever."""
    day = _named(heard, mark, heard.when.starts.date())
    is_original = heard.said.path[0] == "asks"
    if mark.by is None or not day or day < heard.when.starts.date() or not is_original:
        return False
    if ask.ask == "slip":  # a slip without a deadline is told of already
        return False
    closes = f"{day:%A %Y-%m-%d}{_clock(heard, mark)}"
    found = f"The text says {heard.quoted(span)}, and the ask has no deadline: mails go on with it."
    advice = f"Write `closes: {closes}` beside it if that is meant."
    heard.tell(span, found, rule="deadline-unwritten", advice=advice)
    return True


def _clock(heard: Heard, mark: Mark) -> str:
    """The time in the same phrase, as a deadline is written; "" if there is none, or it is open."""
    for one in heard.marks:
        if one.kind == "time" and one.by == mark.by and one.half:
            return f" {one.hour}:{one.minute:02} {one.half.upper()}M"
    return ""


def _named(heard: Heard, mark: Mark, starts: date) -> date | None:
    """The day that somebody who reads it on `starts` takes it for."""
    if mark.kind == "date":
        return mark.date_near(starts)
    if mark.kind == "weekday" and mark.weekday is not None:
        return starts + timedelta(days=(mark.weekday - starts.weekday()) % 7)
    if mark.kind == "day" and mark.ahead is not None:
        return starts + timedelta(days=mark.ahead)
    return None


def _date(heard: Heard, mark: Mark) -> bool:
    day = mark.date_near(min(closing_day(ask) for ask in heard.asks))
    if day is None:
        return False
    if mark.weekday is not None and day.weekday() != mark.weekday:
        _misdated(heard, mark, day)
        return True
    if mark.by is None or day < heard.when.starts.date():
        return False
    fitting = [ask for ask in heard.asks if _fits(ask, day, mark)]
    return _stale(heard, mark, fitting) if fitting else _contradicts(heard, mark)


def _misdated(heard: Heard, mark: Mark, day: date) -> None:
    """`Wednesday, April 10` of a year in which that is a Tuesday."""
    near = min((day + _DAY * n for n in range(-3, 4)), key=lambda d: d.weekday() != mark.weekday)
    known = set().union(*(days_of(ask) for ask in heard.asks))
    offers = [one for one in (day, near) if one in known] or [day, near]
    span = (mark.start, mark.end)
    found = f"{heard.quoted(span)} is no day of {day.year}: {day:%Y-%m-%d} is a {day:%A}."
    if len(offers) == 1:
        heard.tell(span, found, heard.pack.date(offers[0]), rule="weekday-of-date")
        return
    choices = " or ".join(f"`{heard.pack.date(one)}`" for one in offers)
    heard.tell(span, found, rule="weekday-of-date", advice=f"Write {choices}.")


def _weekday(heard: Heard, mark: Mark) -> bool:
    if mark.by is not None:
        fitting = [ask for ask in heard.asks if _fits_weekday(heard, {closing_day(ask)}, mark)]
        return _stale(heard, mark, fitting) if fitting else _contradicts(heard, mark)
    fitting = [ask for ask in heard.asks if _fits_weekday(heard, days_of(ask), mark)]
    if fitting:
        known = {day for ask in fitting for day in days_of(ask)}
        meant = min(day for day in known if day.weekday() == mark.weekday)
        return _stale(heard, mark, fitting, meant)
    if heard.said.name in _LOUD:
        span = (mark.start, mark.end)
        found = f"{heard.quoted(span)} is no day of these asks: "
        advice = "Write the day that is meant, or its date if it is about something else."
        heard.tell(span, found + f"{closings(heard.asks)}.", rule="text-against-deadline",
                   advice=advice, level="note")  # fmt: skip
        return True
    return False


def _fits(ask: Ask, day: date, mark: Mark) -> bool:
    """Whether a deadline is on that day, or the day before one that is no longer in time."""
    closes = closing_day(ask)
    return day == closes or (mark.before and (day == closes + _DAY or day in days_of(ask)))


def _fits_weekday(heard: Heard, days: set[date], mark: Mark) -> bool:
    """Whether a weekday is one of these days; of a planned launch, the next one after it."""
    taken = _named(heard, mark, heard.when.starts.date())
    more = {day + _DAY for day in days} if mark.before else set()
    alike = {day for day in days | more if day.weekday() == mark.weekday}
    if heard.draft.starts is None:  # nobody knows yet in which week it is read
        return bool(alike)
    return taken in alike


def _contradicts(heard: Heard, mark: Mark) -> bool:
    span = heard.phrase(mark)
    found = f"The text says {heard.quoted(span)}, but {closings(heard.asks)}."
    heard.tell(span, found, heard.by_deadline(mark), rule="text-against-deadline",
               advice="The deadline is filled in by itself.")  # fmt: skip
    return True


def _stale(heard: Heard, mark: Mark, fitting: Sequence[Ask], day: date | None = None) -> bool:
    """Mails go on with other asks, and the text still speaks of those that have closed.

    `day` is what a weekday means that is no deadline's; its date is never false.
    """
    if heard.said.ask:  # it leaves the mails with its ask
        return False
    span = heard.phrase(mark)
    instead = heard.day(day) if day else heard.by_deadline(mark)
    advice = "A date stays true." if day else "What is still open then fills it in by itself."
    names = {ask.id for ask in fitting}
    for moment in heard.when.moments[1:]:
        still = heard.when.open_at(moment)
        if still and not any(ask.id in names for ask in still):
            gone = max(ask.closes for ask in fitting if ask.closes)
            found = (
                f"{heard.quoted(span)} stays in the mails that leave after {written(moment)}, when "
                f"nothing is left that closes then ({written(gone)})."
            )
            heard.tell(span, found, instead, rule="passing-word", advice=advice)
            return True
    return False


def _time(heard: Heard, mark: Mark) -> bool:
    asks = _of_day(heard, mark) or heard.asks
    if mark.zone[1:] in ("ST", "DT") or mark.zone in ("AKST", "AKDT"):
        right = _zones(mark, asks)
        if right and mark.zone not in right:
            _out_of_season(heard, mark, asks, sorted(right)[0])
            return True
    if mark.by is None or any(_shows(mark, ask) for ask in asks):
        return False
    return _contradicts(heard, mark)


def _of_day(heard: Heard, mark: Mark) -> tuple[Ask, ...]:
    """The asks that close on the day that stands beside the time."""
    for one in heard.marks:
        beside = one.start - mark.end < 12 and mark.start - one.end < 12
        if one.kind in ("weekday", "date") and beside:
            return tuple(
                a for a in heard.asks if closing_day(a).weekday() == _weekday_of(heard, one)
            )
    return ()


def _weekday_of(heard: Heard, mark: Mark) -> int | None:
    day = _named(heard, mark, heard.when.starts.date())
    return day.weekday() if mark.kind == "date" and day else mark.weekday


def _home(zone: str) -> ZoneInfo | None:
    name = SAID_IN.get(zone[:2] if zone.startswith("AK") else zone[:1])
    return ZoneInfo(name) if name else None


def _zones(mark: Mark, asks: Sequence[Ask]) -> set[str]:
    """What clocks of that zone are called when the asks close."""
    zone, hour = _home(mark.zone), mark.hour % 12 + (12 if mark.half == "p" else 0)
    days = [datetime.combine(closing_day(ask), time(hour or 12, mark.minute), zone) for ask in asks]
    return {name for day in days if (name := day.tzname())}


def _out_of_season(heard: Heard, mark: Mark, asks: Sequence[Ask], right: str) -> None:
    span = (mark.start, mark.end)
    text = heard.said.text[slice(*span)]
    at = text.upper().rindex(mark.zone)
    instead = text[:at] + right + text[at + len(mark.zone) :]
    day = min(closing_day(ask) for ask in asks)
    found = f"On {day:%Y-%m-%d} clocks show {right}, not {mark.zone}: taken literally, " \
            "people are an hour off."  # fmt: skip
    heard.tell(span, found, instead, rule="zone-abbreviation",
               advice="The deadline beside each ask says its zone by itself.")  # fmt: skip


def _shows(mark: Mark, ask: Ask) -> bool:
    """Whether that is the time of the deadline, on the clocks of the zone that is written."""
    closes = ask.closes
    if closes is None:
        return False
    zone = _home(mark.zone) if mark.zone else None
    local = closes.astimezone(zone) if zone else closes
    if mark.minute != local.minute:
        return False
    if mark.half:
        return mark.hour % 12 + (12 if mark.half == "p" else 0) == local.hour
    return mark.hour in (local.hour, local.hour % 12 or 12)
