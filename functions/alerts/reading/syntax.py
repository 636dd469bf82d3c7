"""Says what is wrong with a file that YAML cannot read, in words for people who know no YAML."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import islice

import yaml

from functions.alerts.errors import MOST_FINDINGS, Finding
from functions.alerts.reading import lost_text, odd_space
from functions.alerts.reading.entry import entry_of, key_column, quoted_entry, without_glue
from functions.alerts.reading.source import Span, quoted, quoted_from, shortened
from functions.alerts.reading.yaml_error import YamlError, read_error

_HYPHEN = re.compile(r"^( *)-(\w[\w-]*:.*)$")  # `-ask: slip`

_Cause = tuple[int, str, str]  # the line from 0, what was found, what to write


def explain(
    file: str, lines: Sequence[str], error: yaml.YAMLError, scalars: Sequence[Span]
) -> tuple[Finding, ...]:
    """The findings for a YAML error: every line whose indentation is broken, else the one cause.

    `scalars` are those read before the error.
    """
    invisible = tuple(islice(odd_space.indentation(file, lines, scalars), MOST_FINDINGS))
    if invisible:
        return invisible
    known = read_error(lines, error, scalars[-1] if scalars else None)
    line, found, remedy = next(cause for find in _CAUSES if (cause := find(known)))
    line = min(line, len(lines) - 1)
    found = f"`{shortened(lines[line].strip())}`: {found}"
    remedy = shortened(remedy)
    return (Finding(level="error", file=file, line=line + 1, field="", found=found, remedy=remedy),)


def _escape(error: YamlError) -> _Cause | None:
    if "escape" not in error.problem:
        return None
    text = error.lines[error.line]
    start = text.find('"')
    inside = text[start + 1 : text.rfind('"')] if text.rfind('"') > start else text[start + 1 :]
    mended = f"{text[:start].strip()} {_single(inside)}"
    return (
        error.line,
        "between double quotation marks a backslash begins a code, and this is none.",
        f"Write single ones: `{mended.strip()}`.",
    )


def _single(text: str) -> str:
    doubled = text.replace("'", "''")
    return f"'{doubled}'"


def _document(error: YamlError) -> _Cause | None:
    if error.text.startswith("%"):
        return error.line, "a line that begins with `%` speaks to YAML itself.", "Delete the line."
    if "document" not in error.problem:
        return None
    found = "a line `...` or `---` above ends the alert, and this follows it."
    return error.line, found, "Delete the line with the dots or dashes."


def _cut_by_comment(error: YamlError) -> _Cause | None:
    last, lines = error.last, error.lines
    if last is None or last.style or last.end_line < error.line - 2:
        return None
    rest = lines[last.end_line][last.end_column :]
    if color := re.match(r"(:\s+)(#[^\s,}\]]+)", rest):  # {main: #1b4f8a}
        mended = f"{lines[last.end_line][: last.end_column]}{color[1]}{quoted(color[2])}"
        mended += rest[color.end() :]
        return last.end_line, "YAML drops what follows ` #`.", f"Write `{mended.strip()}`."
    if not re.match(r"\s+#", rest):
        return None
    if last.line == last.end_line and not lost_text.is_lost(last, rest):
        return None
    before = lines[last.line][: last.column]
    remedy = (
        f"Write `{before.strip()} >-` and the text indented under it."
        if last.end_line < error.line and not re.search(r"[{\[]", before)
        else "Put the text in quotation marks; between brackets they close before the bracket."
    )
    found = f"YAML drops what follows ` #`, so “{shortened(rest.strip())}” cuts the text."
    return last.end_line, found, remedy


def _unclosed(error: YamlError) -> _Cause | None:
    if "quoted scalar" in error.context:
        remedy = f"Close it: `{error.lines[error.began].strip()}{_mark(error)}`."
        return error.began, "the quotation mark opened here is never closed.", remedy
    if "flow" in error.context:
        return (
            error.began,
            "the bracket opened here is not closed, or a comma is missing.",
            "Close it; put texts with commas, colons or # inside brackets in quotation marks.",
        )
    if "block scalar" in error.context:
        found = "a text after `|` or `>` begins on the next line."
        return error.began, found, "Start a new line there."
    return None


def _mark(error: YamlError) -> str:
    column = error.began_column or 0
    return error.lines[error.began][column : column + 1]


def _behind_quotes(error: YamlError) -> _Cause | None:
    last, text = error.last, error.text
    if last is None or last.style not in ("'", '"') or last.end_line != error.line:
        return None
    if error.column == 0:
        return None
    if last.line != last.end_line:
        found = "there is text behind the closing quotation mark."
        return error.line, found, "Use `>-` and no marks."
    value = text[last.column :].rstrip()
    around = value.endswith(last.style) and len(value) > 1  # 'it's', "say "no" to it"
    mended = (
        f"{text[: last.column].strip()} {quoted(value[1:-1])}"
        if around
        else quoted_from(text, last.column)
    )
    return (
        error.line,
        "the text ends with its second quotation mark, and more follows.",
        f"Put the whole text in other quotation marks: `{mended}`.",
    )


def _no_key(error: YamlError) -> _Cause | None:
    """`closing:x` or a line of text where a key belongs; noticed at its end or one line later."""
    if "simple key" not in error.context:
        return None
    text = error.lines[error.began]
    if cause := _glued(error.began, text):
        return cause
    deeper = " " * (len(text) - len(text.lstrip()) + 2)
    return (
        error.began,
        "here a new key begins, but no colon with a space behind it follows.",
        "Write `key: value`. If it belongs to the text above, indent it: "
        f"`{deeper}{text.strip()}`.",
    )


def _glued(line: int, text: str) -> _Cause | None:
    mended = without_glue(text)
    return (line, "there is no space after the colon.", f"Write `{mended}`.") if mended else None


def _second_colon(error: YamlError) -> _Cause | None:
    entry = entry_of(error.text)
    if not entry or ":" not in entry[0] or error.column <= len(entry[0]):
        return None
    if ": " not in entry[1] + " ":
        return None
    return (
        error.line,
        "a colon with a space after it makes a new key, so the text must be quoted.",
        f"Write `{quoted_entry(error.text)}`.",
    )


def _reserved_start(error: YamlError) -> _Cause | None:
    entry = entry_of(error.text)
    if not entry or not re.match(r"[@`%&*!|>\[\]{},]|- ", entry[1]):
        return None
    return (
        error.line,
        f"a text cannot begin with `{entry[1][0]}` unless it is quoted.",
        f"Write `{quoted_entry(error.text)}`.",
    )


def _joined(error: YamlError) -> _Cause | None:
    """A key indented under a text, which YAML takes for the text's next line."""
    last, line = error.last, error.line
    if last is None or last.style or last.line >= line:
        return None
    above = error.lines[last.line]
    if cause := _glued(last.line, above):
        return cause
    if last.end_line < line:
        return None
    if dash := _HYPHEN.match(above):
        found = "there is no space after the hyphen."
        return last.line, found, f"Write `{dash[1]}- {dash[2].rstrip()}`."
    if entry_of(above) and ":" in above:
        indent = " " * key_column(above)
        return (
            line,
            f"it is indented under line {last.line + 1}, which already has a value.",
            f"Indent it like line {last.line + 1}: `{indent}{error.text.strip()}`. Or put the text "
            "above in quotation marks.",
        )
    return last.line, "there is no key with a colon.", "Write `key: value`."


