"""Reads a language's list of the words that hold on some days only: `templates/passing/*.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from functions.alerts.checks.day_words import SIGNS, DayWords, key
from functions.alerts.reading.document import read_document

LISTS = Path(__file__).parents[3] / "templates" / "passing"

# Letters that people write with and without their signs, and Arabic's marks and stretching.
_LOOSE = {"á": "[áa]", "é": "[ée]", "í": "[íi]", "ó": "[óo]", "ú": "[úu]", " ": r"[,،]?\s+"}
_LOOSE |= dict.fromkeys("اأإآ", "[اأإآ]")
_ARABIC = re.compile("[\u0621-\u064a]")


@cache
def day_words(code: str, counting: tuple[str, ...]) -> DayWords | None:
    """The list of a language (`es-MX` reads that of `es`); None where it has none.

    `counting` are its pack's words for 1, 2, 3 …
    """
    path = LISTS / f"{code.partition('-')[0]}.yaml"
    if not path.is_file():
        return None
    raw = read_document(path.read_bytes(), str(path)).value
    prefix = raw.get("prefix", "")
    weekdays, months = _numbered(raw["weekdays"], 0), _numbered(raw["months"], 1)
    numbers = _numbers(counting, raw.get("number_words", {}))
    return DayWords(
        days=_days(raw, prefix),
        weekdays=weekdays,
        months=months,
        habit=re.compile(rf"(?<!\w)(?:{_any(raw['habit'])})\s+$", re.IGNORECASE),
        habit_after=re.compile(rf"\s+(?:{_any(raw['habit_after'])})(?!\w)", re.IGNORECASE),
        by=_by(raw, prefix),
        before=re.compile(_any(raw["before"]), re.IGNORECASE),
        by_instead=raw.get("by_instead", {}),
        articles=re.compile(rf"(?<!\w)(?:{_any(raw.get('articles', []))})\s+$", re.IGNORECASE),
        counts=_counts(raw, numbers),
        numbers={key(word): number for word, number in numbers.items()},
        without_number=raw.get("without_number", {}),
        on=raw["on"],
        deadline=raw["deadline"],
        open_asks=raw["open_asks"],
    )


def _numbered(names: Sequence[Sequence[str]], first: int) -> dict[str, int]:
    return {key(name): n for n, alike in enumerate(names, first) for name in alike}


def _numbers(counting: Sequence[str], more: Mapping[str, Sequence[str]]) -> dict[str, int]:
    found = {word: n for n, word in enumerate(counting, 1)}
    return found | {word: int(n) for n, words in more.items() for word in words}


def _days(raw: Mapping[str, Any], prefix: str) -> re.Pattern[str]:
    capitals = "capitals" in raw
    weekday = _any((name for alike in raw["weekdays"] for name in alike), capitals=capitals)
    month = _any((name for alike in raw["months"] for name in alike), capitals=capitals)
    dates = [
        form.replace("{month}", rf"(?P<month{n}>{month})")
        .replace("{day}", rf"(?P<day{n}>\d{{1,2}})")
        .replace("{year}", rf"(?P<year{n}>\d{{4}})")
        .replace("{.}?", r"\.?")
        .replace(" ", r"\s+")
        for n, form in enumerate(raw["dates"])
    ]
    date = f"(?:{'|'.join(dates)})"
    choices = (
        f"(?P<idiom>{_any(raw['idioms'])})",
        rf"(?:(?P<of_date>{weekday})\.?[,،]?\s+(?:the\s+)?)?{date}",
        f"(?P<other>{_any(raw['other'])})",
        f"(?P<tomorrow>{_any(raw['tomorrow'])})",
        f"(?P<today>{_any(raw['today'])})",
        f"(?P<week>{_any(raw['week'])})",
        f"(?P<weekday>{weekday})",
    )
    return re.compile(rf"(?<!\w){prefix}(?:{'|'.join(choices)})(?![\w'’])", re.IGNORECASE)


def _by(raw: Mapping[str, Any], prefix: str) -> re.Pattern[str]:
    clock = r"\d{1,2}(?::\d\d)?(?:\s?[ap](?:\.\s?m\b\.?|\s?m\b))?|\(?(?:AK|[ECMP])[SD]?T\)?"
    names = (name for part in ("weekdays", "months") for alike in raw[part] for name in alike)
    words = _any((*raw["between"], *names, *raw["today"], *raw["tomorrow"]))
    gap = rf"(?:[\s,،:]+(?:{words}|{clock})(?!\w))*[\s,،:]*"
    return re.compile(rf"(?<!\w){prefix}(?P<by>{_any(raw['by'])})(?!\w){gap}$", re.IGNORECASE)


def _counts(raw: Mapping[str, Any], numbers: Mapping[str, int]) -> re.Pattern[str] | None:
    nouns = [f"(?P<{name}>{_any(words)})" for name, words in raw["counted"].items()]
    pairs = [f"(?P<{name}_pair>{_any(words)})" for name, words in raw.get("pairs", {}).items()]
    counted = rf"(?P<number>{_any(numbers)}|\d{{1,2}})\s+(?:[^\W\d]+\s+)?(?:{'|'.join(nouns)})"
    return re.compile(rf"(?<!\w)(?:{'|'.join((counted, *pairs))})(?!\w)", re.IGNORECASE)


def _any(words: Iterable[str], *, capitals: bool = False) -> str:
    """The words as alternatives, longest first; nothing matches where there are none."""
    ordered = sorted(words, key=len, reverse=True)
    loose = "|".join("".join(map(_letter, word)) for word in ordered) or r"(?!)"
    if not capitals:
        return loose
    return f"(?-i:{loose}|{'|'.join(word.upper() for word in ordered)})"


def _letter(letter: str) -> str:
    loose = _LOOSE.get(letter) or re.escape(letter)
    return loose + SIGNS if _ARABIC.match(letter) else loose
