"""When something recurs, as people write it: `monday,thursday 09:00`, `daily 9am` ─► Every."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from functions.alerts.content.clock import TIME, clock_words, read_time
from functions.alerts.content.zone import Said, place
from functions.alerts.errors import Mistake
from functions.alerts.sends.recurrence import DAYS, Every

_FORM = 'Write it like "monday 09:00", "monday,thursday 5:30 PM" or "daily 09:00".'
_EVERY_DAY = {"daily", "day", "days"}
_WORKDAYS = {"weekday", "weekdays", "workdays"}
_FILLER = {"every", "each", "and", "on", "at", ""}
# Ends one day and begins the next; `read_time` says so of a date, and here is none.
_MIDNIGHT = re.compile(r"(?:12(?::00)? ?)?midnight|(?:24|00?)[:.]00\b|12(?:[:.]00)? ?a", re.I)
_YEAR = 366 + 7  # days that are looked at: two changes of the clocks at least
_STEP = timedelta(minutes=30)


def parse_every(text: str, zone: ZoneInfo, now: datetime) -> Every:
    """The rule that `--every` names, by the clocks of `zone`. Raises Mistake.

    A time that on some such day of the year from `now` (aware) on does not exist, or exists twice,
    is refused: schedules pass over the one and are unclear about the other.
    """
    words = " ".join(text.lower().split())
    found = re.search(r"\d|noon|midnight", words)
    if found is None:
        raise Mistake(f"`{text}` has no time of day.", f"{words} 09:00" if words else "", advice="")
    head, tail = words[: found.start()], words[found.start() :]
    days = _days(head, tail)
    every = Every(days=days, at=_time(tail, words, now.date()), zone=zone.key)
    _refuse_odd_nights(every, head.strip(), now.astimezone(zone).date())
    return every


def _days(head: str, tail: str) -> tuple[int, ...]:
    days: set[int] = set()
    for word in re.split(r"[\s,;&+/]+", head):
        if word in _EVERY_DAY:
            days |= set(range(7))
        elif word in _WORKDAYS:
            days |= set(range(5))
        elif word not in _FILLER:
            days.add(_day(word, head, tail))
    if not days:
        raise Mistake("It is not said on which days.", f"monday {tail}", f"daily {tail}")
    return tuple(sorted(days))


def _day(word: str, head: str, tail: str) -> int:
    name = word.rstrip(".")
    for number, day in enumerate(map(str.lower, DAYS)):
        if name in (day, f"{day}s", day[:2], day[:3], day[:4]) and len(name) > 1:
            return number
    near = difflib.get_close_matches(name, [day.lower() for day in DAYS], 1)
    raise Mistake(
        f"`{word}` is no weekday.",
        *[f"{head.replace(word, day, 1)}{tail}" for day in near],
        advice="" if near else _FORM,
    )


def _time(tail: str, words: str, day: date) -> time:
    match = TIME.match(tail)
    if match is None:
        raise Mistake(f"`{tail}` is no time of day.", advice=_FORM)
    if _MIDNIGHT.match(match[0]):
        head = words.removesuffix(tail)
        raise Mistake(
            f"`{match[0]}` does not say which end of the day is meant.",
            f"{head}11:59 PM",
            f"{head}12:01 AM",
        )
    if rest := tail[match.end() :].strip(" ,"):
        raise Mistake(
            f"`{rest}` stands behind the time.",
            words.removesuffix(tail) + match[0],
            advice="Another zone is told by --zone.",
        )
    return read_time(match[0], day, words)


def _refuse_odd_nights(every: Every, head: str, first: date) -> None:
    mistake = _odd_night(every, every.at, first)
    if mistake is not None:
        offers = [f"{head} {clock_words(at)}" for at in _around(every, first)]
        raise Mistake(mistake.found, *offers, advice="On these days there is one such time.")


def _odd_night(every: Every, at: time, first: date) -> Mistake | None:
    """What is wrong with `at` on one of the days of a year, if anything is."""
    said = Said(ZoneInfo(every.zone), "", clock_words(at), at_home=True)
    for day in (first + timedelta(days=n) for n in range(_YEAR)):
        if day.weekday() in every.days:
            try:
                place(day, at, said)
            except Mistake as mistake:
                return mistake
    return None


def _around(every: Every, first: date) -> Iterator[time]:
    """The nearest times before and after that exist once on each day."""
    wall = datetime.combine(first, every.at)
    for step in (-_STEP, _STEP):
        moved = wall + step
        while moved.time() == time(0, 0) or _odd_night(every, moved.time(), first):
            moved += step
        if moved.date() == first:
            yield moved.time()
