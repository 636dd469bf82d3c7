"""One point a check looked at: well, worth a note, wrong, or impossible to look at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from functions.alerts.errors import visible

Level = Literal["well", "note", "wrong", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """What was found under `name`, and what to do about it (empty only where all is well).

    What stands in DNS or AWS may be anybody's: what a terminal would obey is written as its code.
    """

    name: str
    level: Level
    found: str
    remedy: str = ""

    def __post_init__(self) -> None:
        if not self.found or not (self.remedy or self.level == "well"):
            raise ValueError("A point says what was found, and what to do unless all is well.")
        for field in ("found", "remedy"):
            object.__setattr__(self, field, visible(getattr(self, field)))


def well(name: str, found: str) -> Point:
    """As it should be."""
    return Point(name=name, level="well", found=found)


def note(name: str, found: str, remedy: str) -> Point:
    """It works, and could be better or cheaper."""
    return Point(name=name, level="note", found=found, remedy=remedy)


def wrong(name: str, found: str, remedy: str) -> Point:
    """Mails do not go out, or somebody will not learn that something went wrong."""
    return Point(name=name, level="wrong", found=found, remedy=remedy)


def unknown(name: str, found: str, remedy: str) -> Point:
    """It could not be looked at: nobody may take that for "well"."""
    return Point(name=name, level="unknown", found=found, remedy=remedy)
