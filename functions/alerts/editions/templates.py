"""The mail's templates: one view in, HTML and plain text out.

Every partial exists twice, side by side: `x.mjml` and `x.txt`. Both read the same view.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import (
    Environment,
    FileSystemBytecodeCache,
    FileSystemLoader,
    StrictUndefined,
    pass_context,
)
from jinja2.runtime import Context
from mjml import mjml2html

from functions.alerts.editions.bidi import isolate_text
from functions.alerts.editions.slots import NAME, Skeleton, Slots, mark_value
from functions.alerts.errors import Finding, InputError

if TYPE_CHECKING:
    from functions.alerts.editions.view import MailView

FOLDER = Path(__file__).parents[3] / "templates" / "email"

# What mjml-python does not know it leaves out together with its content, without a word.
CONTAINERS = {
    "mjml",
    "mj-head",
    "mj-body",
    "mj-attributes",
    "mj-section",
    "mj-column",
}
CONTENTS = {"mj-title", "mj-preview", "mj-style", "mj-raw", "mj-text", "mj-button"}
EMPTY = {"mj-all", "mj-class", "mj-image", "mj-spacer"}
_JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_ELEMENT = re.compile(r"<(/?)([a-zA-Z][\w-]*)((?:\"[^\"]*\"|[^<>\"])*?)(/?)>")


class Templates:
    """The templates of one folder, checked once when they are read."""

    def __init__(self, folder: Path = FOLDER) -> None:
        findings = tuple(f for path in sorted(folder.rglob("*.mjml")) for f in _strangers(path))
        if findings:
            raise InputError(*findings)
        loader = FileSystemLoader(folder)
        kept = _kept()
        self._mjml = Environment(
            loader=loader,
            autoescape=True,
            undefined=StrictUndefined,
            finalize=mark_value,
            bytecode_cache=kept,
            auto_reload=False,
        )
        self._text = Environment(  # noqa: S701 (plain text: nothing to escape)
            loader=loader,
            undefined=StrictUndefined,
            finalize=_plain,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            bytecode_cache=kept,
            auto_reload=False,
        )

    def skeleton(self, view: MailView, kind: str = "mail") -> tuple[str, Slots]:
        """Render the mail's MJML with a mark for every value, and the values."""
        slots = Slots()
        source = self._mjml.get_template(f"{kind}.mjml").render({"mail": view, NAME: slots})
        return source, slots

    def html(self, view: MailView, kind: str = "mail") -> str:
        """Compile the HTML part, without fonts or pictures from anywhere else.

        `kind` names the outermost template: `mail`, or `note` for a letter.
        """
        source, slots = self.skeleton(view, kind)
        skeleton = _compiled(source)
        _all_kept(source, skeleton, slots)
        return skeleton.fill(slots.values, view.direction, view.typesetting)

    def text(self, view: MailView, kind: str = "mail") -> str:
        """Write the plain-text part: never more than one empty line, no wrapped paragraphs."""
        rough = self._text.get_template(f"{kind}.txt").render(mail=view)
        lines = "\n".join(line.rstrip() for line in rough.split("\n"))
        return re.sub(r"\n{3,}", "\n\n", lines).strip() + "\n"


@lru_cache(maxsize=1)
def load_templates() -> Templates:
    """Read the product's own templates. Raises InputError when one of them would lose content."""
    return Templates()


def _kept() -> FileSystemBytecodeCache | None:
    """Where compiled templates are kept for the next process: a folder of this user's own."""
    try:
        return FileSystemBytecodeCache()
    except (OSError, RuntimeError):  # no such folder can be made: they are compiled each time
        return None


@lru_cache(maxsize=256)  # languages and intervals share skeletons: only the values differ
def _compiled(source: str) -> Skeleton:
    try:
        return Skeleton.cut(mjml2html(source, fonts={}, social_icon_origin=""))
    except ValueError as error:
        raise InputError(_broken(str(error))) from error


@pass_context
def _plain(context: Context, value: object) -> object:
    """Jinja's `finalize` for plain text."""
    view: MailView = context["mail"]
    return isolate_text(value, view.direction) if isinstance(value, str) else value


def _all_kept(source: str, skeleton: Skeleton, slots: Slots) -> None:
    kept = {number for number, _ in skeleton.marks}
    for number, value in enumerate(slots.values):
        if number not in kept:
            line = source[: source.index(f"slot{number}end")].count("\n") + 1
            raise InputError(_lost(FOLDER / "mail.mjml", line, repr(value[:60])))


def _strangers(path: Path) -> Iterator[Finding]:
    """List the elements of a template that MJML would drop, each with its line."""
    source = _JINJA.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), path.read_text("utf-8"))
    inside = ""  # the element whose content is HTML, "" between containers
    for match in _ELEMENT.finditer(source):
        closing, name, _, empty = match.groups()
        if inside:
            inside = "" if closing and name == inside else inside
        elif name in CONTENTS:
            inside = "" if closing or empty else name
        elif not closing and name not in CONTAINERS | EMPTY:
            line = source.count("\n", 0, match.start()) + 1
            yield _lost(path, line, f"<{name}>")


def _broken(reason: str) -> Finding:
    return Finding(
        level="error",
        file="templates/email/mail.mjml",
        line=None,
        field="",
        found=f"The templates do not make valid MJML: {reason}.",
        remedy="Look for an element that is not closed, in mail.mjml and what it includes.",
    )


def _lost(path: Path, line: int, what: str) -> Finding:
    known = ", ".join(sorted(CONTAINERS | CONTENTS | EMPTY))
    return Finding(
        level="error",
        file=f"templates/email/{path.relative_to(FOLDER) if FOLDER in path.parents else path.name}",
        line=line,
        field=what,
        found=f"{what} would be left out of the mail: MJML drops what it does not know here",
        remedy=f"Use one of {known}; put HTML inside <mj-text> or <mj-raw>.",
    )
