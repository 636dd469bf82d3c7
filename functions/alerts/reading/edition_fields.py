"""Fields of an edition, `((deadline))` and `((open_asks))`: whether every edition can fill them.

An edition goes out between two deadlines, with the asks that are open then. A text of a dated ask
stands only where that ask is open; every other text stands in all editions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from functions.alerts.content.ask import KINDS, BaseAsk
from functions.alerts.content.deadline import written
from functions.alerts.content.translation import words_of
from functions.alerts.reading.model import Kind, Model
from functions.alerts.reading.texts import written_texts
from functions.alerts.reading.tree import Path
from functions.alerts.reading.validation import Reading

EDITION_FIELDS = ("deadline", "open_asks")

_FIELD = re.compile(r"\(\(\s*(deadline|open_asks)\s*(?:\|((?:[^()]|\([^()]*\))*))?\)\)")

RawAsk = Mapping[str, Any]
Texts = Iterator[tuple[Path, Kind, str]]


def check_edition_fields(
    reading: Reading,
    model: type[Model],
    raw: Mapping[str, Any],
    raw_asks: Sequence[RawAsk],
    translations: Mapping[str, Mapping[str, Any]],
    asks: Sequence[BaseAsk],
) -> None:
    """Report fields without a fallback that some edition has nothing for.

    `raw` is the campaign as written, `translations` are by language as typed, `asks` the complete
    ones of `raw_asks`. When all asks are dated, nothing goes out after the last of them, so that
    is no edition.
    """
    everywhere, undated = _unfilled(asks), _unfilled(asks) - {"open_asks"}
    empty = {one.id: set() if one.closes else undated for one in asks}
    texts = [(everywhere, written_texts(model, raw, ()))]
    for number, ask in enumerate(raw_asks):
        kind = KINDS[ask["ask"]]
        texts.append((empty[ask["id"]], written_texts(kind, ask, ("asks", number))))
    for typed, words in translations.items():
        path: Path = ("translations", typed)
        own = {key: word for key, word in words.items() if key != "asks"}
        texts.append((everywhere, written_texts(words_of(model), own, path)))
        texts += _translated_asks(raw_asks, words.get("asks", {}), path, empty)
    for lacking, found in texts:
        _check(reading, lacking, found, asks)


def _translated_asks(
    raw_asks: Sequence[RawAsk],
    words: Mapping[str, Any],
    path: Path,
    empty: Mapping[str, set[str]],
) -> Iterator[tuple[set[str], Texts]]:
    for ask in raw_asks:
        kind, name = words_of(KINDS[ask["ask"]]), ask["id"]
        yield empty[name], written_texts(kind, words.get(name), (*path, "asks", name))


def _unfilled(asks: Sequence[BaseAsk]) -> set[str]:
    """The fields that some edition has nothing for."""
    fields = set() if asks else {"open_asks"}
    if not asks or any(ask.closes is None for ask in asks):
        fields.add("deadline")
    return fields


def _check(reading: Reading, empty: set[str], texts: Texts, asks: Sequence[BaseAsk]) -> None:
    if not empty:
        return
    for path, _, text in texts:
        for match in _FIELD.finditer(text):
            if match[1] in empty and not (match[2] or "").strip():
                example = "soon" if match[1] == "deadline" else "nothing"
                reading.report(
                    path,
                    f"{match[0]} would be empty: {_when(asks)}.",
                    f"Write (({match[1]}|{example})), with words that fit then.",
                    near=match[0],
                )


def _when(asks: Sequence[BaseAsk]) -> str:
    closings = [ask.closes for ask in asks if ask.closes]
    if not asks:
        return "this alert has no asks"
    if not closings:
        return "no ask has a deadline"
    return f"after {written(max(closings))} no ask that is still open has a deadline"
