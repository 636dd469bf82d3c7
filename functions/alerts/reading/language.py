"""Language codes as campaigns name them: `es`, `zh-Hans`, `pt-BR` (BCP 47)."""

from __future__ import annotations

import difflib
import re

from functions.alerts.errors import Mistake
from functions.alerts.languages.cldr import languages


def check_language(value: str) -> str:
    """The code in its usual letters (`ES` gives `es`). `Mistake` with an offer if it is none."""
    parts = re.split(r"[-_]", value.strip())
    code = "-".join([parts[0].lower(), *(_cased(part) for part in parts[1:])])
    if code in languages().codes:
        return code
    raise Mistake(
        f"`{value}` is no language code.",
        *_nearest(value),
        advice="Codes have two or three letters: en, es, ar, pl, zh-Hans.",
    )


def language_or_typed(value: str) -> str:
    """The code in its usual letters; what is no code stays as it is typed."""
    try:
        return check_language(value)
    except Mistake:
        return value


def _cased(part: str) -> str:
    return part.title() if len(part) == 4 else part.upper()


def _nearest(value: str) -> list[str]:
    names = languages().names
    near = difflib.get_close_matches(value.strip().lower(), list(names), 1, 0.8)
    return [names[near[0]]] if near else []
