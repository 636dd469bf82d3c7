"""Language packs: every phrase the product itself says, in one language, as data.

The packs are `templates/words/*.yaml`; compiling a campaign asks them for phrases, dates and clock
words. `pack.py` reads and checks a file, `phrases.py` is the table of what it must hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time, get_month_names, get_timezone_location
from babel.lists import format_list
from babel.numbers import format_decimal

from functions.alerts.editions.bidi import isolate_value
from functions.alerts.languages.phrases import PHRASES

__all__ = ["PHRASES", "Clock", "LanguagePack", "load_packs"]

PACKS = Path(__file__).parents[3] / "templates" / "words"

Forms = Mapping[str, str]  # CLDR plural form -> text; a text without forms stands under "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """How a language writes dates and times.

    `date` and `time` are Unicode patterns (UTS 35). `periods` maps the hour (0-23) a part of the
    day begins at to its words, which then follow the time. `zones` has its own words for single
    IANA zones.
    """

    date: str
    time: str
    zone: str
    zone_by_city: str
    noon: str | None = None
    periods: Mapping[int, str]
    zones: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)  # the same one or another: no third
class LanguagePack:
    """One language. `code` is its BCP 47 tag, `name` what its speakers call it."""

    code: str
    name: str
    direction: Literal["ltr", "rtl"]
    locale: Locale
    numbers: tuple[str, ...]  # the words for 1, 2, 3 …; beyond them digits
    clock: Clock
    phrases: Mapping[str, Forms]

    def phrase(self, key: str, n: int | None = None) -> str:
        """Look up the text of `key`, its {placeholders} still in it, in the plural form for `n`.

        For callers that format it themselves, as HTML must. An unknown key raises LookupError.
        """
        forms = self.phrases.get(key)
        if forms is None:
            raise LookupError(
                f"“{key}” is no phrase; functions/alerts/languages/phrases.py lists them all"
            )
        form = "other" if n is None else self.locale.plural_form(n)
        return forms[form] if form in forms else forms["other"]

    def say(self, key: str, **values: str) -> str:
        """Fill the placeholders of the phrase `key` with values as they are.

        In a right-to-left language left-to-right values are isolated, see `bidi`.
        """
        isolated = {name: isolate_value(value, self.direction) for name, value in values.items()}
        return self.phrase(key).format(**isolated)

    def count(self, key: str, n: int, **values: str) -> str:
        """Say the phrase `key` for `n` things; {n} is a word as far as the pack has one."""
        return self.phrase(key, n).format(n=self.number(n), **values)

    def number(self, n: int) -> str:
        """Write `n` as in a sentence: "three", "11"."""
        return self.numbers[n - 1] if 0 < n <= len(self.numbers) else str(n)

    def dollars(self, amount: int) -> str:
        """Write an amount of US dollars: "$1,000"."""
        digits = format_decimal(amount, locale=self.locale)
        return self.phrase("money.dollars", amount).format(amount=digits)

    def join(self, items: Iterable[str]) -> str:
        """Write a list as in a sentence: "A, B, and C"."""
        isolated = [isolate_value(item, self.direction) for item in items]
        return format_list(isolated, locale=self.locale)

    def deadline(self, moment: datetime) -> str:
        """Say what stands after "by": "3:00 PM CDT on Tuesday, April 10".

        Times here and below are aware, with a ZoneInfo; they are said in that zone.
        """
        return self._at("clock.deadline", moment)

    def moment(self, moment: datetime) -> str:
        """Say when something starts: "Tuesday, April 10 at 3:00 PM CDT"."""
        return self._at("clock.moment", moment)

    def date(self, day: date) -> str:
        """Say a day without its year: "Tuesday, April 10"."""
        return format_date(day, self.clock.date, locale=self.locale)

    @property
    def unbroken(self) -> re.Pattern[str]:
        """What no line may end within: 3:00 PM CDT, April 10, 217-782-0000."""
        return _unbroken(self.locale, self.clock.noon or "", *self.clock.periods.values())

    def time(self, moment: datetime) -> str:
        """Say a time of day without its zone: "3:00 PM"."""
        wall = moment.replace(tzinfo=None)  # Babel would turn an aware time into UTC
        if self.clock.noon and (wall.hour, wall.minute) == (12, 0):
            return self.clock.noon
        text = format_time(wall, self.clock.time, locale=self.locale)
        begun = [words for hour, words in sorted(self.clock.periods.items()) if hour <= wall.hour]
        return f"{text} {begun[-1]}" if begun else text

    def zone(self, moment: datetime) -> str:
        """Say whose clock is meant: "CDT", "hora de Chicago".

        Babel has no zone abbreviations for most languages ("-0500"), so a pack may name the city.
        """
        if not isinstance(moment.tzinfo, ZoneInfo):
            raise TypeError(f"{moment!r} says no city: its tzinfo must be a ZoneInfo")
        special = self.clock.zones.get(moment.tzinfo.key)
        if special is not None:
            return special
        abbreviation = moment.tzname() or ""
        phrase = self.clock.zone if abbreviation.isalpha() else self.clock.zone_by_city
        return phrase.format(city=self._city(moment), abbreviation=abbreviation)

    def _city(self, moment: datetime) -> str:
        city = get_timezone_location(moment, locale=self.locale, return_city=True)
        return city.rsplit("/", 1)[-1]  # without a translation Babel says "Indiana/Indianapolis"

    def _at(self, key: str, moment: datetime) -> str:
        hour = moment.hour % 12 or 12 if "h" in self.clock.time else moment.hour
        parts = {"date": self.date(moment), "time": self.time(moment), "zone": self.zone(moment)}
        return self.phrase(key, hour).format(**parts)


# Nine digits and signs at least: a telephone number with its area code.
_TELEPHONE = r"(?<![\w.,:/-])[+(]?\d[\d ().–-]{7,18}\d(?![\w/-])"


@cache
def _unbroken(locale: Locale, noon: str, *periods: str) -> re.Pattern[str]:
    months = "|".join(map(re.escape, get_month_names("wide", locale=locale).values()))
    halves = "|".join(map(re.escape, periods or ("AM", "PM")))
    times = rf"\d{{1,2}}:\d\d(?: (?:{halves})(?!\w))?"
    if noon:
        times = f"{re.escape(noon)}|{times}"
    times = rf"(?:{times})(?: [A-Z]{{3,4}}\b)?"
    dates = rf"\b(?:{months}) \d{{1,2}}\b|\b\d{{1,2}} (?:de )?(?:{months})\b"
    return re.compile(f"{times}|{dates}|{_TELEPHONE}")


class Packs(Mapping[str, LanguagePack]):
    """The packs of a folder by code; each is read when it is first asked for.

    Getting one raises InputError with every problem of its file.
    """

    def __init__(self, folder: Path) -> None:
        self._files = {path.stem: path for path in sorted(folder.glob("*.yaml"))}
        self._read: dict[str, LanguagePack] = {}

    def __getitem__(self, code: str) -> LanguagePack:
        """Read it, the first time."""
        from functions.alerts.languages.pack import (
            read_pack,  # here: that module builds this one's classes
        )

        if code not in self._read:
            path = self._files[code]
            home = "templates/words" if path.parent == PACKS else path.parent
            self._read[code] = read_pack(path.read_bytes(), f"{home}/{path.name}")
        return self._read[code]

    def __contains__(self, code: object) -> bool:
        """Say whether there is a file, without reading it."""
        return code in self._files

    def __iter__(self) -> Iterator[str]:
        """Iterate over the codes, as the files are called."""
        return iter(self._files)

    def __len__(self) -> int:
        """Count the files."""
        return len(self._files)


@cache
def load_packs(folder: Path = PACKS) -> Packs:
    """The packs in `folder`."""
    return Packs(folder)
