"""Checks what was read against the models, and tells every problem in the writer's own terms.

The one place where pydantic's errors become findings: file, line, dotted field, what stands
there, what to write instead (if possible the whole mended line).
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from functions.alerts.document import Document
from functions.alerts.errors import MOST_FINDINGS, Finding, InputError, Level, Mistake
from functions.alerts.model import Model, shapes
from functions.alerts.source import shortened
from functions.alerts.tree import Path

M = TypeVar("M", bound=Model)


@dataclass(slots=True)
class Reading:
    """One file on its way from tree to models, with the findings so far.

    `context` goes to the validators (`zone`). `names` says how a list item is called in a dotted
    field: `("asks", 1)` is `sb-35`.
    """

    document: Document
    context: Mapping[str, Any]
    findings: list[Finding] = field(default_factory=list)
    names: dict[Path, str] = field(default_factory=dict)
    told: set[Path] = field(default_factory=set)  # keys whose absence is explained already

    def model(self, cls: type[M], raw: Any, path: Path) -> M | None:
        """`raw`, which stands at `path`, as a `cls`; None after reporting why not."""
        try:
            return cls.model_validate(raw, context=dict(self.context), by_alias=True, by_name=False)
        except ValidationError as error:
            for details in sorted(error.errors(include_url=False), key=_unknown_first):
                self._translate(cls, path, details)
            return None

    def report(
        self, path: Path, found: str, remedy: str, level: Level = "error", *, near: str = ""
    ) -> None:
        """Note a problem with what stands at `path`.

        In a text of many lines it is on the line that holds `near`.
        """
        if len(self.findings) >= MOST_FINDINGS:
            raise InputError(*self.document.in_file_order(self.findings))
        self.findings.append(
            Finding(
                level=level,
                file=self.document.file,
                line=self._line(path, near) if path else None,
                field=self.dotted(path),
                found=shortened(found),
                remedy=shortened(remedy),
            )
        )

    def mistake(self, path: Path, mistake: Mistake, level: Level = "error") -> None:
        """Note what a validator said about the value at `path`, with the mended lines."""
        lines = [f"`{self.document.mended(path, value)}`" for value in mistake.instead]
        offers = f"Write {' or '.join(lines)}." if lines else ""
        remedy = " ".join(filter(None, (offers, mistake.advice))) or "Mend it or delete the line."
        self.report(path, mistake.found, remedy, level)

    def dotted(self, path: Path) -> str:
        """The path as the writer sees it: `asks.sb-35.closes`."""
        parts = (self.names.get(path[: n + 1], str(path[n])) for n in range(len(path)))
        return ".".join(parts)

    def without_empty(self, value: Any, path: Path = ()) -> Any:
        """The tree without the keys that have nothing behind them; each of them is reported.

        The nesting is bounded by `document.MAX_DEPTH`.
        """
        if isinstance(value, dict):
            return {
                key: self.without_empty(inner, (*path, key))
                for key, inner in value.items()
                if not self._is_empty(inner, (*path, key))
            }
        if isinstance(value, list):
            return [
                self.without_empty(inner, (*path, number))
                for number, inner in enumerate(value)
                if not self._is_empty(inner, (*path, number))
            ]
        return value

    def result(self) -> tuple[Finding, ...]:
        """Warnings and notes in file order; raises `InputError` with all if one is an error."""
        errors = {(f.line, f.field) for f in self.findings if f.level == "error"}
        worth = [f for f in self.findings if f.level == "error" or (f.line, f.field) not in errors]
        ordered = self.document.in_file_order(worth)
        if errors:
            raise InputError(*ordered)
        return ordered

    def _line(self, path: Path, near: str) -> int:
        span = self.document.spans.get(path)
        if span and near:
            for number in range(span.line, min(span.end_line + 1, len(self.document.lines))):
                if near in self.document.lines[number]:
                    return number + 1
        return self.document.line(path)

    def _is_empty(self, value: Any, path: Path) -> bool:
        if value is not None:
            return False
        self.told.add(path)
        self.report(
            path, f"There is nothing behind `{path[-1]}`.", "Write a value, or delete the line."
        )
        return True

    def _translate(self, cls: type[Model], base: Path, details: ErrorDetails) -> None:
        path = self.place((*base, *details["loc"]))
        key, given, ctx = str(path[-1]) if path else "", details["input"], details.get("ctx", {})
        match details["type"]:
            case "value_error" if isinstance(ctx["error"], Mistake):
                self.mistake(path, ctx["error"])
            case "missing":
                if path not in self.told:
                    self.report(path, f"`{key}` is missing.", f"Add a line `{key}: …`.")
            case "extra_forbidden":
                self._unknown(path, (shape.key for shape in shapes(_at(cls, details["loc"][:-1]))))
            case "literal_error":
                self._choice(path, str(given), _choices(str(ctx["expected"])))
            case "string_too_short" | "too_short":
                if not given or isinstance(given, str):  # else what is in it was reported
                    self.report(path, f"`{key}` is empty.", "Write a value, or delete the line.")
            case "string_too_long" | "too_long":
                self._too_long(path, given, ctx["max_length"])
            case kind:
                self.report(path, f"{_name(given)} stands where {_wanted(kind)} belongs.",
                            _shape_remedy(kind, key, given))  # fmt: skip

    def place(self, path: Path) -> Path:
        """A path that is in the file: `- Home: https://…` has its link behind its name."""
        parent = path[:-1]
        short = "links" in path and path[-1] in ("link", "name")
        if path in self.document.keys or not short:
            return path
        for known in self.document.keys:
            if known[:-1] == parent and len(known) == len(path) and known[-1] != "under":
                return known
        return path

    def _unknown(self, path: Path, known: Iterable[str]) -> None:
        key, names = str(path[-1]), sorted(known)
        near = difflib.get_close_matches(key.lower().replace("-", "_"), names, 1)
        self.told.update((*path[:-1], name) for name in near)
        remedy = f"Write `{self.document.mended_key(path, near[0])}`." if near else (
            f"Known here: {', '.join(names)}."
        )  # fmt: skip
        self.report(path, f"`{key}` is not known here.", remedy)

    def _choice(self, path: Path, given: str, choices: list[str]) -> None:
        near = difflib.get_close_matches(given.lower().replace(" ", "_"), choices, 1)
        self.mistake(
            path,
            Mistake(
                f"`{given}` is not one of {', '.join(choices)}.",
                *near,
                advice="" if near else "Choose the one that fits.",
            ),
        )

    def _too_long(self, path: Path, given: Any, longest: int) -> None:
        if not isinstance(given, str):
            self.report(path, f"There are more than {longest} here.", "Leave some of them out.")
            return
        self.report(
            path,
            f"The text has {len(given):,} characters; at most {longest:,} fit.",
            f"Shorten it: “{given[longest - 30 : longest]}” is where it would be cut.",
        )


def _unknown_first(details: ErrorDetails) -> bool:
    """Sorts unknown keys before missing ones: `form:` explains why `from` is missing."""
    return details["type"] != "extra_forbidden"


def _at(cls: type[Model], loc: Iterable[str | int]) -> type[Model]:
    """The model that holds what stands at `loc` inside `cls`."""
    for part in loc:
        inner = [shape.model for shape in shapes(cls) if part in (shape.key, shape.name)]
        if inner and inner[0] is not None:
            cls = inner[0]
    return cls


def _choices(expected: str) -> list[str]:
    return [
        part.strip(" '") for part in expected.replace(" or ", ",").split(",") if part.strip(" '")
    ]


def _name(given: Any) -> str:
    if isinstance(given, dict):
        return "A block of keys"
    if isinstance(given, list | tuple):
        return "A list"
    return f"The text `{str(given)[:60]}`"


def _wanted(kind: str) -> str:
    if "string" in kind:
        return "a text"
    if kind in ("tuple_type", "list_type"):
        return "a list"
    if kind in ("model_type", "dict_type", "model_attributes_type"):
        return "a block of keys"
    return "something else"


def _shape_remedy(kind: str, key: str, given: Any) -> str:
    if kind in ("tuple_type", "list_type"):
        if isinstance(given, str):
            return f"Write `{key}: [{given}]`, or each on a line of its own with `- ` before it."
        return f"Write each on a line of its own with `- ` before it, under `{key}:`."
    if kind in ("model_type", "dict_type", "model_attributes_type"):
        return f"Write its parts as `key: value`, indented under `{key}:`."
    return f"Write `{key}: …` with one text behind it."
