"""Reads YAML as people write it: every scalar is the text that was typed, every place has a line.

bytes ─► `source` (encoding, odd characters) ─► YAML events ─► tree + spans ─► `lost_text`.
Nothing is resolved: `15:00`, `no` and `01234` stay text, and the models convert them. Anchors,
aliases, tags and merge keys are refused, so a file cannot expand into more than it shows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from functions.alerts.errors import MOST_FINDINGS, Finding, InputError
from functions.alerts.reading import lost_text, odd_space, source, syntax
from functions.alerts.reading.source import Span
from functions.alerts.reading.tree import Enough, Path, Tree

# A line that is longer is not shown whole in a finding.
_LONG = 300

_RANK = {"error": 0, "warning": 1, "note": 2}

_LOADER = getattr(
    yaml, "CSafeLoader", yaml.SafeLoader
)  # libyaml where the wheel has it: 20 times faster


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file's tree (`dict`, `list`, `str`; None where nothing was written) and where it stands.

    A path is the keys and indexes from the root: `("asks", 0, "closes")`.
    """

    file: str
    value: Any
    lines: tuple[str, ...]
    spans: dict[Path, Span]
    keys: dict[Path, Span]

    def line(self, path: Path) -> int:
        """The line (from 1) of the key or item at `path`, or of the nearest thing around it."""
        for length in range(len(path), -1, -1):
            span = self.keys.get(path[:length]) or self.spans.get(path[:length])
            if span:
                return span.line + 1
        return 1

    def text(self, line: int) -> str:
        """The source of `line` (from 1), without its line end; empty beyond the file."""
        return self.lines[line - 1] if 1 <= line <= len(self.lines) else ""

    def mended(self, path: Path, value: str) -> str:
        """The line of the scalar at `path` with `value` in its place, quoted if it must be."""
        span = self.spans.get(path)
        if span is None or not self._is_on_one_line(span):
            return f"{path[-1]}: {source.plain_or_quoted(value)}" if path else value
        line = self.lines[span.line]
        new = source.plain_or_quoted(value, span.style)
        return (line[: span.column] + new + _uncommented(line[span.end_column :])).strip()

    def _is_on_one_line(self, span: Span) -> bool:
        """Whether a scalar can be exchanged in its line; a list or a block's end is not known."""
        line = self.lines[span.line]
        opens = not span.style and line[span.column : span.column + 1] in ("[", "{")
        return not opens and span.line == span.end_line and len(line) <= _LONG

    def mended_key(self, path: Path, key: str) -> str:
        """The line of the key at `path` with `key` in its place."""
        span = self.keys.get(path)
        if span is None:
            return f"{key}:"
        line = self.lines[span.line]
        return (line[: span.column] + key + _uncommented(line[span.end_column :])).strip()

    def in_file_order(self, findings: list[Finding]) -> tuple[Finding, ...]:
        """The findings once each, by line; those about the whole file first.

        When there are too many, those that prevent the mail stay.
        """
        unique = dict.fromkeys(findings)
        worst = sorted(unique, key=lambda finding: _RANK[finding.level])[:MOST_FINDINGS]
        return tuple(sorted(worst, key=lambda finding: finding.line or 0))


def _uncommented(rest: str) -> str:
    """What follows a value or key on its line, without a comment."""
    return "" if rest.lstrip().startswith("#") else source.without_comment(rest)


def read_document(data: bytes, file: str) -> Document:
    """The tree of one YAML document in UTF-8, every scalar as typed.

    Raises `InputError` with every problem that was found, in file order.
    """
    document, findings = examine_document(data, file)
    if findings or document is None:
        raise InputError(*findings)
    return document


def examine_document(data: bytes, file: str) -> tuple[Document | None, tuple[Finding, ...]]:
    """Like `read_document`, but gives the tree beside the problems.

    So readers can go on and report their own problems at the same time. The tree is None when
    there is none to speak of.
    """
    text, findings = source.decode(data, file)
    if text is None:
        return None, findings
    lines = source.split_lines(text)
    build = Tree(file, lines)
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            build.take(event)
    except Enough:
        pass
    except yaml.YAMLError as error:
        return None, syntax.explain(file, lines, error, build.scalars)
    document = Document(
        file=file, value=build.root, lines=tuple(lines), spans=build.spans, keys=build.keys
    )
    odd = tuple(odd_space.around(file, lines, build.key_texts, build.value_texts))
    if odd:  # what else is wrong may follow from it
        return None, document.in_file_order([*odd])
    found = [*build.findings, *lost_text.find(file, lines, _fields(document, build))]
    found += _shape(document, found)
    usable = isinstance(document.value, dict) and not build.stopped
    return (document if usable else None), document.in_file_order(found)


def _fields(document: Document, build: Tree) -> dict[Span, str]:
    """The scalars by place, each with the dotted field it belongs to."""
    names = dict.fromkeys(build.scalars, "")
    for spans in (document.keys, document.spans):
        for path, span in spans.items():
            if span in names:
                names[span] = ".".join(map(str, path))
    return names


def _shape(document: Document, found: list[Finding]) -> Iterator[Finding]:
    if found or isinstance(document.value, dict):
        return
    what = "The file is empty." if document.value is None else "The file is not made of keys."
    remedy = "Write lines of the form `key: value`; `alerts new` writes a file to start from."
    yield Finding(level="error", file=document.file, line=None, field="", found=what, remedy=remedy)
