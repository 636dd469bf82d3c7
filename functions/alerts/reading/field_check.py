"""Looks at the fields `((…))` in what people wrote, before any of them reaches a mail.

In Markdown also as it comes out: a backslash or a nested mark can hide a field from whoever reads
the source, and the mail is made from what comes out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from functions.alerts.editions.markdown import render
from functions.alerts.mail.fields import FIELDS, FieldError, field_problems
from functions.alerts.reading.tree import Path
from functions.alerts.reading.validation import Reading

_LOOSE = re.compile(r"\(\(\s*([A-Za-z][A-Za-z0-9_ -]{0,30})(\|[^()]*)?\)\)")
_IN_LINK = re.compile(r"\]\([^)\s]*\(\(")
_IN_HTML = re.compile(r"\(\(([a-z][a-z0-9_]*)\|([^()]*)\)\)")


def check_fields(
    reading: Reading, path: Path, value: str, also: tuple[str, ...] | None, *, markdown: bool
) -> None:
    """Report what is wrong with the fields in `value`.

    `also` names those that are filled when the mail is compiled; None: no field may stand here.
    `markdown` says that it can be converted.
    """
    if "(" not in value and "&" not in value:
        return
    for problem in _problems(value, also, markdown):
        near = re.search(r"\(\([^()]*\)*", problem.found)
        reading.report(path, problem.found, problem.remedy, near=near[0] if near else "")


def _problems(value: str, also: tuple[str, ...] | None, markdown: bool) -> Iterator[FieldError]:
    if also is None:
        yield from _forbidden(value)
        return
    told = False
    for problem in (*field_problems(value, also=also), *_misspelt(value, also)):
        told = True
        yield problem
    if told or not markdown or _IN_LINK.search(value):  # a field in a link is told by its link
        return
    rich = render(value, heading=2, link="#000000")
    hidden = [*field_problems(rich.html, also=also), *_formatted(rich.html, also)]
    yield from hidden or field_problems(rich.text, also=also)


def _forbidden(value: str) -> Iterator[FieldError]:
    """No field is filled here; what looks like one would reach readers, or stop the mail."""
    field = re.search(r"\(\(\s*([A-Za-z][A-Za-z0-9_]*)\s*(?:\||\)\))", value)
    if field:
        yield FieldError(
            f"{field[0]}… is a field, and nothing fills it here.",
            "Write the words themselves.",
        )


def _misspelt(value: str, also: tuple[str, ...]) -> Iterator[FieldError]:
    """`((First Name|friend))`: nearly a field, and readers would see the brackets."""
    known = (*FIELDS, *also)
    for match in _LOOSE.finditer(value):
        name = re.sub(r"[ -]+", "_", match[1].strip().lower())
        if match[1].strip() not in known and name in known:
            right = f"(({name}{match[2] or ''}))"
            yield FieldError(f"{match[0]} is not spelled like a field.", f"Write {right}.")


def _formatted(html: str, also: tuple[str, ...]) -> Iterator[FieldError]:
    """A field whose fallback opens or closes what stands around it would leave a broken mail."""
    for match in _IN_HTML.finditer(html):
        if "<" in match[2] and match[1] in (*FIELDS, *also):
            plain = re.sub(r"<[^<>]*>", "", match[2])
            yield FieldError(
                f"(({match[1]}|{plain})) has formatting inside.",
                f"Put it around the whole field: **(({match[1]}|{plain}))**.",
            )
