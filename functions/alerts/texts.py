"""Looks through what people wrote for what a reader would stumble over.

That is: fields that nothing fills, tags that would be shown as they are, links and nesting that
no mail should carry.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from functions.alerts.errors import Mistake
from functions.alerts.fields import field_problems
from functions.alerts.link import check_link, https_twin
from functions.alerts.model import Kind, Model, shapes
from functions.alerts.tree import Path
from functions.alerts.validation import Reading

# Quotes in lists in quotes: what people write has three levels, ten cost nothing, and a converter
# that calls itself once per level survives them.
MAX_NESTING = 10

_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?/?>|<!--|<!\[CDATA|<\?")
_TARGET = re.compile(
    r"(!?)\[[^\]]*\]\(\s*<?([^\s)>]+)|^ {0,3}\[[^\]]+\]:\s*<?(\S+?)>?(?:\s|$)", re.M
)
_AUTOLINK = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]*:[^\s<>]+)>")
_MARKER = re.compile(r"\s*(?:>|[-+*](?=\s)|\d{1,9}[.)](?=\s))")


def check_texts(
    reading: Reading, model: type[Model], raw: Any, path: Path, *, also: tuple[str, ...]
) -> None:
    """Report what is wrong or doubtful in the texts and links of `raw`, which stands at `path`.

    `raw` is what was read; it need not be a right `model` in other respects. `also` names the
    fields `((…))` that are filled when the mail is compiled.
    """
    for where, kind, value in _written(model, raw, path):
        if kind == "link":
            _check_http(reading, where, value)
            continue
        for problem in field_problems(value, also=also):
            near = re.search(r"\(\([^()]*\)*", problem.found)
            reading.report(where, problem.found, problem.remedy, near=near[0] if near else "")
        _check_tags(reading, where, value, kind)
        if kind == "markdown":
            _check_targets(reading, where, value)
            _check_nesting(reading, where, value)


def _written(model: type[Model], raw: Any, path: Path) -> Iterator[tuple[Path, Kind, str]]:
    if not isinstance(raw, dict):
        return
    for shape in shapes(model):
        where = (*path, shape.key)
        for place, value in _several(where, raw.get(shape.key)):
            if shape.model is not None:
                yield from _written(shape.model, value, place)
            elif isinstance(value, str) and shape.kind is not None:
                yield place, shape.kind, value


def _several(path: Path, value: Any) -> Iterator[tuple[Path, Any]]:
    """The values at `path`: one, those of a list, or (of a map of texts) those behind its keys."""
    yield path, value
    if isinstance(value, list):
        yield from (((*path, number), one) for number, one in enumerate(value))
    elif isinstance(value, dict):
        yield from (((*path, key), one) for key, one in value.items() if isinstance(one, str))


def _check_http(reading: Reading, path: Path, link: str) -> None:
    if link.lower().startswith("http:"):
        reading.mistake(
            path,
            Mistake(
                f"`{link}` begins with http:, so others can read along or change what is shown.",
                https_twin(link),
                advice="Try first whether the https address works.",
            ),
            "warning",
        )


def _check_tags(reading: Reading, path: Path, value: str, kind: Kind) -> None:
    tag = _TAG.search(value)
    if tag:
        remedy = (
            "Use Markdown: **bold**, *italic*, [words](https://…), `- ` for lists."
            if kind == "markdown"
            else "Delete the tag; this line has no formatting."
        )
        found = f"`{tag[0]}` is shown to readers as it is typed; tags have no effect here."
        reading.report(path, found, remedy, "warning", near=tag[0])


def _check_targets(reading: Reading, path: Path, value: str) -> None:
    for match in _TARGET.finditer(value):
        target = match[2] or match[3]
        if match[1]:
            reading.report(
                path,
                f"`{match[0]}…` puts a picture into the text; mails show only the alert's own.",
                "Use `image:` for it, and write here what it says.",
                near=match[0],
            )
        elif not target.startswith("(("):
            _check_target(reading, path, target)
    for match in _AUTOLINK.finditer(value):
        _check_target(reading, path, match[1])


def _check_target(reading: Reading, path: Path, target: str) -> None:
    try:
        check_link(target)
    except Mistake as mistake:
        offers = [f"`[…]({offer})`" for offer in mistake.instead]
        remedy = " ".join([*(f"Write {offer}." for offer in offers[:1]), mistake.advice]).strip()
        reading.report(path, mistake.found, remedy, near=target)
        return
    if target.lower().startswith("http:"):
        reading.report(
            path,
            f"`{target}` begins with http:, so others can read along or change what is shown.",
            f"Write `{https_twin(target)}`. Try first whether the https address works.",
            "warning",
            near=target,
        )


def _check_nesting(reading: Reading, path: Path, value: str) -> None:
    for line in value.splitlines():
        depth = _depth(line)
        if depth > MAX_NESTING:
            reading.report(
                path,
                f"Quotes and lists are nested {depth} levels deep here; {MAX_NESTING} are taken.",
                "Take away some of the `>`, `-` or spaces at the start of the line.",
                near=line[:60],
            )
            return


def _depth(line: str) -> int:
    """How deep the quotes and list items are that a line opens: markers, and two spaces each."""
    depth, at = 0, 0
    while marker := _MARKER.match(line, at):
        depth, at = depth + 1, marker.end()
    indent = len(line) - len(line.lstrip())
    return depth + indent // 2 if depth else 0
