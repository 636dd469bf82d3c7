"""Times of day as people write them: `3:00 PM`, `3pm`, `15:00`, `noon`, `12:00 noon`."""

from __future__ import annotations

import re
from datetime import date, time, timedelta

from functions.alerts.errors import Mistake

TIME = re.compile(
    r"^(?:at )?(?:(?:12(?::00)? ?)?(noon|midnight)\b"
    r"|(\d{1,2})(?:[:.](\d{2}))?(?::(\d{2}))?(?: ?([ap])\.? ?m\b\.?)?)"
    r"(?![\d:])",
    re.IGNORECASE,
)


def read_time(text: str, day: date, words: str) -> time:
    """The time that `text` (which `TIME` matches) names on `day`.

    `words` is the whole moment, for the offers. Raises `Mistake` for midnight, which belongs to
    two days, for `3` without AM or PM, and for hours that no clock shows.
    """
    match = TIME.match(text)
    if match is None:
        raise Mistake(f"`{text}` is no time of day.", advice="Write it like 3:00 PM.")
    name, hour, minute, _, half = match.groups()
    if name:
        return _named(name.lower(), day, words, match[0])
    return _numbers(int(hour), minute, half, day, words, match[0])


def clock_words(at: time) -> str:
    """`3:00 PM`."""
    return f"{at.hour % 12 or 12}:{at.minute:02} {'AM' if at.hour < 12 else 'PM'}"


def _named(name: str, day: date, words: str, typed: str) -> time:
    if name == "noon":
        return time(12, 0)
    raise _midnight(f"`{typed}`", day, words, typed)


def _numbers(
    hour: int, minute: str | None, half: str | None, day: date, words: str, typed: str
) -> time:
    minutes = int(minute or 0)
    if minutes > 59 or hour > 24 or (half and not 1 <= hour <= 12):
        raise Mistake(f"No clock shows `{typed}`.", advice="Write it like 3:00 PM or 15:00.")
    if half is None and minute is None and not 1 <= hour <= 12:
        raise Mistake(f"`{typed}` is an hour without minutes.", _swap(words, typed, f"{hour}:00"))
    if half is None and minute is None:
        raise Mistake(
            f"`{typed}` may be morning or afternoon.",
            *(_swap(words, typed, f"{hour}:00 {end}") for end in ("AM", "PM")),
        )
    if (half and half.lower() == "a" and hour == 12 and minutes == 0) or hour == 24:
        raise _midnight(f"`{typed}`", day, words, typed)
    if half:
        hour = hour % 12 + (12 if half.lower() == "p" else 0)
    elif hour == 0 and minutes == 0:
        raise _midnight(f"`{typed}`", day, words, typed)
    return time(hour, minutes)


def _midnight(name: str, day: date, words: str, typed: str) -> Mistake:
    """Midnight ends one day and begins the next: offer the last minute of either."""
    evening = _swap(words, typed, "11:59 PM")
    before = day - timedelta(days=1)
    eve = re.sub(r"^[^\W\d_]+[.,]? +", "", evening)
    eve = re.sub(r"^\d{4}-\d{1,2}-\d{1,2}", before.isoformat(), eve)
    return Mistake(
        f"{name} does not say which end of the day is meant: {day.isoformat()} begins and ends "
        "with a midnight.",
        evening,
        eve,
        advice="The first is the end of that day, the second its beginning.",
    )


def _swap(words: str, typed: str, new: str) -> str:
    """`words` with the time as typed replaced by `new`; a `T` before it becomes a space."""
    date_end = re.search(r"\d{4}-\d{1,2}-\d{1,2}[T ]?", words)
    at = date_end.end() if date_end else 0
    head, tail = words[:at].rstrip("T "), words[at:]
    return f"{head} {tail.strip().replace(typed.strip(), new, 1)}"
