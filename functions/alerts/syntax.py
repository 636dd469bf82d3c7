"""Says what is wrong with a file that YAML cannot read, in words for people who know no YAML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

import yaml

from functions.alerts import lost_text
from functions.alerts.errors import MOST_FINDINGS, Finding
from functions.alerts.source import ODD_SPACE, Span, quoted, shortened

# `  - key: value`: what stands before the value, and the value without a real comment behind it.
_ENTRY = re.compile(
    r"^(\s*(?:- +)*(?:[^\s:#'\"][^:]*|\"[^\"]*\"|'[^']*')?: +|\s*(?:- +)+)(.*?)(\s{2,}# .*)?$"
)


def explain(
    file: str, lines: Sequence[str], error: yaml.YAMLError, last: Span | None
) -> tuple[Finding, ...]:
    """The findings for a YAML error: every line whose indentation is broken, else the one cause.

    `last` is the scalar read just before the error.
    """
    invisible = tuple(islice(odd_indentation(file, lines), MOST_FINDINGS))
    if invisible:
        return invisible
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line = min(mark.line if mark else 0, len(lines) - 1)
    column = mark.column if mark else 0
    context = getattr(error, "context", None) or ""
    opened = getattr(error, "context_mark", None)
    line, found, remedy = (
        _cut_by_comment(lines, line, last)
        or _unclosed(lines, context, opened.line if opened else line)
        or _behind_quotes(lines, line, column, last)
        or _second_colon(lines, line, column)
        or _reserved_start(lines, line)
        or _no_colon(lines, line, last)
        or _misfit(lines, line, opened.column if opened else None)
    )
    line = min(line, len(lines) - 1)
    found = f"`{shortened(lines[line].strip())}`: {found}"
    remedy = shortened(remedy)
    return (Finding(level="error", file=file, line=line + 1, field="", found=found, remedy=remedy),)


def quoted_from(line: str, column: int) -> str:
    """The line with everything from `column` on (but a comment) in quotation marks."""
    value = re.split(r"\s{2,}# ", line[column:], maxsplit=1)[0].rstrip()
    return f"{line[:column].strip()} {quoted(value)}".strip()


_Cause = tuple[int, str, str]  # the line from 0, what was found, what to write


def odd_indentation(file: str, lines: Sequence[str]) -> Iterator[Finding]:
    """One finding per line with tabs or odd spaces where YAML wants plain spaces."""
    for number, line in enumerate(lines, 1):
        indent = line[: len(line) - len(line.lstrip())]
        odd = ODD_SPACE.search(indent)
        glued = re.match(r"\s*(?:- )*[\w-]+:(" + ODD_SPACE.pattern + ")", line)
        if "\t" in indent:
            what = "The line is indented with a tab"
        elif odd or glued:
            what = "There is a non-breaking or otherwise special space where a plain one belongs"
        else:
            continue
        plain = ODD_SPACE.sub(" ", line.replace("\t", "  "))
        yield Finding(
            level="error",
            file=file,
            line=number,
            field="",
            found=f"{what}: `{line.strip()}`.",
            remedy=f"Use plain spaces: `{plain}`.",
        )


def _cut_by_comment(lines: Sequence[str], line: int, last: Span | None) -> _Cause | None:
    if last is None or last.style or last.end_line < line - 2:
        return None
    rest = lines[last.end_line][last.end_column :]
    if not re.match(r"\s+#", rest):
        return None
    if last.line == last.end_line and not lost_text.is_lost(last, rest):
        return None
    remedy = (
        f"Write `{lines[last.line][: last.column].strip()} >-` and the text indented under it."
        if last.end_line < line and not re.search(r"[{\[]", lines[last.line][: last.column])
        else "Put the text in quotation marks; between brackets they close before the bracket."
    )
    return (
        last.end_line,
        f"YAML drops what follows ` #`, so “{rest.strip()}” cuts the text.",
        remedy,
    )


def _unclosed(lines: Sequence[str], context: str, line: int) -> _Cause | None:
    if "quoted scalar" in context:
        return line, "the quotation mark opened here is never closed.", "Close it."
    if "flow" in context:
        return (
            line,
            "the bracket opened here is not closed, or a comma is missing.",
            "Close it; put texts with commas, colons or # inside brackets in quotation marks.",
        )
    if "block scalar" in context:
        return line, "a text after `|` or `>` begins on the next line.", "Start a new line there."
    return None


def _behind_quotes(
    lines: Sequence[str], line: int, column: int, last: Span | None
) -> _Cause | None:
    if last is None or last.style not in ("'", '"') or last.end_line != line or column == 0:
        return None
    if last.line != last.end_line:
        return line, "there is text behind the closing quotation mark.", "Use `>-` and no marks."
    value = lines[line][last.column :].rstrip()
    doubled = value.endswith(last.style) and value.count(last.style) % 2  # 'it's'
    mended = (
        f"{lines[line][: last.column].strip()} {quoted(value[1:-1])}"
        if doubled
        else quoted_from(lines[line], last.column)
    )
    return (
        line,
        "the text ends with its second quotation mark, and more follows.",
        f"Put the whole text in other quotation marks: `{mended}`.",
    )


def _second_colon(lines: Sequence[str], line: int, column: int) -> _Cause | None:
    entry = _entry(lines[line])
    if not entry or ":" not in entry[0] or column <= len(entry[0]) or ": " not in entry[1] + " ":
        return None
    return (
        line,
        "a colon with a space after it makes a new key, so the text must be quoted.",
        f"Write `{_quoted_entry(lines[line])}`.",
    )


def _reserved_start(lines: Sequence[str], line: int) -> _Cause | None:
    entry = _entry(lines[line])
    if not entry or not re.match(r"[@`%&*!|>\[\]{},]|- ", entry[1]):
        return None
    return (
        line,
        f"a text cannot begin with `{entry[1][0]}` unless it is quoted.",
        f"Write `{_quoted_entry(lines[line])}`.",
    )


def _no_colon(lines: Sequence[str], line: int, last: Span | None) -> _Cause | None:
    """`a:b` or a bare word, which YAML joins with the line below."""
    if last is None or last.style or last.line >= line:
        return None
    above = lines[last.line]
    glued = re.match(r"^(\s*(?:- )*[\w-]+):(\S.*)$", above)
    if glued:
        return last.line, "there is no space after the colon.", f"Write `{glued[1]}: {glued[2]}`."
    if _entry(above) and ":" in above:
        return (
            line,
            f"it is indented under line {last.line + 1}, which already has a value.",
            f"Indent it like line {last.line + 1}, or put the text above in quotation marks.",
        )
    return last.line, "there is no key with a colon.", "Write `key: value`."


def _misfit(lines: Sequence[str], line: int, column: int | None) -> _Cause:
    indent = len(lines[line]) - len(lines[line].lstrip())
    if column is not None and indent != column:
        return (
            line,
            f"the line has {indent} spaces before it; the lines it belongs to have {column}.",
            f"Indent it with {column} spaces, or deeper if it belongs to the text above.",
        )
    return line, "the line does not fit the lines around it.", "Write `key: value`, or `- item`."


def _entry(line: str) -> tuple[str, str] | None:
    match = _ENTRY.match(line)
    return (match[1], match[2]) if match else None


def _quoted_entry(line: str) -> str:
    entry = _entry(line)
    return f"{entry[0].strip()} {quoted(entry[1])}" if entry else line.strip()
