"""Looks through what people wrote for what a reader would stumble over.

That is: fields that nothing fills, tags that would be shown as they are, links and nesting that
no mail should carry.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any

from functions.alerts.content.page_links import MenuItem, NamedLink
from functions.alerts.errors import Mistake
from functions.alerts.reading.field_check import check_fields
from functions.alerts.reading.link import https_twin
from functions.alerts.reading.markdown_check import check_markdown
from functions.alerts.reading.model import MAX_MARKDOWN, Kind, Model, shapes
from functions.alerts.reading.questions import PLACEHOLDERS
from functions.alerts.reading.tree import Path
from functions.alerts.reading.validation import Reading

# What is copied out of a page's source: `&amp;`, `&nbsp;`, `&#8217;`.
_ENTITY = re.compile(r"&(?:[a-z]{2,6}|#\d{1,5}|#x[0-9a-f]{1,4});", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?/?>|<!--|<!\[CDATA|<\?")

Known = Callable[[Path], tuple[str, ...] | None]  # the fields that are filled at a path


def check_texts(
    reading: Reading, model: type[Model], raw: Any, path: Path, *, also: tuple[str, ...] | Known
) -> None:
    """Report what is wrong or doubtful in the texts and links of `raw`, which stands at `path`.

    `raw` is what was read; it need not be a right `model` in other respects. `also` names the
    fields `((…))` that are filled when the mail is compiled, everywhere or by path (None: no field
    may stand there, not even a name).
    """
    for where, kind, value in written_texts(model, raw, path):
        _check_example(reading, where, value)
        if kind == "link":
            _check_http(reading, where, value)
            continue
        known = also if isinstance(also, tuple) else also(where)
        _check_tags(reading, where, value, kind)
        short = kind == "markdown" and len(value) <= MAX_MARKDOWN
        sound = short and check_markdown(reading, where, value)
        check_fields(reading, where, value, known, markdown=sound)


def written_texts(model: type[Model], raw: Any, path: Path) -> Iterator[tuple[Path, Kind, str]]:
    """Every text and link in `raw`, as far as it has the shape of `model`, with its path."""
    if not isinstance(raw, dict):
        return
    if issubclass(model, NamedLink):
        yield from _short_link(raw, path)
    for shape in shapes(model):
        where = (*path, shape.key)
        for place, value in _several(where, raw.get(shape.key)):
            if shape.model is not None:
                yield from written_texts(shape.model, value, place)
            elif isinstance(value, str) and shape.kind is not None:
                yield place, shape.kind, value


def _short_link(raw: dict[str, Any], path: Path) -> Iterator[tuple[Path, Kind, str]]:
    """`- Home: https://…` has the name and the link of a `NamedLink` in one."""
    for key, value in raw.items():
        if key not in MenuItem.model_fields and isinstance(value, str):
            yield (*path, key), "link", value


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
            rule="http-link",
        )


def _check_example(reading: Reading, path: Path, value: str) -> None:
    if value.strip() in PLACEHOLDERS:
        found = f"`{value.strip()}` is still the example text of `alerts new`."
        reading.report(path, found, "Write your own.", "warning")


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
    entity = _ENTITY.search(value)
    if entity and kind != "markdown":  # Markdown reads them
        plain = " ".join(_ENTITY.sub(lambda one: unescape(one[0]), value).split())
        found = f"`{entity[0]}` is a web page's code, and shown to readers as it is typed."
        reading.mistake(path, Mistake(found, plain), "warning")
