"""What the checks of wording look for, per language: data in `templates/wording/`.

templates/wording/en.yaml ─► WordLists ─► `wording`, `foreign_fields`, `subject`, `reading_level`,
`positions`
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

import yaml

from functions.alerts.reading.model import Model

FOLDER = Path(__file__).parents[3] / "templates" / "wording"

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # libyaml where the wheel has it

FORMULA = Literal["flesch-kincaid", "szigriszt-pazos"]


class ReadingFormula(Model):
    """Which formula tells how hard a text of the language is, and from where on it is told."""

    formula: FORMULA
    hardest: float


class Side(Model):
    """How people are told to take a side: `orders` before the bill, `whole` ones without it."""

    orders: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()


class Sides(Model):
    """Orders to support or to oppose a bill, and the words they are made of."""

    proponent: Side
    opponent: Side
    bill: tuple[str, ...]
    amendment: tuple[str, ...] = ()
    joining: tuple[str, ...] = ()
    polite: tuple[str, ...] = ()
    asking: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    nots: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


class WordLists(Model):
    """The words of one language, in small letters; en.yaml says what each is for."""

    code: str
    friend: str
    pressing: tuple[str, ...] = ()
    money: tuple[str, ...] = ()
    turning: tuple[str, ...] = ()
    greetings: tuple[str, ...] = ()
    speaking: tuple[str, ...] = ()
    names: Mapping[str, tuple[str, ...]] = {}
    reading: ReadingFormula | None = None
    sides: Sides | None = None


@cache
def word_lists(language: str) -> WordLists | None:
    """The words of a language (its code, `es`); None where there is no file for it.

    `es-MX` reads `es`'s. Raises ValueError for a file that is not as it should be.
    """
    for code in (language, language.partition("-")[0]):
        path = FOLDER / f"{code}.yaml"
        if path.is_file():
            # Every scalar as typed: `no` is a word here.
            loaded = yaml.load(path.read_text("utf-8"), Loader=_LOADER)  # noqa: S506 (text only)
            return WordLists.model_validate(loaded)
    return None


@cache
def phrases(words: tuple[str, ...]) -> re.Pattern[str] | None:
    """Finds any of the words or phrases, whole, in any case; None where there are none."""
    if not words:
        return None
    return re.compile("|".join(map(_whole, sorted(words, key=len, reverse=True))), re.IGNORECASE)


def _whole(phrase: str) -> str:
    """No letter right before or behind it; a mark at its edge is edge enough."""
    body = r"\s+".join(re.escape(part).replace("’", "['’]") for part in phrase.split())
    before = r"(?<!\w)" if phrase[0].isalnum() else ""
    return f"{before}{body}" + (r"(?!\w)" if phrase[-1].isalnum() else "")
