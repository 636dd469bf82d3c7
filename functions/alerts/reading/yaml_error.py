"""A YAML error in terms of the file's lines; `syntax.py` finds out what a person did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import yaml

from functions.alerts.reading.source import Span


@dataclass(frozen=True, slots=True)
class YamlError:
    """A YAML error: where it was noticed, and where the thing that it spoils began."""

    lines: Sequence[str]
    line: int
    column: int
    context: str
    began: int  # the line
    began_column: int | None
    problem: str
    last: Span | None  # the scalar read just before

    @property
    def text(self) -> str:
        """The line where it was noticed."""
        return self.lines[self.line]


def read_error(lines: Sequence[str], error: yaml.YAMLError, last: Span | None) -> YamlError:
    """What `error`, raised after the scalar `last`, says about `lines`."""
    opened = getattr(error, "context_mark", None)
    mark = getattr(error, "problem_mark", None) or opened
    line = _with_text(lines, mark.line if mark else 0)
    return YamlError(
        lines=lines,
        line=line,
        column=mark.column if mark and mark.line == line else 0,
        context=getattr(error, "context", None) or "",
        began=_with_text(lines, opened.line) if opened else line,
        began_column=opened.column if opened else None,
        problem=getattr(error, "problem", None) or "",
        last=last,
    )


def _with_text(lines: Sequence[str], line: int) -> int:
    """`line`, or the last line above it that has text: nobody finds anything on an empty line."""
    line = min(line, len(lines) - 1)
    while line and not lines[line].strip():
        line -= 1
    return line
