"""When asks close: the moments people write, and the rules Illinois has for witness slips.

`Tuesday 2018-04-10 3:00 PM` ─► an aware datetime in the zone it was written in. What is unclear
is never guessed: each error offers the readings, so that the writer picks one.
"""

from __future__ import annotations

import difflib
import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from functions.alerts.content.clock import TIME, clock_words, read_time
from functions.alerts.content.zone import place, read_zone
from functions.alerts.errors import Mistake

# How long before a deadline mails stop carrying the ask: a mail needs minutes to arrive, and a
# reader minutes to act. The page carries it to the minute.
LAST_CALL = timedelta(minutes=30)

# A deadline without a time of day is the end of that day.
END_OF_DAY = time(23, 59)

# "File at least one hour before the hearing starts": a House slip may be filed until the hearing
# concludes, which has no clock time.
HOUSE_MARGIN = timedelta(hours=1)

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DATE = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]|,|$)")
_AMERICAN = re.compile(r"^(\d{1,2})([/.])(\d{1,2})[/.]((?:20)?\d{2})(?![\d/.])")
_TURNED = re.compile(r"^(\d{4})[/.](\d{1,2})[/.](\d{1,2})\b")
_EUROPEAN = re.compile(r"^(\d{1,2})\.? ([A-Za-z]{3,9})\.?,? (\d{4})\b")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_WORDS = re.compile(r"^([A-Za-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})\b")


class Moment(NamedTuple):
    """A moment and whether a time of day was written (else it is the end of the day)."""

    at: datetime
    has_time: bool


def read_moment(text: str, zone: ZoneInfo) -> Moment:
    """The moment that `text` names, aware; its tzinfo is `zone` unless another one is written.

    Takes `[weekday] YYYY-MM-DD [time] [zone]`, e.g. `Tuesday 2018-04-10 3:00 PM CDT`,
    `2018-04-10 15:00`, `2018-04-09T09:00`, `2018-04-10 noon America/New_York`. Without a time it
    is 11:59 PM of that day. Raises `Mistake` (a `ValueError` with `found`, `instead`, `remedy`).
    """
    words = " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())
    try:
        return _moment(words, zone)
    except Mistake as mistake:
        offers = [good for offer in mistake.instead for good in _readable(offer, zone)]
        advice = mistake.advice or ("" if offers else _FORM)
        raise Mistake(mistake.found, *dict.fromkeys(offers), advice=advice) from None


def _readable(offer: str, zone: ZoneInfo, deeper: int = 3) -> list[str]:
    """The offer if it would be taken, else what would be offered in its place."""
    try:
        _moment(offer, zone)
    except Mistake as mistake:
        offers = mistake.instead if deeper else ()
        return [good for other in offers for good in _readable(other, zone, deeper - 1)]
    return [offer]


def _moment(words: str, zone: ZoneInfo) -> Moment:
    weekday, rest = _weekday(words)
    day, rest = _day(rest, words, weekday)
    _agree(weekday, day, words)
    match = TIME.match(rest)
    if match is None and rest[:1].isdigit():
        raise Mistake(f"`{rest}` is no time of day.", advice="Write it like 3:00 PM or 15:00.")
    clock = read_time(match[0], day, words) if match else None
    after = rest[match.end() :].strip(" ,") if match else rest
    return Moment(place(day, clock or END_OF_DAY, read_zone(after, zone, words)), clock is not None)


def slip_deadline(chamber: Literal["house", "senate"], hearing: datetime) -> datetime:
    """Until when a witness slip can be filed, by the rules of the Illinois General Assembly.

    Senate: until the end of the hearing's scheduled day. House: until the hearing concludes;
    since nobody knows when that is, one hour before it starts.
    """
    if chamber == "senate":
        return hearing.replace(hour=23, minute=59, second=0, microsecond=0)
    return (hearing.astimezone(UTC) - HOUSE_MARGIN).astimezone(hearing.tzinfo)


def last_call(closes: datetime) -> datetime:
    """From when on mails leave the ask out."""
    return (closes.astimezone(UTC) - LAST_CALL).astimezone(closes.tzinfo)


