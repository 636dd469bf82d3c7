"""Words that speak of pictures, colours and steps, per language: data in `looks.yaml`.

looks.yaml ─► Looks ─► `pictures`, `color_words`, `steps`
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FILE = Path(__file__).with_name("looks.yaml")
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # libyaml where the wheel has it


@dataclass(frozen=True, slots=True, kw_only=True)
class Looks:
    """A language's patterns; None where it has no words for it.

    `credit` and `picture` match at the beginning of a text, `nothing` a whole one. `colored` finds
    a thing told by its colour, with the groups `color` and `thing`; `step` what numbers a step.
    """

    credit: re.Pattern[str] | None
    picture: re.Pattern[str] | None
    nothing: re.Pattern[str] | None
    colored: re.Pattern[str] | None
    step: re.Pattern[str] | None


_NONE = Looks(credit=None, picture=None, nothing=None, colored=None, step=None)


@cache
def looks(language: str) -> Looks:
    """The patterns of a language (its code; `es-MX` has those of `es`)."""
    known = _lists()
    words = known.get(language) or known.get(language.partition("-")[0])
    return _compiled(words) if words else _NONE


@cache
def sources() -> re.Pattern[str]:
    """Finds whose name, or mark, makes an alt text a credit in any language."""
    return re.compile(rf"(?<!\w)(?:{_any(_lists()['sources'])})(?!\w)", re.IGNORECASE)


@cache
def _lists() -> dict[str, Any]:
    # Every scalar as typed: `no` is a word.
    loaded: dict[str, Any] = yaml.load(_FILE.read_text("utf-8"), Loader=_LOADER)  # noqa: S506
    return loaded


def _compiled(words: dict[str, Any]) -> Looks:
    step = words.get("step")
    return Looks(
        credit=_pattern(words.get("credit"), r"^\W*{}(?!\w)"),
        picture=_pattern(words.get("picture"), r"^{}\s+(?=\S)"),
        nothing=_pattern(words.get("nothing"), r"^\W*{}\W*$"),
        colored=_colored(words),
        step=_pattern(step, r"(?<!\w){}\s+(?P<number>\d{{1,2}})\s*[:.)–—-]\s*") if step else None,
    )


def _colored(words: dict[str, Any]) -> re.Pattern[str] | None:
    if not (words.get("colors") and words.get("things")):
        return None
    color, thing = (f"(?P<{name}>{_any(words[name + 's'])})" for name in ("color", "thing"))
    pair = (color, thing) if words["order"] == "color-thing" else (thing, color)
    return re.compile(rf"(?<!\w){pair[0]}[ \n]+{pair[1]}(?!\w)", re.IGNORECASE)


def _pattern(words: Sequence[str] | None, form: str) -> re.Pattern[str] | None:
    return re.compile(form.format(f"(?:{_any(words)})"), re.IGNORECASE) if words else None


def _any(words: Sequence[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
