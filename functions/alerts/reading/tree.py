"""Builds a file's tree from YAML events, without recursion and with the place of everything.

Refuses what would make a file more than it shows: anchors, aliases, tags, merge keys, a second
document, equal keys.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from functions.alerts.errors import MOST_FINDINGS, Finding
from functions.alerts.reading.source import Span, quoted, quoted_from, shortened

Path = tuple[str | int, ...]

# Twice what the deepest legal campaign needs; far under what recursion in later steps can take.
MAX_DEPTH = 20


class Enough(Exception):  # noqa: N818 -- it stops the reading, it reports nothing itself
    """There is no sense in reading on; the findings are already written."""


@dataclass(slots=True)
class _Frame:
    """A mapping or list that is being filled."""

    value: dict[str, Any] | list[Any]
    path: Path
    flow: bool
    key: str | None = None  # the key whose value comes next
    key_span: Span | None = None
    repeated: bool = False  # the key stood before: its first value counts


@dataclass(slots=True)
class Tree:
    """Takes YAML events and builds the tree, without recursion."""

    file: str
    lines: list[str]
    root: Any = None
    spans: dict[Path, Span] = field(default_factory=dict)
    keys: dict[Path, Span] = field(default_factory=dict)
    scalars: list[Span] = field(default_factory=list)
    key_texts: dict[Span, str] = field(default_factory=dict)
    value_texts: dict[Span, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    stack: list[_Frame] = field(default_factory=list)
    documents: int = 0
    stopped: bool = False

    @property
    def last(self) -> Span | None:
        """The scalar read last: a syntax error is often about what follows it."""
        return self.scalars[-1] if self.scalars else None

    def take(self, event: yaml.Event) -> None:
        """Handle one event."""
        if isinstance(event, yaml.DocumentStartEvent):
            self._document(event)
        elif isinstance(event, yaml.AliasEvent):
            self._refuse(event, "a `*` at the start of a value means a YAML alias")
            self._put(f"*{event.anchor}", _span(event, None))
        elif isinstance(event, yaml.ScalarEvent):
            self._scalar(event)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self._open(event)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self.stack.pop()

    def _document(self, event: yaml.DocumentStartEvent) -> None:
        self.documents += 1
        if self.documents > 1:
            self._report(
                _start(event)[0],
                "A line `---` starts a second document, but a file holds one alert.",
                "Delete the line, or move what follows it into a file of its own.",
            )
            raise self._enough()

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        span = _span(event, event.style)
        self.scalars.append(span)
        if event.anchor is not None:
            self._refuse(event, "a `&` at the start of a value means a YAML anchor")
        if event.tag is not None:
            self._refuse(event, "a `!` at the start of a value means a YAML tag")
        self._put(event.value if event.value or event.style else None, span)

    def _open(self, event: yaml.MappingStartEvent | yaml.SequenceStartEvent) -> None:
        if event.anchor is not None or event.tag is not None:
            self._refuse(event, "a `&` or `!` before a block means a YAML anchor or tag")
        value: dict[str, Any] | list[Any]
        value = {} if isinstance(event, yaml.MappingStartEvent) else []
        self._braces(event)
        path = self._put(value, _span(event, None))
        self.stack.append(_Frame(value, path, flow=bool(event.flow_style)))
        if len(self.stack) > MAX_DEPTH:
            self._report(
                _start(event)[0],
                f"The lines are nested more than {MAX_DEPTH} levels deep.",
                "No alert needs that; look for brackets or dashes too many.",
            )
            raise self._enough()

    def _put(self, value: Any, span: Span) -> Path:
        """Put a value (or a key) where it belongs; answers its path."""
        if not self.stack:
            self.root = value
            self.spans[()] = span
            return ()
        frame = self.stack[-1]
        if isinstance(frame.value, list):
            path = (*frame.path, len(frame.value))
            frame.value.append(value)
            self.spans[path] = self.keys[path] = span
            self._note(self.value_texts, value, span)
            return path
        if frame.key is None:
            return self._key(frame, value, span)
        path = (*frame.path, frame.key)
        if frame.repeated:  # read on, aside from the tree
            path = (*frame.path, f"{frame.key}\0{span.line}")
        else:
            frame.value[frame.key] = value
        self.spans[path] = span
        self._note(self.value_texts, value, span)
        self._comma(frame, value, span)
        frame.key = None
        return path

    def _key(self, frame: _Frame, key: Any, span: Span) -> Path:
        frame.key = key if isinstance(key, str) else ""
        frame.repeated = frame.key in frame.value
        path = (*frame.path, frame.key)
        self._note(self.key_texts, key, span)
        if not isinstance(key, str) or not key:
            if not self._told(span.line):
                self._report(span.line, "A key must be a word.", "Write `key: value`.")
        elif frame.key == "<<":
            self._report(
                span.line, "`<<` merges keys in YAML; it is not used here.", "Write the keys out."
            )
        elif frame.key in frame.value:
            first = self.keys[path].line + 1
            self._report(
                span.line,
                f"`{key}` stands twice; the first is on line {first}.",
                "Keep one of the two.",
                _dotted(path),
            )
        frame.key_span = span
        self.keys.setdefault(path, span)
        return path

    def _comma(self, frame: _Frame, value: Any, span: Span) -> None:
        """`{alt: Hands, raised}` makes a key of the end of a text: say so."""
        key = frame.key_span
        glued = value is None and frame.flow and key and span.column == key.end_column
        if glued and key and not self._told(span.line):
            self._report(
                span.line,
                f"Between {{ and }} a comma ends a text, so `{frame.key}` became a key.",
                _quoted_in_braces(self.lines[span.line], key),
                _dotted((*frame.path, frame.key or "")),
            )

    def _braces(self, event: yaml.Event) -> None:
        """`closing: {{ 7*7 }}` is text to whoever writes it and two blocks of keys to YAML."""
        line, column = _start(event)
        if self.lines[line].startswith("{{", column):
            mended = quoted_from(self.lines[line], column)
            self._report(
                line,
                f"`{shortened(self.lines[line].strip())}`: a text cannot begin with `{{` unless it "
                "is quoted.",
                f"Write `{mended}`.",
            )

    def _refuse(self, event: yaml.Event, meaning: str) -> None:
        """Once per line: who mends it reads the whole line."""
        line, column = _start(event)
        if self._told(line):
            return
        text, inside = self.lines[line], bool(self.stack) and self.stack[-1].flow
        if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            remedy = "Delete the word that begins with `&` or `!`."
        elif inside:
            end = _span(event, None).end_column
            mended = text[:column] + quoted(text[column:end]) + text[end:]
            remedy = f"If it is text, quote it: `{mended.strip()}`."
        else:
            remedy = f"If it is text, quote it: `{quoted_from(text, column)}`."
        found = f"`{shortened(text.strip())}`: {meaning}, which is not used here."
        self._report(line, found, remedy)

    def _note(self, texts: dict[Span, str], value: Any, span: Span) -> None:
        if isinstance(value, str):
            texts[span] = value

    def _told(self, line: int) -> bool:
        return any(finding.line == line + 1 for finding in self.findings)

    def _report(self, line: int, found: str, remedy: str, name: str = "") -> None:
        if len(self.findings) >= MOST_FINDINGS:
            raise self._enough()
        self.findings.append(
            Finding(
                level="error",
                file=self.file,
                line=line + 1,
                field=name,
                found=found,
                remedy=shortened(remedy),
            )
        )

    def _enough(self) -> Enough:
        self.stopped = True
        return Enough()


def _quoted_in_braces(line: str, key: Span) -> str:
    """What to write for `{alt: Hands, raised}`, in which `raised` became the `key`."""
    begins = list(re.finditer(r"[\w-]+: +", line[: key.column]))
    ends = re.search(r"\s*(?:\}|,\s*[\w-]+:\s)", line[key.end_column :])
    if not begins or not ends or line[begins[-1].end()] in "'\"":
        return "Put quotation marks around the whole text."
    start, end = begins[-1].end(), key.end_column + ends.start()
    mended = f"{line[:start]}{quoted(line[start:end])}{line[end:]}"
    return f"Put quotation marks around the whole text: `{mended.strip()}`."


def _start(event: yaml.Event) -> tuple[int, int]:
    """Line and column, from 0; what a parser reads has a mark."""
    mark = event.start_mark
    return (mark.line, mark.column) if mark else (0, 0)


def _span(event: yaml.Event, style: str | None) -> Span:
    line, column = _start(event)
    end = event.end_mark
    after = (end.line, end.column) if end else (line, column)
    return Span(line, column, *after, style or "")


def _dotted(path: Path) -> str:
    return ".".join(str(part) for part in path)
