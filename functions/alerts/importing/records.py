"""The rows of a CSV file, one by one, whatever is wrong with some of them.

Python's csv module takes an unclosed quotation mark as the beginning of one cell that reaches to
the end of the file. Here a row that does not come out right is refused by itself, and reading goes
on with the line after its first one.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator, Sequence
from typing import NamedTuple, TextIO

LONGEST = 1 << 20  # characters of a row: an export's longest cell is a note of some thousands
_MOST_LINES = 200  # of one row: a note has paragraphs
_UNCLOSED = (
    "A quotation mark opens a cell and is not closed. Close it, or double it if it is meant."
)


class Record(NamedTuple):
    """One row as it stands. `row` is the number a spreadsheet shows, `line` an editor's."""

    row: int
    line: int
    cells: Sequence[str]


class Refused(NamedTuple):
    """A row that is not imported, and why, in a sentence that repeats nothing of it."""

    row: int
    line: int
    reason: str
    cells: Sequence[str] = ()


class Records:
    """Reads a text file opened with `newline=""`; `width` is how many cells a row has.

    It is 0 until the header is read (`header`), and only then rows are held against it.
    """

    def __init__(self, source: TextIO, separator: str) -> None:
        self._source, self._separator = source, separator
        self._again: deque[str] = deque()  # lines of a row that was refused for its first one
        self._row = self._line = self.width = 0

    def header(self) -> Record | Refused | None:
        """The first row that is not blank, without Excel's `sep=;` line; None: there is none."""
        for record in self:
            if isinstance(record, Record) and record.cells[0].lower().startswith("sep="):
                continue
            if isinstance(record, Record):
                self.width = len(record.cells)
            return record
        return None

    def __iter__(self) -> Iterator[Record | Refused]:
        """The rows that come next; blank ones are counted and left out."""
        separator, readline = self._separator, self._source.readline
        while text := self._again.popleft() if self._again else readline(LONGEST):
            self._line += 1
            self._row += 1
            if len(text) >= LONGEST and text[-1] not in "\r\n":
                self._skip_line(text)
                yield Refused(self._row, self._line, f"The row is longer than {LONGEST:,} letters.")
            elif '"' in text:
                yield from self._quoted(text)
            else:
                cells = text.rstrip("\r\n").split(separator)
                if len(cells) > 1 or cells[0].strip():
                    yield Record(self._row, self._line, cells)

    def _quoted(self, first: str) -> Iterator[Record | Refused]:
        lines = self._gathered(first)
        if lines is None:
            yield Refused(self._row, self._line, _UNCLOSED, (first.strip(),))
            return
        reader = csv.reader(lines, delimiter=self._separator)
        try:
            cells = next(reader)
        except csv.Error:  # a cell beyond the module's own limit
            yield Refused(self._row, self._line, "A cell is too long.")
            return
        used = reader.line_num
        self._again.extendleft(reversed(lines[used:]))
        if used > 1 and self.width and (len(cells) != self.width or self._swallows(lines[1:used])):
            self._again.extendleft(reversed(lines[1:used]))
            yield Refused(self._row, self._line, _UNCLOSED, (first.strip(),))
            return
        yield Record(self._row, self._line, cells)
        self._line += used - 1

    def _swallows(self, lines: Sequence[str]) -> bool:
        """Whether one of the lines of a cell looks like a row: somebody would be lost in there."""
        between = self.width - 1
        return any("@" in line and line.count(self._separator) == between for line in lines)

    def _gathered(self, first: str) -> list[str] | None:
        """The lines up to where every quotation mark is closed; None, and none is used: nowhere."""
        lines, marks, length = [first], first.count('"'), len(first)
        while marks % 2:
            text = self._again.popleft() if self._again else self._source.readline(LONGEST)
            if not text or len(lines) >= _MOST_LINES or length + len(text) > LONGEST:
                if text:
                    lines.append(text)
                self._again.extendleft(reversed(lines[1:]))
                return None
            lines.append(text)
            marks += text.count('"')
            length += len(text)
        return lines

    def _skip_line(self, text: str) -> None:
        while text and text[-1] not in "\r\n":
            text = self._source.readline(LONGEST)
