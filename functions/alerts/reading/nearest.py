"""What people call a key or a choice, and which of ours they mean by it."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from typing import Any

# Other words for keys, as they stand in other systems' forms and in people's notes; the first of
# them that the place knows is meant.
_KEYS: Mapping[str, tuple[str, ...]] = {
    "agency_name": ("agency",),
    "committee_hearing": ("hearing",),
    "content": ("body", "text"),
    "cta": ("button",),
    "deadline": ("closes",),
    "description": ("text", "body"),
    "due": ("closes",),
    "expires": ("closes",),
    "message": ("body", "text"),
    "partners": ("with",),
    "phone": ("numbers",),
    "phone_number": ("numbers",),
    "photo": ("image",),
    "picture": ("image",),
    "preview": ("preheader",),
    "preview_text": ("preheader",),
    "stance": ("position",),
    "summary": ("text", "body"),
    "teaser": ("preheader",),
    "title": ("headline",),
    "url": ("link",),
    "when": ("starts", "closes"),
    "where": ("place",),
    "who": ("whom",),
}

_CHOICES: Mapping[str, str] = {
    "against": "opponent",
    "con": "opponent",
    "for": "proponent",
    "in_favor": "proponent",
    "pro": "proponent",
    "support": "proponent",
    "supporter": "proponent",
    "neutral": "no_position",
    "national": "federal",
    "city": "local",
    "county": "local",
}


def nearest_key(key: str, known: Sequence[str]) -> list[str]:
    """The one of `known` that `key` means, if any: a list of one or none."""
    typed = _plain(key)
    called = [name for name in _KEYS.get(typed, ()) if name in known]
    return called[:1] or difflib.get_close_matches(typed, known, 1)


def nearest_choice(given: Any, choices: Sequence[str]) -> list[str]:
    """The one of `choices` that `given` means, if any: a list of one or none."""
    if isinstance(given, list) and len(given) == 1:
        given = given[0]
    if not isinstance(given, str):
        return []
    typed = _plain(given)
    begun = [one for one in choices if typed.startswith(f"{one}_")]
    called = [one for one in choices if _CHOICES.get(typed) == one]
    return begun[:1] or called or difflib.get_close_matches(typed, choices, 1)


def _plain(words: str) -> str:
    return "_".join(words.lower().replace("-", " ").replace("_", " ").split())
