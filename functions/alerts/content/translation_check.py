"""A translation held against its original, whatever the file: its language, its tree of texts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from functions.alerts.content.translation import surplus, uneven
from functions.alerts.errors import Mistake
from functions.alerts.reading.language import check_language
from functions.alerts.reading.model import Model
from functions.alerts.reading.tree import Path
from functions.alerts.reading.validation import Reading


def check_code(reading: Reading, path: Path, code: str, default: str | None) -> bool:
    """Report at `path` (its key) what is no language or the default one; True if it is neither."""
    try:
        check_language(code)
    except Mistake as mistake:
        near = [f"Write `{reading.document.mended_key(path, one)}`." for one in mistake.instead]
        reading.report(path, mistake.found, " ".join([*near, mistake.advice]))
        return False
    if code == default:
        found = f"`{code}` is the default language; its texts stand above."
        reading.report(path, found, "Delete this block, or change `languages:`.")
        return False
    return True


def check_fit(
    reading: Reading,
    model: type[Model],
    raw: Mapping[str, Any],
    words: Mapping[str, Any],
    path: Path,
    *,
    but: tuple[str, ...] = (),
) -> None:
    """Report lists of other lengths, and texts that the original (`raw`, a `model`) does not have.

    Of the keys of `but` only the lists are held against it.
    """
    for where, here, there in uneven(model, raw, words):
        reading.report(
            (*path, *where),
            f"There are {there} here and {here} in the default language.",
            "Translate each of them, in the same order.",
        )
    for where in surplus(model, raw, {k: word for k, word in words.items() if k not in but}):
        reading.report(
            (*path, *where),
            f"`{'.'.join(where)}` is translated, but there is none in the default language.",
            "Write it there too, or delete it here.",
        )
