"""The page in the browser: findings by level beside one edition of the mail.

View + which language and edition ─► `templates/watch/index.html`
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, select_autoescape
from markupsafe import Markup, escape

from functions.alerts.errors import Finding, Level
from functions.watching.board import View
from functions.watching.mails import Mails, Shown
from functions.watching.saving import TEMPLATES

FOLDER = TEMPLATES / "watch"
# What each level means to whoever is about to send.
LEVELS: dict[Level, tuple[str, str]] = {
    "error": ("Errors", "nothing is sent until they are mended"),
    "warning": ("Warnings", "a send asks whether you have seen them"),
    "note": ("Notes", "for you to know"),
}
# A mail's scripts never run, wherever it is opened. The page may look how far it is scrolled
# (`allow-same-origin`, harmless without scripts), and its links open beside it.
SANDBOX = "allow-same-origin allow-popups allow-popups-to-escape-sandbox"
_QUOTED = re.compile(r"`([^`]+)`")


@dataclass(frozen=True, slots=True)
class Group:
    """The findings of one level, in file order."""

    level: Level
    title: str
    means: str
    findings: tuple[Finding, ...]


def draw(view: View, file: str, language: str = "", number: int = 0) -> str:
    """The page about the alert in `file`, as HTML.

    Shows the edition `number` of `language`; what does not exist is the one that goes out now, of
    the first language.
    """
    shown = chosen(view.mails, language, number)
    return _template().render(
        view=view,
        file=file,
        sandbox=SANDBOX,
        groups=grouped(view.findings),
        shown=shown,
        languages=_languages(view.mails),
        editions=[one for one in _all(view.mails) if shown and one.language == shown.language],
    )


def chosen(mails: Mails | None, language: str, number: int) -> Shown | None:
    """The edition that was asked for, or the nearest to it; None if there are none."""
    there = _all(mails)
    mine = [one for one in there if one.language == language]
    mine = mine or [one for one in there if one.language == there[0].language]
    exact = [one for one in mine if one.number == number]
    now = [one for one in mine if one.current]
    return next(iter((*exact, *now, *mine)), None)


def grouped(findings: Sequence[Finding]) -> tuple[Group, ...]:
    """The findings by level, the worst first."""
    of = {level: tuple(one for one in findings if one.level == level) for level in LEVELS}
    return tuple(Group(level, *LEVELS[level], found) for level, found in of.items() if found)


def _all(mails: Mails | None) -> tuple[Shown, ...]:
    return mails.shown if mails else ()


def _languages(mails: Mails | None) -> list[Shown]:
    """The first edition of each language."""
    return [next(of) for _, of in groupby(_all(mails), key=lambda one: one.language)]


def _marked(text: str) -> Markup:
    """A finding's text with what stands between backticks as code."""
    return Markup(_QUOTED.sub(r"<code>\1</code>", str(escape(text))))  # noqa: S704 -- escaped


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        undefined=StrictUndefined,
        autoescape=select_autoescape(),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["marked"] = _marked
    return environment.get_template("index.html")
