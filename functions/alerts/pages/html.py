"""Fills the pages' templates: one pass of `$name`, and only what was escaped goes in.

Jinja would do it too, and takes longer to load than everything else that a click waits for.
"""

from __future__ import annotations

import html
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from string import Template

FOLDER = Path(__file__).parents[3] / "templates" / "page"


class Html(str):
    """Text that is HTML already."""

    __slots__ = ()


def escaped(text: str) -> Html:
    """Text as HTML, safe in elements and in quoted attributes; HTML stays as it is."""
    return text if isinstance(text, Html) else Html(html.escape(text))


def fill(file: str, /, **values: str) -> Html:
    """The template `file` (`leave.html`) with these values; KeyError if one is missing."""
    return Html(_template(file).substitute({key: escaped(one) for key, one in values.items()}))


def joined(parts: Iterable[Html]) -> Html:
    """HTML after HTML."""
    return Html("".join(parts))


@cache
def _template(name: str) -> Template:
    # Without its last line break: some stand within a sentence.
    return Template((FOLDER / name).read_text(encoding="utf-8").removesuffix("\n"))
