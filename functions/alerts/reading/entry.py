"""A line of a file as a person sees it, `  - key: value`, when YAML cannot say what it is."""

from __future__ import annotations

import re

from functions.alerts.reading.source import quoted, without_comment

# What stands before the value. All of it is optional, so nothing is tried twice on long lines.
_START = re.compile(
    r"[ \t]*(?:- +)*(?:(?:\"[^\"]*\"|'[^']*'|[^\s:#'\"\-][^:]*|-[^\s:][^:]*):(?= ))?"
)
_GLUED = re.compile(r"^(\s*(?:- )*[A-Za-z_][\w-]*):(\S.*)$")


# What word processors make of quotation marks; YAML takes them for letters.
_SMART = ("“”", "‘’", "„“", "””", "’’")


def key_column(line: str) -> int:
    """Where the key of `  - key: value` begins."""
    start = re.match(r" *(?:- +)*", line)
    return start.end() if start else 0


def entry_of(line: str) -> tuple[str, str] | None:
    """What stands before the value and the value, without a comment."""
    start = _START.match(line)
    if not start or not start[0].strip():
        return None
    rest = line[start.end() :]
    value = without_comment(rest.lstrip(" "))
    return line[: len(line) - len(rest.lstrip(" "))], value


def quoted_entry(line: str) -> str:
    """The line with its value in quotation marks."""
    entry = entry_of(line)
    if not entry:
        return line.strip()
    value = entry[1].rstrip()
    if len(value) > 1 and value[0] + value[-1] in _SMART:
        value = value[1:-1]
    return f"{entry[0].strip()} {quoted(value)}"


def without_glue(line: str) -> str | None:
    """`closing: x` for `closing:x`; None when no colon is glued to what follows."""
    glued = _GLUED.match(line)
    if not glued or glued[2].startswith("//"):  # an address
        return None
    return f"{glued[1]}: {glued[2]}"
