"""Values that stand twice in a list: once is meant, and the second does nothing or harm."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from functions.alerts.reading.tree import Path
from functions.alerts.reading.validation import Reading


def _itself(value: str) -> str:
    return value.strip()


def refuse_doubles(
    reading: Reading, values: Any, path: Path, same: Callable[[str], str] = _itself
) -> None:
    """Report each value of the list at `path` that is there already.

    Two values are the same if `same` makes the same of them.
    """
    seen: dict[str, str] = {}
    for number, value in enumerate(values if isinstance(values, list) else ()):
        if not isinstance(value, str):
            continue
        key = same(value)
        if key in seen:
            other = "" if seen[key] == value else f", as `{seen[key]}`"
            reading.report(
                (*path, number), f"`{value}` stands here already{other}.", "Delete one of the two."
            )
        seen.setdefault(key, value)
