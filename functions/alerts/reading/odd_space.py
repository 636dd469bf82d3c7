"""Spaces that look like one and are none: tabs and special spaces where YAML wants plain ones.

They come out of web pages and word processors, and no editor shows them. In a text they may stand
(`Art. 5` with a no-break space); before a key, around a value or behind a dash they break the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from functions.alerts.errors import Finding
from functions.alerts.reading.source import ODD_SPACE, ODD_SPACES, Span, shortened

_ODD = ODD_SPACE.pattern
_BEHIND_COLON = re.compile(rf":{_ODD}+")
_BEFORE_VALUE = re.compile(rf"\s*(?:- )*[\w-]+:{_ODD}")
# `-donate` and `-⍽ask: donate`: a dash that makes no list, since no plain space follows it.
_GLUED_DASH = re.compile(rf"^-(?=[^\W\d_]|{_ODD})")

_SPECIAL = "There is a non-breaking or otherwise special space where a plain one belongs"


def indentation(file: str, lines: Sequence[str], scalars: Sequence[Span] = ()) -> Iterator[Finding]:
    """One finding per line with tabs or odd spaces where YAML wants plain spaces.

    Lines inside the texts of `scalars` are left out: there they may stand.
    """
    inside = {n for span in scalars for n in range(span.line + 1, span.end_line)}
    for number, line in enumerate(lines):
        if number in inside:
            continue
        indent = line[: len(line) - len(line.lstrip())]
        if "\t" in indent:
            what = "The line is indented with a tab"
        elif ODD_SPACE.search(indent) or _BEFORE_VALUE.match(line):
            what = _SPECIAL
        else:
            continue
        plain = ODD_SPACE.sub(" ", line.replace("\t", "  "))
        yield _finding(
            file, number, f"{what}: `{line.strip()}`.", f"Use plain spaces: `{plain.rstrip()}`."
        )


def around(
    file: str, lines: Sequence[str], keys: Mapping[Span, str], values: Mapping[Span, str]
) -> Iterator[Finding]:
    """One finding per key or plain value with an odd space at its edge, or a dash glued to it.

    Keys and values are given by their places. What ends a line may have such a space behind it.
    """
    for span, key in keys.items():
        if _GLUED_DASH.match(key):
            yield _dash(file, lines, span)
        elif ODD_SPACE.match(key) or ODD_SPACE.match(key[-1:]) or _BEHIND_COLON.search(key):
            yield _special(file, lines, span)
    for span, value in values.items():
        if span.style:
            continue
        if _GLUED_DASH.match(value) and not lines[span.line][: span.column].strip():
            yield _dash(file, lines, span)
        elif _is_odd(lines, span, value):
            yield _special(file, lines, span)


def _is_odd(lines: Sequence[str], span: Span, value: str) -> bool:
    if ODD_SPACE.match(value):
        return True
    followed = lines[span.end_line][span.end_column :].strip()
    return bool(followed) and not followed.startswith("#") and bool(ODD_SPACE.match(value[-1:]))


def _special(file: str, lines: Sequence[str], span: Span) -> Finding:
    line = lines[span.line]
    end = span.end_column if span.end_line == span.line else len(line)
    before, inside = line[: span.column], line[span.column : end]
    if not before.strip():  # it is the line's indentation
        width = len(inside) - len(inside.lstrip(ODD_SPACES)) - inside.count("\u200b")
        before += " " * max(width, 0)
    inside = _BEHIND_COLON.sub(": ", inside.strip(ODD_SPACES))
    mended = (before + inside + line[end:]).rstrip()
    found = f"{_SPECIAL}: `{line.strip()}`."
    return _finding(file, span.line, found, f"Use plain spaces: `{mended}`.")


def _dash(file: str, lines: Sequence[str], span: Span) -> Finding:
    line = lines[span.line]
    rest = line[span.column + 1 :].lstrip(ODD_SPACES)
    return _finding(
        file,
        span.line,
        f"`{line.strip()}`: a list's dash needs a plain space behind it.",
        f"Write `{line[: span.column]}- {rest}`.",
    )


def _finding(file: str, line: int, found: str, remedy: str) -> Finding:
    return Finding(
        level="error",
        file=file,
        line=line + 1,
        field="",
        found=shortened(found),
        remedy=shortened(remedy),
    )
