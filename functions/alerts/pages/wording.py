"""The pages' phrases in every language, ready to be read without YAML and Babel.

templates/words/*.yaml ─► `publishing.page_words` ─► templates/page/words.json ─► Wording
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from functions.alerts.pages.html import FOLDER, Html, escaped

WORDS = FOLDER / "words.json"
_MOST = 10  # of the languages a browser asks for; more than that is no person's list


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """One language's phrases. `code` is its BCP 47 tag, `name` what its speakers call it."""

    code: str
    name: str
    direction: Literal["ltr", "rtl"]
    phrases: Mapping[str, str]

    def say(self, key: str, **values: str | Html) -> Html:
        """The phrase as HTML. Each value stands by itself: it may be written the other way."""
        parts = {name: f"<bdi>{escaped(value)}</bdi>" for name, value in values.items()}
        return Html(escaped(self.phrases[key]).format(**parts))


@cache
def wordings() -> Mapping[str, Wording]:
    """All of them by code."""
    content = json.loads(WORDS.read_bytes())
    return {code: Wording(code=code, **told) for code, told in content.items()}


def choose_wording(wanted: str, accepted: str, default: str) -> Wording:
    """The language that the link names, else the browser's first that is known, else the default.

    `accepted` is an Accept-Language header (RFC 9110, section 12.5.4), possibly empty or nonsense.
    Never the stored one: whoever holds a forwarded mail would learn it.
    """
    known = wordings()
    for tag in (wanted, *_by_weight(accepted), default, "en"):
        while tag:
            if tag in known:
                return known[tag]
            tag = tag.rpartition("-")[0]
    return next(iter(known.values()))


def _by_weight(accepted: str) -> list[str]:
    weighted: list[tuple[float, str]] = []
    for part in accepted.split(",")[:_MOST]:
        tag, _, weight = part.partition(";")
        value = weight.strip().removeprefix("q=")
        share = float(value) if value.replace(".", "", 1).isdecimal() and value.isascii() else 1.0
        weighted.append((-share, tag.strip().lower()))
    return [tag for share, tag in sorted(weighted, key=lambda one: one[0]) if share]
