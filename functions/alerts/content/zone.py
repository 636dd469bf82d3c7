"""Time zones in moments: what people write behind a time; what clocks do two nights a year."""

from __future__ import annotations

import difflib
import re
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib import resources
from typing import NamedTuple
from zoneinfo import ZoneInfo, available_timezones

from functions.alerts.content.clock import clock_words
from functions.alerts.errors import Mistake


class Said(NamedTuple):
    """What stands behind a time."""

    zone: ZoneInfo
    abbreviation: str  # must be in force then; "" if none is written
    words: str  # the whole moment, for the offers
    at_home: bool  # whether the zone is the organization's own
    typed: str = ""  # the zone as it is written


# The abbreviations of the United States, by the zone they are said in, and the words that name
# no season: https://www.nist.gov/pml/time-and-frequency-division/local-time-faqs
SAID_IN = {
    "E": "America/New_York", "C": "America/Chicago", "M": "America/Denver",
    "P": "America/Los_Angeles", "AK": "America/Anchorage",
}  # fmt: skip
_GENERIC = {
    "eastern": "E", "central": "C", "mountain": "M", "pacific": "P",
    "et": "E", "ct": "C", "mt": "M", "pt": "P",
}  # fmt: skip


def read_zone(text: str, home: ZoneInfo, words: str) -> Said:
    """What `text` (behind the time; may be empty) says. Raises `Mistake` for an unknown zone.

    `home` holds where nothing is written, and wherever what is written means the same clocks.
    """
    name = text.strip(" ,()")
    city, space, abbreviation = name.rpartition(" ")
    if space and "/" in city:  # `Europe/Paris CEST`: which of two hours in autumn
        return _named_and_abbreviated(city, abbreviation, words)
    if not name:
        return Said(home, "", words, at_home=True)
    if name.upper() in ("UTC", "GMT", "Z"):
        return Said(ZoneInfo("UTC"), "", words, at_home=False)
    generic = _GENERIC.get(re.sub(r" time$", "", name.lower()))
    if generic:
        zone = ZoneInfo(SAID_IN[generic])
        alike = _alike(home, zone)
        return Said(home if alike else zone, "", words, at_home=alike, typed=name)
    if re.fullmatch(r"[A-Za-z]{3,5}", name):
        return _abbreviation(name.upper(), home, words)._replace(typed=name)
    return Said(_named(name, words), "", words, at_home=False, typed=name)


def place(day: date, clock: time, said: Said) -> datetime:
    """The moment when clocks in the zone show `clock` on `day`.

    Raises `Mistake` when they never do (a night in March), do so twice (one in November) and
    nothing says which, or when the abbreviation is not in force then.
    """
    zone, abbreviation, words = said.zone, said.abbreviation, said.words
    wall = datetime.combine(day, clock)
    readings = [wall.replace(tzinfo=zone, fold=fold) for fold in (0, 1)]
    real = [moment for moment in readings if _shows(moment, wall)]
    if not real:
        raise _skipped(readings, said)
    twice = len(real) == 2 and real[0].utcoffset() != real[1].utcoffset()
    if not abbreviation:
        if twice:
            raise _doubled(real, said)
        return real[0]
    fitting = [moment for moment in real if moment.tzname() == abbreviation]
    if not fitting:
        raise _not_in_force(real[0], abbreviation, words, at_home=said.at_home)
    return fitting[0]


def check_zone(name: str) -> str:
    """The IANA name of a zone; `Mistake` with the nearest one when there is none."""
    short = re.fullmatch(r"(AK|[ECMP])[SD]?T", name.strip().upper())
    code = short[1] if short else _GENERIC.get(re.sub(r" time$", "", name.strip().lower()))
    if code:
        found = f"`{name}` is what clocks show, not where they stand."
        raise Mistake(found, SAID_IN[code], advice="Zones are named after cities.")
    return _named(name.strip(), name).key


def _named(name: str, words: str) -> ZoneInfo:
    if name in _packaged():
        return ZoneInfo(name)
    known = _known()
    found = known.get(name.lower().replace(" ", "_"))
    if found:
        return ZoneInfo(found)
    if re.match(r"^(?:UTC|GMT)?[+-]\d", name, re.IGNORECASE):
        raise Mistake(
            f"`{name}` is an offset, which says nothing about summer time.",
            words.replace(name, "").strip(),
            advice="Without it, the organization's time zone holds.",
        )
    near = _nearest(name)
    instead = [words.replace(name, near)] if near else []
    raise Mistake(
        f"`{name}` is no time zone.",
        *instead,
        advice="" if near else "Leave it out, or write one like America/Chicago.",
    )


