"""Slots: the marks that stand in for every value while MJML compiles a mail's skeleton.

values ─► marks ─► [Jinja] ─► MJML of our own elements and marks ─► [mjml-python] ─► HTML ─► values

So nobody's text ever reaches the MJML parser: it cannot crash it, be dropped by it or be taken for
an element, and what comes out is escaped for exactly the place where it stands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from html import escape

from jinja2 import StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from functions.alerts.editions.bidi import isolate_html, isolate_markup, isolate_text
from functions.alerts.editions.palette import Bare
from functions.alerts.editions.typesetting import Typesetting

NAME = "slots"  # of the Slots in a template's context
_MARK = re.compile(r"slot(\d+)end")
_STATE = re.compile(r"<title>|</title>|<|>")


class Place(Enum):
    """Where in the HTML a value stands: it decides how the value is written."""

    TEXT = auto()
    TITLE = auto()  # no tags in there
    ATTRIBUTE = auto()
    LINK = auto()  # an attribute that holds an address


class Drawn(Markup):
    """HTML that was written already, with its directions: it goes in as it is."""

    __slots__ = ()


class Slots:
    """The values of one rendering, in the order in which the templates asked for them."""

    def __init__(self) -> None:
        self.values: list[str] = []

    def mark(self, value: object) -> str:
        """Note `value`, return its mark; TypeError for what no reader should see (None, True)."""
        if isinstance(value, Bare):
            return value
        if isinstance(value, StrictUndefined):
            return str(value)  # raises UndefinedError, which knows the name
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str):
            raise TypeError(f"a template writes {value!r}: only texts and numbers can be written")
        self.values.append(value)
        return f"slot{len(self.values) - 1}end"


@pass_context
def mark_value(context: Context, value: object) -> str:
    """Jinja's `finalize`: every value that a template writes becomes a mark."""
    slots: Slots = context[NAME]
    return slots.mark(value)


@dataclass(frozen=True, slots=True)
class Skeleton:
    """HTML cut at its marks: `pieces[0]`, a value, `pieces[1]`, … one piece more than values."""

    pieces: tuple[str, ...]
    marks: tuple[tuple[int, Place], ...]

    @classmethod
    def cut(cls, html: str) -> Skeleton:
        """Cut compiled HTML, noting for each mark where it stands."""
        parts = _MARK.split(html)
        pieces, numbers = parts[::2], parts[1::2]
        places, open_tag, in_title = [], False, False
        for piece in pieces[:-1]:
            for edge in _STATE.findall(piece):
                open_tag = edge == "<"
                in_title = edge == "<title>" or (in_title and edge != "</title>")
            places.append(_place(piece, open_tag, in_title))
        marks = zip((int(number) for number in numbers), places, strict=True)
        return cls(tuple(pieces), tuple(marks))

    def fill(
        self, values: list[str], direction: str, typesetting: Typesetting | None = None
    ) -> str:
        """Write every value for its place; return the HTML."""
        written = [self.pieces[0]]
        for (number, place), piece in zip(self.marks, self.pieces[1:], strict=True):
            html = _write(values[number], place, direction)
            if typesetting and place is Place.TEXT and not isinstance(values[number], Drawn):
                html = typesetting.set_html(html)
            written += (html, piece)
        return "".join(written)


def _place(before: str, open_tag: bool, in_title: bool) -> Place:
    if open_tag:
        link = re.search(r"\b(?:href|src|background)=\"[^\"]*$", before)
        return Place.LINK if link else Place.ATTRIBUTE
    return Place.TITLE if in_title else Place.TEXT


def _write(value: str, place: Place, direction: str) -> str:
    if isinstance(value, Drawn):
        return value
    if place is Place.TEXT and isinstance(value, Markup):
        return isolate_markup(value, direction)
    text = str(value)  # Markup would take its own replacements for text and escape them twice
    if place is Place.TEXT:
        return isolate_html(text, direction)
    return escape(text if place is Place.LINK else isolate_text(text, direction))