def _misfit(error: YamlError) -> _Cause:
    text, column = error.text, error.began_column
    if text.lstrip().startswith(":"):
        return error.line, "there is no key before the colon.", "Write `key: value`."
    indent = len(text) - len(text.lstrip())
    if error.line and ":" not in text and text.lstrip()[:1] != "-":
        above = error.lines[error.line - 1]
        margin = above[: len(above) - len(above.lstrip())] or "  "
        found = f"the line has {indent} spaces before it; the text above has {len(margin)}."
        return (
            error.line,
            found,
            f"Indent it like the text it belongs to: `{margin}{text.strip()}`.",
        )
    wanted = column
    if "collection" in error.context and column is not None and text.lstrip()[:1] != "-":
        wanted = column + 2  # a key of the item above, not a dash of its own
    if wanted is not None and indent != wanted:
        return (
            error.line,
            f"the line has {indent} spaces before it; the lines it belongs to have {wanted}.",
            f"Write `{' ' * wanted}{text.strip()}`.",
        )
    found = "the line does not fit the lines around it."
    return error.line, found, "Write `key: value`, or `- item`."


_CAUSES: tuple[Callable[[YamlError], _Cause | None], ...] = (
    _escape,
    _document,
    _cut_by_comment,
    _unclosed,
    _behind_quotes,
    _no_key,
    _second_colon,
    _reserved_start,
    _joined,
    _misfit,
)