@cache
def _packaged() -> frozenset[str]:
    """The zones of the `tzdata` package: one file, where `_known` looks through folders."""
    names = resources.files("tzdata").joinpath("zones").read_text("utf-8").split()
    return frozenset(name for name in names if "/" in name)


@cache
def _known() -> dict[str, str]:
    return {name.lower(): name for name in available_timezones() if "/" in name or name == "UTC"}


def _nearest(name: str) -> str:
    wanted = name.lower().replace(" ", "_")
    cities = {key.rpartition("/")[2]: full for key, full in sorted(_known().items())}
    cities |= {key: full for key, full in _known().items() if key.startswith("america/")}
    near = difflib.get_close_matches(wanted, [*_known(), *cities], 1, 0.7)
    return (_known() | cities)[near[0]] if near else ""


def _abbreviation(name: str, home: ZoneInfo, words: str) -> Said:
    if name in _names(home):
        return Said(home, name, words, at_home=True)
    match = re.fullmatch(r"(AK|[ECMP])[SD]T", name)
    if match:
        return Said(ZoneInfo(SAID_IN[match[1]]), name, words, at_home=False)
    return Said(_named(name, words), "", words, at_home=False)


def _named_and_abbreviated(name: str, abbreviation: str, words: str) -> Said:
    zone = _named(name, words)
    if abbreviation.upper() not in _names(zone):
        raise Mistake(
            f"`{abbreviation}` is not said in {zone.key}.",
            words.replace(f"{name} {abbreviation}", name),
        )
    return Said(zone, abbreviation.upper(), words, at_home=False, typed=f"{name} {abbreviation}")


def _names(zone: ZoneInfo) -> set[str | None]:
    return {datetime(2026, month, 1, tzinfo=zone).tzname() for month in (1, 7)}


def _alike(one: ZoneInfo, other: ZoneInfo) -> bool:
    moments = [datetime(2026, month, 1) for month in (1, 7)]
    return all(one.utcoffset(m) == other.utcoffset(m) for m in moments)


def _shows(moment: datetime, wall: datetime) -> bool:
    return moment.astimezone(UTC).astimezone(moment.tzinfo).replace(tzinfo=None) == wall


def _skipped(readings: list[datetime], said: Said) -> Mistake:
    """Clocks jump over this time: offer the same distance before and after the jump."""
    before, after = sorted(m.astimezone(UTC).astimezone(m.tzinfo) for m in readings)
    typed = clock_words(readings[0].time())
    place_name = readings[0].tzinfo
    return Mistake(
        f"{typed} does not exist on {readings[0]:%Y-%m-%d} in {place_name}: clocks jump over it.",
        *(_offer(said, m) for m in (before, after)),
    )


def _doubled(real: list[datetime], said: Said) -> Mistake:
    first, second = real
    place_name = f"{said.typed} " if "/" in said.typed else ""
    stem = said.words.removesuffix(said.typed).rstrip(" ,(") if said.typed else said.words
    if stem.endswith(f"({said.typed})"):
        stem = stem.removesuffix(f"({said.typed})").rstrip()
    return Mistake(
        f"{clock_words(first.time())} comes twice on {first:%Y-%m-%d} in {first.tzinfo}: "
        f"first as {first.tzname()}, an hour later as {second.tzname()}.",
        f"{stem} {place_name}{first.tzname()}",
        f"{stem} {place_name}{second.tzname()}",
    )


def _not_in_force(moment: datetime, abbreviation: str, words: str, *, at_home: bool) -> Mistake:
    city = str(moment.tzinfo).rpartition("/")[2].replace("_", " ")
    shift = timedelta(hours=1) if abbreviation[-2] == "S" else timedelta(hours=-1)
    really = (moment + shift).time()
    pattern = re.compile(re.escape(abbreviation), re.IGNORECASE)
    without = re.sub(r"[ ,(]*$", "", pattern.sub("", words).strip(" ,()"))
    return Mistake(
        f"{city} is on {moment.tzname()} on {moment:%Y-%m-%d}, not on {abbreviation}.",
        pattern.sub(moment.tzname() or "", words),
        *([without] if at_home else []),
        advice=f"Taken literally it would be {clock_words(really)} there.",
    )


def _offer(said: Said, moment: datetime) -> str:
    day = re.search(r"\d{4}-\d{1,2}-\d{1,2}", said.words)
    head = said.words[: day.start()] if day else ""
    tail = f" {said.typed}" if said.typed else ""
    if said.abbreviation:
        tail = tail.replace(said.typed.rpartition(" ")[2], moment.tzname() or "")
    return f"{head}{moment:%Y-%m-%d} {clock_words(moment.time())}{tail}"
