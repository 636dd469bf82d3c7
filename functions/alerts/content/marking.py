"""Puts the marks of what was translated (`marks.py`) into a campaign's text: one line per language.

Document + marks ─► the text with `of: …` under each language, all else as it was
"""

from __future__ import annotations

from collections.abc import Mapping

from functions.alerts.errors import StateError
from functions.alerts.reading.document import Document, read_document


def with_marks(document: Document, typed: Mapping[str, str], marks: str, language: str = "") -> str:
    """The file's text with `of:` lines, its lines ending in a line feed.

    `typed` are its translations by code, as they are typed; `language` is the one that is meant
    ("": all). Raises StateError where there is none, or it stands in one line.
    """
    wanted = [language] if language else [*typed]
    if not wanted or not typed.keys() >= {*wanted}:
        into = f" into `{language}`" if language else ""
        raise StateError(
            f"{document.file} has no translation{into}.",
            remedy=f"Its translations: {', '.join(typed) or 'none yet'}.",
        )
    for code in wanted:
        document = _with_line(document, typed[code], f"of: {marks}")
    return _text(document.lines)


def _with_line(document: Document, key: str, line: str) -> Document:
    path = ("translations", key)
    block = document.keys[path].line
    inner = [span for known, span in document.keys.items() if known[:-1] == path]
    if not inner or any(span.line == block for span in inner):
        raise StateError(
            f"{document.file}:{block + 1}: the translation `{key}` stands in one line.",
            remedy=f"Write `{key}:`, and each of its texts on a line of its own below.",
        )
    lines = [*document.lines]
    line = f"{' ' * inner[0].column}{line}"
    own = document.keys.get((*path, "of"))
    if own is None:
        lines.insert(block + 1, line)
    else:
        lines[own.line : document.spans[*path, "of"].end_line + 1] = [line]
    return read_document(_text(lines).encode(), document.file)


def _text(lines: tuple[str, ...] | list[str]) -> str:
    return "\n".join(lines[:-1])  # the last is no line of the file's
