"""A language pack's file as texts by dotted key, each with its line; `pack.py` checks them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from functions.alerts.errors import Finding
from functions.alerts.reading.document import Document, read_document
from functions.alerts.reading.tree import Path


@dataclass(slots=True)
class PackFile:
    """The texts of a file by dotted key, their paths in the document, and what was wrong.

    `take` and `under` remove what they give: what is left at the end is unknown. A list's items
    are keyed from 0.
    """

    document: Document
    texts: dict[str, str] = field(default_factory=dict)
    paths: dict[str, Path] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    parents: set[str] = field(default_factory=set)  # the keys that texts stand right under

    def take(self, key: str, remedy: str) -> str:
        """Take the text of `key`; when there is none, note it and give ""."""
        text = self.texts.pop(key, "").strip()
        if not text:
            self.problem(key, f"“{key}” is missing.", remedy)
        return text

    def under(self, key: str) -> dict[str, str]:
        """Take all texts right under `key`, by their last name."""
        if key not in self.parents:
            return {}
        start = f"{key}."
        names = [text.removeprefix(start) for text in self.texts if text.startswith(start)]
        return {name: self.texts.pop(start + name) for name in names if "." not in name}

    def problem(self, key: str, found: str, remedy: str) -> None:
        """Note one problem, at the line of `key` or of the nearest thing around it."""
        path = self.paths.get(key, tuple(key.split(".")))
        self.findings.append(
            Finding(
                level="error",
                file=self.document.file,
                line=self.document.line(path),
                field=key,
                found=found,
                remedy=remedy,
            )
        )

    def in_file_order(self) -> tuple[Finding, ...]:
        """All problems noted, by line."""
        return self.document.in_file_order(self.findings)


def open_pack(data: bytes, file: str) -> PackFile:
    """Read the file's texts; InputError when it cannot be read as `document.py` reads files."""
    pack = PackFile(read_document(data, file))
    _collect(pack, pack.document.value, ())
    return pack


def _collect(pack: PackFile, value: Any, path: Path) -> None:
    if isinstance(value, dict | list):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for name, item in items:
            _collect(pack, item, (*path, name))
    else:
        key = ".".join(str(part) for part in path)
        pack.texts[key], pack.paths[key] = value or "", path
        pack.parents.add(key.rpartition(".")[0])
