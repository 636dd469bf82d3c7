"""What one phrase of a language pack is built from; the tables of phrases are made of these."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["plain", "counted", "countable"]


@dataclass(frozen=True, slots=True)
class Phrase:
    """What one phrase is built from.

    `plain` is one text. `counted` has one text per plural form, chosen by a number, and may say the
    number as {n}. `countable` is one text, or one per plural form where the language needs it
    (Spanish by the clock's hour: "a la 1:00", "a las 3:00"). Every name in `placeholders` must
    stand in every text.
    """

    placeholders: frozenset[str]
    kind: Kind = "plain"


def plain(*placeholders: str) -> Phrase:
    """One text."""
    return Phrase(frozenset(placeholders))


def counted(*placeholders: str) -> Phrase:
    """One text per plural form."""
    return Phrase(frozenset(placeholders), "counted")


def countable(*placeholders: str) -> Phrase:
    """One text, or one per plural form."""
    return Phrase(frozenset(placeholders), "countable")
