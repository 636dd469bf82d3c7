"""The `translations:` of organization.yaml: what stands there and what is missing."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import Any

from functions.alerts.content.translation import untranslated
from functions.alerts.content.translation_check import check_code, check_fit
from functions.alerts.reading.language import language_or_typed
from functions.alerts.reading.model import Model
from functions.alerts.reading.texts import Known, check_texts
from functions.alerts.reading.tree import Path
from functions.alerts.reading.validation import Reading

OrganizationWords = dict[str, Any]  # what stands under one language, as written


def read_translations(
    reading: Reading,
    model: type[Model],
    words_model: type[Model],
    raw: dict[str, Any],
    translations: Any,
    *,
    fields: Known,
    whole: bool = True,
) -> dict[str, OrganizationWords]:
    """The translations by language, after reporting what is wrong or missing in them.

    `raw` is the file as written, a `model`; a translation is a `words_model`. What is missing is
    left to the caller where not all of it is needed (`whole`).
    """
    if not isinstance(translations, dict):
        reading.report(("translations",), "There are no languages here.", "Write `es:` under it.")
        return {}
    good: dict[str, OrganizationWords] = {}
    for typed, words in translations.items():
        path: Path = ("translations", typed)
        code = language_or_typed(typed)
        if code in good:
            reading.report(path, f"`{code}` stands here already.", "Keep one of the two blocks.")
        elif _is_wanted(reading, path, code, raw.get("languages")):
            checked = reading.model(words_model, words, path)
            check_texts(reading, words_model, words, path, also=fields)
            if checked:
                _fit(reading, model, raw, words, path, whole=whole)
                good[code] = words
    return good


def _is_wanted(reading: Reading, path: Path, code: str, languages: Any) -> bool:
    first = languages[0] if isinstance(languages, list) and languages else None
    default = language_or_typed(first) if isinstance(first, str) else None
    return check_code(reading, path, code, default)


def _fit(
    reading: Reading,
    model: type[Model],
    raw: dict[str, Any],
    words: Any,
    path: Path,
    *,
    whole: bool,
) -> None:
    check_fit(reading, model, raw, words, path, but=("links",))
    # A logo mostly shows the name; nobody translates that.
    lacking = [name for name in untranslated(model, raw, words) if not name.startswith("logo.")]
    if lacking and whole:
        reading.report(
            path,
            f"The translation lacks {', '.join(lacking)}.",
            "Write them too: a mail with such a text goes out in the default language.",
            "warning",
        )
    _check_link_names(reading, raw.get("links"), words.get("links"), path)


def _check_link_names(reading: Reading, links: Any, words: Any, path: Path) -> None:
    known = sorted(set(_names(links)))
    for name in words if isinstance(words, dict) else ():
        if name not in known:
            near = difflib.get_close_matches(name, known, 1)
            where = (*path, "links", name)
            remedy = (
                f"Write `{reading.document.mended_key(where, near[0])}`."
                if near
                else "Delete the line, or write the name as it stands under `links:`."
            )
            reading.report(where, f"No link is called `{name}`.", remedy, "warning")


def _names(value: Any) -> Iterator[str]:
    """The names of all links under `links:`, in either form."""
    if isinstance(value, list):
        for item in value:
            yield from _names(item)
    elif isinstance(value, dict):
        for key, inner in value.items():
            if isinstance(inner, str):
                yield inner if key == "name" else key
            else:
                yield from _names(inner)
