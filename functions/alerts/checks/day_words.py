"""Which words of a text say a day, a time or a number: found by a language's own list.

`day_lists` ─► DayWords ─► `marks(text)` ─► the checks of said times
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

MarkKind = Literal["day", "week", "weekday", "date", "time", "count"]


# Arabic's marks on letters, and its stretching of them.
SIGNS = "[\u0640\u064b-\u0652]*"

# `3pm CST`, `3:00 p. m. (CDT)`, `15:00`
_TIME = re.compile(
    r"(?<![\w:.$])(?P<hour>\d{1,2})(?::(?P<minute>\d\d))?(?![\d:%])"
    r"(?:\s?(?P<half>[ap])(?:\.\s?m\b\.?|\s?m\b))?(?:\s?\(?(?P<zone>(?:AK|[ECMP])[SD]?T)\b\)?)?",
    re.IGNORECASE,
)
# What is no sentence of the writer: fields, addresses, code, and what is quoted from somebody.
_ASIDE = re.compile(
    r"\(\((?:[^()]|\([^()]*\))*\)\)|\]\([^()\s]*(?:\([^()]*\)[^()\s]*)*\)|<[^<>\s]+>|https?://\S+|`[^`\n]*`"
)
_QUOTED = re.compile(r"^ {0,3}>.*$|“[^”]*”|«[^»]*»|\"[^\"\n]*\"", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Words at `start`…`end` of a text that say when or how many.

    `by` is where a word like "by" in front of them begins (None: there is none) and `by_end` where
    it ends, `before` whether that word leaves out the day itself. `ahead` is 0 for "today", 1 for
    "tomorrow"; `weekday` counts from Monday, 0. A day of the year has `month` and `day`, and `year`
    if it is written. `hour` is as written, `half` "a", "p" or "". `noun` is what `number` counts,
    slip or ask, and `noun_at` where it begins, behind a number that is a word of its own.
    """

    kind: MarkKind
    start: int
    end: int
    by: int | None = None
    by_end: int = 0
    before: bool = False
    ahead: int | None = None
    weekday: int | None = None
    month: int = 0
    day: int = 0
    year: int | None = None
    hour: int = 0
    minute: int = 0
    half: str = ""
    zone: str = ""
    number: int = 0
    noun: str = ""
    noun_at: int = 0

    def date_near(self, anchor: date) -> date | None:
        """The day of the year that it names, nearest to `anchor`; None if there is no such day."""
        years = [self.year] if self.year else [anchor.year + n for n in (-1, 0, 1)]
        found = [day for year in years if (day := _date(year, self.month, self.day))]
        return min(found, key=lambda day: abs(day - anchor), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayWords:
    """One language's list. `on`, `deadline` and `open_asks` are what to write instead."""

    days: re.Pattern[str]
    weekdays: Mapping[str, int]
    months: Mapping[str, int]
    habit: re.Pattern[str]
    habit_after: re.Pattern[str]
    by: re.Pattern[str]
    before: re.Pattern[str]
    by_instead: Mapping[str, str]
    articles: re.Pattern[str]
    counts: re.Pattern[str] | None
    numbers: Mapping[str, int]
    without_number: Mapping[str, str]
    on: str
    deadline: str
    open_asks: str

    def marks(self, text: str, *, markdown: bool) -> tuple[Mark, ...]:
        """What is said in `text` (what is quoted from others left out of `markdown`), in order."""
        plain = _ASIDE.sub(_blank, text)
        if markdown:
            plain = _QUOTED.sub(_blank, plain)
        found = [*self._days(plain), *self._times(plain), *self._counts(plain)]
        return tuple(sorted(found, key=lambda mark: mark.start))

    def _days(self, text: str) -> Iterator[Mark]:
        for match in self.days.finditer(text):
            kind = match.lastgroup
            if kind == "idiom":
                continue
            by = self._by(text, match.start())
            named = match["weekday"] or match["of_date"]
            weekday = self.weekdays[key(named)] if named else None
            if kind == "weekday" and self._is_habit(text, match):
                continue
            place: dict[str, Any] = {"start": match.start(), "end": match.end(), **by}
            month, day, year = self._date(match)
            marked: MarkKind = "date" if month else _DAY_KINDS[kind or ""]
            yield Mark(kind=marked, ahead=_AHEAD.get(kind or ""), weekday=weekday,
                       month=month, day=day, year=year, **place)  # fmt: skip

    def _is_habit(self, text: str, match: re.Match[str]) -> bool:
        head, tail = text[max(0, match.start() - 30) : match.start()], text[match.end() :]
        return bool(self.habit.search(head) or self.habit_after.match(tail))

    def _date(self, match: re.Match[str]) -> tuple[int, int, int | None]:
        for n in range(9):
            group = match.groupdict()
            if group.get(f"month{n}"):
                year = group.get(f"year{n}")
                month = self.months[key(group[f"month{n}"] or "")]
                return month, int(group[f"day{n}"] or 0), int(year) if year else None
        return 0, 0, None

    def _by(self, text: str, start: int) -> dict[str, Any]:
        """What makes a deadline of the words that begin at `start`, as fields of a Mark."""
        offset = max(0, start - 60)
        match = self.by.search(text[offset:start])
        if match is None:
            return {}
        before = bool(self.before.fullmatch(match["by"]))
        return {"by": offset + match.start(), "by_end": offset + match.end("by"), "before": before}

    def _times(self, text: str) -> Iterator[Mark]:
        for match in _TIME.finditer(text):
            hour, minute = int(match["hour"]), int(match["minute"] or 0)
            if hour > 23 or minute > 59 or not (match["minute"] or match["half"]):
                continue
            yield Mark(kind="time", start=match.start(), end=match.end(), hour=hour,
                       minute=minute, half=(match["half"] or "").lower(),
                       zone=(match["zone"] or "").upper(),
                       **self._by(text, match.start()))  # fmt: skip

    def _counts(self, text: str) -> Iterator[Mark]:
        if self.counts is None:
            return
        for match in self.counts.finditer(text):
            groups = match.groupdict()
            typed = groups.get("number") or ""
            number = self.numbers.get(key(typed)) or (int(typed) if typed.isdecimal() else 2)
            noun = next(name for name in _NOUNS if groups.get(name))
            yield Mark(kind="count", start=match.start(), end=match.end(), number=number,
                       noun=noun.removesuffix("_pair"),
                       noun_at=match.end("number") if typed else 0)  # fmt: skip


_DAY_KINDS: Mapping[str, MarkKind] = {
    "today": "day", "tomorrow": "day", "other": "day", "week": "week", "weekday": "weekday",
}  # fmt: skip
_AHEAD = {"today": 0, "tomorrow": 1}
_NOUNS = ("slip", "ask", "slip_pair", "ask_pair")


def key(word: str) -> str:
    """A word as the tables have it: without case, signs and accents."""
    plain = re.sub(SIGNS, "", word.casefold().rstrip("."))
    return " ".join(plain.translate(_PLAIN).split())


_PLAIN = str.maketrans("áéíóúأإآ", "aeiouااا")


def _blank(match: re.Match[str]) -> str:
    return "\0" * len(match[0])


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
