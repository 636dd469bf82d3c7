"""Text that YAML would drop without a word: ` #` starts a comment, also in `#AbolishICE`.

A comment is taken for one only if it looks like one: two spaces before `#` and one after it.
Behind an address, a link or a number one space is enough: nothing there goes on as text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from functions.alerts.errors import Finding
from functions.alerts.reading.source import Span, plain_or_quoted, quoted, shortened

_AFTER = re.compile(r"^(\s*)#(.*)$")
_COMMENT = re.compile(r"^(\s{2,})#(\s.*)?$")
_BRACKET = re.compile(r"(?:^|[\s:,\[{])[\[{]")  # a list or block on one line begins
_CODE = re.compile(r"\S*[@/]\S*|[\d.:-]+")  # an address, a link, a path, a number, a date
_REMARK = re.compile(r"^\s+#\s")
_GLUED = re.compile(r"^\s+#[^\s#!].*$")


def find(file: str, lines: Sequence[str], scalars: Mapping[Span, str]) -> Iterator[Finding]:
    """One finding per scalar whose text goes on behind a `#`; `scalars` have their fields."""
    for span, field in scalars.items():
        if span.style in ("|", ">"):
            continue
        rest = lines[span.end_line][span.end_column :]
        if not _AFTER.match(rest):
            yield from _next_line(file, lines, span, field)
        elif is_lost(span, rest) and not _behind_a_code(lines, span, rest):
            yield _lost(file, lines, span, field)


def is_lost(span: Span, rest: str) -> bool:
    """Whether `rest`, which follows the scalar on its line, is text rather than a comment."""
    has_text = (span.line, span.column) != (span.end_line, span.end_column)
    if span.style == "" and has_text:
        return bool(_AFTER.match(rest)) and not _COMMENT.match(rest)
    return bool(_GLUED.match(rest.removeprefix(":")))


def _behind_a_code(lines: Sequence[str], span: Span, rest: str) -> bool:
    value = lines[span.line][span.column : span.end_column]
    return bool(span.line == span.end_line and _CODE.fullmatch(value) and _REMARK.match(rest))


def _lost(file: str, lines: Sequence[str], span: Span, field: str) -> Finding:
    line = lines[span.end_line]
    tail = line[span.end_column :].strip()
    return Finding(
        level="error",
        file=file,
        line=span.end_line + 1,
        field=field,
        found=shortened(
            f"`{line.strip()}`: YAML drops what follows ` #`, so “{tail}” would be lost."
        ),
        remedy=shortened(_remedy(lines, span)),
    )


def _remedy(lines: Sequence[str], span: Span) -> str:
    line = lines[span.end_line]
    if span.line != span.end_line:
        return (
            f"Write `{lines[span.line][: span.column].strip()} >-` on line {span.line + 1} "
            "and the text indented under it."
        )
    behind = line[span.end_column :].removeprefix(":")
    comment = f"{line[: span.end_column].strip()}  # {behind.strip(' #' + chr(9))}"
    if _BRACKET.search(line[: span.column]):
        text = "close the quotation marks and the bracket behind it"
        return f"If it is text, put it in quotation marks: {text}. If it is a comment: `{comment}`."
    start = line[: span.column].rstrip().removesuffix(":")
    value = line[span.column :].removeprefix(":").strip()
    mended = f"{start} {_whole(value)}" if start.endswith("-") else f"{start}: {_whole(value)}"
    return f"If it is text: `{mended.strip()}`. If it is a comment: `{comment}`."


def _whole(value: str) -> str:
    return plain_or_quoted(value) if not value.startswith(('"', "'")) else _requoted(value)


def _requoted(value: str) -> str:
    """A quoted text with more behind it, as one quoted text."""
    inside, _, behind = value[1:].rpartition(value[0])
    return quoted(inside + behind)


def _next_line(file: str, lines: Sequence[str], span: Span, field: str) -> Iterator[Finding]:
    """A text that goes on in the next line with `#word`, which YAML takes for a comment."""
    following = span.end_line + 1
    if span.style or following >= len(lines) or lines[span.end_line][span.end_column :].strip():
        return
    line = lines[following]
    home = len(lines[span.line]) - len(lines[span.line].lstrip())
    indent = len(line) - len(line.lstrip())
    if indent > home and re.match(r"\s*#\w", line) and not line.lstrip()[1:].rstrip().endswith(":"):
        yield Finding(
            level="error",
            file=file,
            line=following + 1,
            field=field,
            found=f"`{line.strip()}`: YAML takes a line that begins with # for a comment.",
            remedy=f"If it is text, write `>-` after the key on line {span.line + 1} and the "
            "text indented under it; if it is a comment, put a space after #.",
        )
