"""A segment as people write it: `topic=daca,language=es,ar,zip=606` ─► Segment."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from functions.alerts.errors import Mistake
from functions.alerts.sends.filed import ask_of
from functions.alerts.sends.segment import Segment

EVERYBODY = "everybody"

# What people write → the segment's rule, in the singular; a value may be followed by more.
_LISTS: Mapping[str, str] = {
    "topic": "topics",
    "language": "languages",
    "zip": "zips",
    "district": "districts",
    "source": "sources",
    "also": "also",
    "without": "without",
}
_TEXTS: Mapping[str, str] = {
    "joined-from": "joined_from",
    "joined-until": "joined_until",
    "not-filed": "not_filed",
}
_KEYS = (*_LISTS, *_TEXTS)
_FORM = f"A segment is written like topic=daca,language=es,ar,zip=606. Keys: {', '.join(_KEYS)}."


def parse_segment(text: str, topic: str | None, *, mailed: bool = True) -> Segment:
    """The segment that `--to` names; `topic` is the campaign's own.

    Where nobody is mailed no topic has to be named (`mailed=False`).

    Takes `key=value`, separated by commas; a value without a key belongs to the key before it.
    Without `topic=` it is the campaign's topic, unless `everybody` stands there. A segment of
    nothing but `also=SEND` means those recipients alone. Raises Mistake.
    """
    lists: dict[str, set[str]] = {}
    texts: dict[str, str] = {}
    everybody, key = False, ""
    for piece in (piece.strip() for piece in text.split(",")):
        name, equals, value = (part.strip() for part in piece.partition("="))
        if piece.lower() == EVERYBODY:
            everybody, key = True, ""
            continue
        key, value = (_key(name), value) if equals else (key, name)
        _check(key, value, piece)
        if key in _LISTS:
            lists.setdefault(_LISTS[key], set()).add(value)
        elif texts.setdefault(_TEXTS[key], value) != value:
            raise Mistake(f"{key} stands there twice.", advice="It takes one value.")
    segment = Segment(**{rule: frozenset(found) for rule, found in lists.items()}, **texts)  # type: ignore[arg-type]
    if not mailed and not everybody:
        return segment
    return _with_topic(segment, topic, everybody=everybody)


def default_segment(topic: str | None) -> Segment:
    """Who asked for the campaign's topic. Raises Mistake if it has none."""
    return _with_topic(Segment(), topic, everybody=False)


def _with_topic(segment: Segment, topic: str | None, *, everybody: bool) -> Segment:
    if everybody and segment.topics:
        raise Mistake(
            "It names a topic, and everybody.", advice="`everybody` is for whatever topic."
        )
    if everybody or segment.topics or segment.is_only_also:
        return segment
    if topic is None:
        raise Mistake(
            "The alert has no topic, and no topic is asked for.",
            f"{EVERYBODY}",
            advice="Name a topic (topic=daca), or say `everybody`.",
        )
    return replace(segment, topics=frozenset({topic}))


def _key(name: str) -> str:
    key = name.lower().replace("_", "-")
    if key not in _KEYS:
        near = difflib.get_close_matches(key, _KEYS, 1)
        raise Mistake(f"`{name}` is no key of a segment.", *near, advice=_FORM)
    return key


def _check(key: str, value: str, piece: str) -> None:
    if not key or not value:
        raise Mistake(f"`{piece}` says nothing about an audience.", advice=_FORM)
    if key.startswith("joined"):
        try:
            date.fromisoformat(value)
        except ValueError as error:
            raise Mistake(f"`{value}` is no date.", advice=f"{key}=2018-04-09, say.") from error
    if key == "not-filed":
        ask_of(value)
    if key in {"also", "without"} and not re.fullmatch(r"[A-Za-z0-9_-]+", value):
        raise Mistake(f"`{value}` is no send.", advice="`alerts status` lists them.")
