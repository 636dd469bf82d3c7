"""What belongs where something else stands: the words for it, from the models' own shapes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, get_args

from functions.alerts.reading.model import Model, shapes
from functions.alerts.reading.tree import Path


def addition(cls: type[Model], loc: tuple[str | int, ...], key: str) -> str:
    """What to add for a missing key: where only some words are right, all of them."""
    fields = model_at(cls, loc[:-1]).model_fields
    known = [info for name, info in fields.items() if key in (info.alias, name)]
    words = get_args(known[0].annotation) if known else ()
    if words and all(isinstance(word, str) for word in words):
        lines = [f"`{key}: {word}`" for word in words]
        return f"Add a line {', '.join(lines[:-1])} or {lines[-1]}."
    return f"Add a line `{key}: …`."


def model_at(cls: type[Model], loc: Iterable[str | int]) -> type[Model]:
    """The model that holds what stands at `loc` inside `cls`."""
    for part in loc:
        inner = [shape.model for shape in shapes(cls) if part in (shape.key, shape.name)]
        if inner and inner[0] is not None:
            cls = inner[0]
    return cls


def choices_in(expected: str) -> list[str]:
    """The words in what pydantic says it expected."""
    return [
        part.strip(" '") for part in expected.replace(" or ", ",").split(",") if part.strip(" '")
    ]


def named(given: Any) -> str:
    """What stands there."""
    if isinstance(given, dict):
        return "A block of keys"
    if isinstance(given, list | tuple):
        return "A list"
    return f"The text `{str(given)[:60]}`"


def wanted(kind: str) -> str:
    """What belongs there, by the kind of pydantic's error."""
    if "string" in kind:
        return "a text"
    if kind in ("tuple_type", "list_type"):
        return "a list"
    if kind in ("model_type", "dict_type", "model_attributes_type"):
        return "a block of keys"
    return "something else"


def shape_remedy(kind: str, path: Path, given: Any) -> str:
    """What to write instead."""
    key = str(path[-1]) if path else ""
    if "links" in path and kind.startswith("model"):
        return f"Write `- {given if isinstance(given, str) else 'Home'}: https://…`."
    if kind in ("tuple_type", "list_type"):
        if isinstance(given, str):
            return f"Write `{key}: [{given}]`, or each on a line of its own with `- ` before it."
        return f"Write each on a line of its own with `- ` before it, under `{key}:`."
    if kind in ("model_type", "dict_type", "model_attributes_type"):
        where = "behind the dash" if key.isdigit() else f"indented under `{key}:`"
        return f"Write its parts as `key: value`, {where}."
    return f"Write `{key}: …` with one text behind it."
