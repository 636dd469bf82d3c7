"""Texts in other languages: what may be translated, what is missing, the whole.

From a model follows the model of its translation: the same tree with only its texts in it, all
of them optional, as strict about unknown keys as the model itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Annotated, Any

from pydantic import Field, create_model

from functions.alerts.reading.model import Kind, Markdown, Model, Name, Shape, Text, shapes

_TYPES: Mapping[Kind, Any] = {"text": Text, "name": Name, "markdown": Markdown}


@cache
def words_of(model: type[Model]) -> type[Model]:
    """The model of `model`'s translation."""
    fields: dict[str, Any] = {}
    for shape in shapes(model):
        kind = _type(shape)
        if kind is not None:
            alias = shape.key if shape.key != shape.name else None
            fields[shape.name] = (Annotated[kind | None, Field(alias=alias)], None)
    return create_model(f"{model.__name__}Words", __base__=Model, __doc__=None, **fields)


def untranslated(model: type[Model], raw: Any, words: Any, prefix: str = "") -> Iterator[str]:
    """The dotted names of the texts in `raw` that have none in `words`, in the model's order."""
    if not isinstance(raw, dict):
        return
    words = words if isinstance(words, dict) else {}
    for shape in shapes(model):
        name, value, word = f"{prefix}{shape.key}", raw.get(shape.key), words.get(shape.key)
        if value in (None, [], {}) or _type(shape) is None:
            continue
        if shape.model is None:
            if shape.kind != "name" and not word:
                yield name
        elif shape.many == "list":
            for number, inner in enumerate(value):
                other = word[number] if word and number < len(word) else None
                yield from untranslated(shape.model, inner, other, f"{name}.{number + 1}.")
        else:
            yield from untranslated(shape.model, value, word, f"{name}.")


def overlaid(
    model: type[Model], raw: Mapping[str, Any], words: Mapping[str, Any]
) -> dict[str, Any]:
    """`raw` with the texts of `words` in place of its own; everything else stays."""
    merged = dict(raw)
    for shape in shapes(model):
        word, value = words.get(shape.key), raw.get(shape.key)
        if word is None or value is None:
            if word is not None and shape.model is None:
                merged[shape.key] = word
            continue
        merged[shape.key] = _merge(shape, value, word)
    return merged


def _merge(shape: Shape, value: Any, word: Any) -> Any:
    if shape.model is None:
        return {**value, **word} if shape.many == "map" else word
    if shape.many == "list":
        padded = [*word, *[{}] * len(value)]
        return [overlaid(shape.model, one, padded[n]) for n, one in enumerate(value)]
    return overlaid(shape.model, value, word)


def uneven(model: type[Model], raw: Any, words: Any, path: tuple[str, ...] = ()) -> Iterator[
    tuple[tuple[str, ...], int, int]
]:  # fmt: skip
    """Lists in `words` that have another length than in `raw`: path, length here, length there."""
    if not isinstance(raw, dict) or not isinstance(words, dict):
        return
    for shape in shapes(model):
        value, word = raw.get(shape.key), words.get(shape.key)
        here = (*path, shape.key)
        if shape.many == "list" and isinstance(word, list) and isinstance(value, list):
            if len(word) != len(value):
                yield here, len(value), len(word)
        elif shape.model is not None:
            yield from uneven(shape.model, value, word, here)


def surplus(model: type[Model], raw: Any, words: Any, path: tuple[str, ...] = ()) -> Iterator[
    tuple[str, ...]
]:  # fmt: skip
    """Texts in `words` that `raw` lacks: readers of the default language would not get them."""
    if not isinstance(words, dict):
        return
    raw = raw if isinstance(raw, dict) else {}
    for shape in shapes(model):
        here, word = (*path, shape.key), words.get(shape.key)
        if word is None:
            continue
        if raw.get(shape.key) is None:
            yield here
        elif shape.model is not None and shape.many == "":
            yield from surplus(shape.model, raw[shape.key], word, here)


def _type(shape: Shape) -> Any:
    """The type of a field's translation; None when it has none."""
    if shape.model is not None:
        inner = words_of(shape.model)
        if not inner.model_fields:
            return None
        return tuple[inner, ...] if shape.many == "list" else inner  # type: ignore[valid-type]
    if shape.kind is None or shape.kind == "link":
        return None
    text = _TYPES[shape.kind]
    if shape.many == "list":
        return tuple[text, ...]  # type: ignore[valid-type]
    return dict[str, text] if shape.many == "map" else text  # type: ignore[valid-type]