def written(moment: datetime) -> str:
    """A moment as people write it in a campaign: `Tuesday 2018-04-10 3:00 PM`."""
    return f"{_DAYS[moment.weekday()]} {moment:%Y-%m-%d} {clock_words(moment.time())}"


def _weekday(words: str) -> tuple[int | None, str]:
    match = re.match(r"^([^\W\d_]+)[.,]? +(?=\d{4}-|\d{1,2}/|[A-Za-z])", words)
    if not match or _WORDS.match(words):
        return None, words
    name = match[1].lower()
    for number, day in enumerate(_DAYS):
        if name in (day.lower(), day[:3].lower(), day[:4].lower()):
            return number, words[match.end() :]
    near = difflib.get_close_matches(name.title(), _DAYS, 1)
    if not near and not re.search(r"\d{4}-|\d/", words):
        return None, words  # `next Tuesday`: it lacks a date, whatever the first word is
    raise Mistake(
        f"`{match[1]}` is no weekday.",
        *[f"{day} {words[match.end() :]}" for day in near],
        advice="" if near else f"Weekdays are English here ({', '.join(_DAYS)}), or left out.",
    )


def _day(rest: str, words: str, weekday: int | None) -> tuple[date, str]:
    match = _DATE.match(rest)
    if not match:
        raise Mistake(
            f"`{words}` has no date of the form YYYY-MM-DD.", *_iso(rest, weekday), advice=_FORM
        )
    try:
        day = date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError as error:
        raise Mistake(
            f"There is no {match[0].strip(' T,')} in the calendar.", advice=_FORM
        ) from error
    if not 2000 <= day.year <= 2100:
        raise Mistake(f"The year {day.year} cannot be meant.", advice=_FORM)
    return day, rest[match.end() :].strip(" ,")


_FORM = "A moment is written like `Tuesday 2018-04-10 3:00 PM`."


def _iso(rest: str, weekday: int | None) -> list[str]:
    """`4/10/2018` and `April 10, 2018` in the form we read, as an offer."""
    american, spoken = _AMERICAN.match(rest), _WORDS.match(rest)
    european, turned = _EUROPEAN.match(rest), _TURNED.match(rest)
    if american:  # or the day is first
        one, two, end = int(american[1]), int(american[3]), american.end()
        year = 2000 + int(american[4]) % 100
        days = [(one, two)] if one <= 12 and american[2] == "/" else []
        days += [(two, one)] if two <= 12 and (one > 12 or american[2] == ".") else []
    elif spoken and (month := _month(spoken[1])):
        days, year, end = [(month, int(spoken[2]))], int(spoken[3]), spoken.end()
    elif european and (month := _month(european[2])):
        days, year, end = [(month, int(european[1]))], int(european[3]), european.end()
    elif turned:
        days, year, end = [(int(turned[2]), int(turned[3]))], int(turned[1]), turned.end()
    else:
        return []
    before = "" if weekday is None else f"{_DAYS[weekday]} "
    return [f"{before}{year}-{month:02}-{day:02}{rest[end:]}" for month, day in days]


def _month(name: str) -> int:
    """The number of a month's English name, 0 if it is none."""
    start = name[:3].lower()
    return _MONTHS.index(start) + 1 if start in _MONTHS else 0


def _agree(weekday: int | None, day: date, words: str) -> None:
    if weekday is None or day.weekday() == weekday:
        return
    ahead = (weekday - day.weekday()) % 7
    near = day + timedelta(days=ahead if ahead <= 3 else ahead - 7)
    typed = re.search(r"\d{4}-\d{1,2}-\d{1,2}", words)
    stem = words[typed.start() :] if typed else words
    after = words[typed.end() :] if typed else ""
    raise Mistake(
        f"{day.isoformat()} is a {_DAYS[day.weekday()]}, not a {_DAYS[weekday]}.",
        f"{_DAYS[day.weekday()]} {stem}",
        f"{_DAYS[weekday]} {near.isoformat()}{after}",
    )
