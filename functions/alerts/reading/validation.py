"""Checks what was read against the models, and tells every problem in the writer's own terms.

The one place where pydantic's errors become findings: file, line, dotted field, what stands
there, what to write instead (if possible the whole mended line).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from functions.alerts.errors import MOST_FINDINGS, Finding, InputError, Level, Mistake
from functions.alerts.reading.document import Document
from functions.alerts.reading.expectation import (
    addition,
    choices_in,
    model_at,
    named,
    shape_remedy,
    wanted,
)
from functions.alerts.reading.model import Model, shapes
from functions.alerts.reading.nearest import nearest_choice, nearest_key
from functions.alerts.reading.source import shortened
from functions.alerts.reading.tree import Path

M = TypeVar("M", bound=Model)

_MEND = "Mend it or delete the line."

_MOST_SPACES = 3  # a key of more words is a sentence with a colon in it
_SENTENCE = (
    "If it goes on with the text above, write `|` behind the key of that text, and all of it "
    "indented under it."
)


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
    told: set[Path] = field(default_factory=set)  # what is explained already
    broken: frozenset[int] = frozenset()  # lines that YAML reads differently from people

    def __post_init__(self) -> None:
        self.broken = frozenset(f.line for f in self.findings if f.line and f.level == "error")

    def model(self, cls: type[M], raw: Any, path: Path, *, also: tuple[str, ...] = ()) -> M | None:
        """`raw`, which stands at `path`, as a `cls`; None after reporting why not.

        `also` names keys that may stand there and are read elsewhere, for the offers.
        """
        try:
            return cls.model_validate(raw, context=dict(self.context), by_alias=True, by_name=False)
        except ValidationError as error:
            for details in sorted(error.errors(include_url=False), key=_unknown_first):
                self._translate(cls, path, details, also)
            return None

    def report(
        self,
        path: Path,
        found: str,
        remedy: str,
        level: Level = "error",
        *,
        near: str = "",
        rule: str = "file",
    ) -> None:
        """Note a problem with what stands at `path`; `rule` names the check (see `Finding`).

        In a text of many lines it is on the line that holds `near`. What stands on a line that is
        broken is not looked at: mending the line changes it.
        """
        if self.broken and self._is_broken(path):
            return
        alike = sum((found.level == "error") == (level == "error") for found in self.findings)
        if alike >= MOST_FINDINGS:
            if level == "error":
                raise InputError(*self.document.in_file_order(self.findings))
            return
        self.findings.append(
            Finding(
                level=level,
                file=self.document.file,
                line=self._line(path, near) if path else None,
                field=self.dotted(path),
                found=shortened(found),
                remedy=shortened(remedy),
                rule=rule,
            )
        )

    def _is_broken(self, path: Path) -> bool:
        known = self.document.keys
        return path in known and known[path].line + 1 in self.broken

    def _of_value(self, path: Path, mistake: Mistake, *, is_key: bool) -> None:
        """What a validator said: about a value, a key of a map, or one key of the whole block."""
        if mistake.key:
            path = (*path, mistake.key)
        if not is_key:
            self.mistake(path, mistake)
            return
        lines = [f"`{self.document.mended_key(path, key)}`" for key in mistake.instead]
        self.report(path, mistake.found, f"Write {lines[0]}." if lines else _MEND)

    def mistake(
        self, path: Path, mistake: Mistake, level: Level = "error", *, rule: str = "file"
    ) -> None:
        """Note what a validator said about the value at `path`, with the mended lines."""
        lines = [f"`{self.document.mended(path, value)}`" for value in mistake.instead]
        offers = f"Write {' or '.join(lines)}." if lines else ""
        remedy = " ".join(filter(None, (offers, mistake.advice))) or _MEND
        self.report(path, mistake.found, remedy, level, rule=rule)

    def dotted(self, path: Path) -> str:
        """The path as the writer sees it: `asks.sb-35.closes`."""
        parts = (self.names.get(path[: n + 1], str(path[n])) for n in range(len(path)))
        return ".".join(parts)

    def without_empty(self, value: Any, path: Path = ()) -> Any:
        """The tree without the keys that have nothing behind them; each of them is reported.

        An empty item stays in its list, as None: the others keep their places. The nesting is
        bounded by `tree.MAX_DEPTH`.
        """
        if isinstance(value, dict):
            return {
                key: self.without_empty(inner, (*path, key))
                for key, inner in value.items()
                if not self._is_empty(inner, (*path, key))
            }
        if isinstance(value, list):
            places = [(*path, number) for number in range(len(value))]
            pairs = zip(value, places, strict=True)
            return [
                None if self._is_empty(inner, place) else self.without_empty(inner, place)
                for inner, place in pairs
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
        if isinstance(path[-1], int):
            found, remedy = "This item of the list is empty.", "Write it, or delete its dash."
        else:
            found = f"There is nothing behind `{path[-1]}`."
            remedy = "Write a value, or delete the line."
        self.report(path, found, remedy)
        return True

    def _translate(
        self, cls: type[Model], base: Path, details: ErrorDetails, also: tuple[str, ...]
    ) -> None:
        loc = tuple(part for part in details["loc"] if part != "[key]")
        path = self.place((*base, *loc))
        if path in self.told and details["type"] != "missing":
            return
        key, given, ctx = str(path[-1]) if path else "", details["input"], details.get("ctx", {})
        match details["type"]:
            case "value_error" if isinstance(ctx["error"], Mistake):
                self._of_value(path, ctx["error"], is_key=loc != details["loc"])
            case "missing":
                if path not in self.told:
                    self.report(path, f"`{key}` is missing.", addition(cls, details["loc"], key))
            case "extra_forbidden":
                known = [shape.key for shape in shapes(model_at(cls, loc[:-1]))]
                self._unknown(path, [*known, *also])
            case "literal_error":
                self._choice(path, given, choices_in(str(ctx["expected"])))
            case "string_too_short" | "too_short":
                if not given or isinstance(given, str):  # else what is in it was reported
                    self.report(path, f"`{key}` is empty.", "Write a value, or delete the line.")
            case "string_too_long" | "too_long":
                self._too_long(path, given, ctx["max_length"])
            case kind:
                self.report(path, f"{named(given)} stands where {wanted(kind)} belongs.",
                            shape_remedy(kind, path, given))  # fmt: skip

    def place(self, path: Path) -> Path:
        """A path that is in the file: `- Home: https://…` has its link behind its name.

        What may stand alone or in a list (`remind: 24h`) is its own only item.
        """
        parent = path[:-1]
        spans = self.document.spans
        if path and isinstance(path[-1], int) and path not in spans and parent in spans:
            return parent
        short = "links" in path and path[-1] in ("link", "name")
        if path in self.document.keys or not short:
            return path
        for known in self.document.keys:
            if known[:-1] == parent and len(known) == len(path) and known[-1] != "under":
                return known
        return path

    def _unknown(self, path: Path, known: Iterable[str]) -> None:
        key, names = str(path[-1]), sorted(known)
        near = nearest_key(key, names)
        if near and (*path[:-1], near[0]) in self.document.keys:
            remedy = f"`{near[0]}` stands here already: delete one of the two lines."
            self.report(path, f"`{key}` is not known here.", remedy)
            return
        self.told.update((*path[:-1], name) for name in near)
        remedy = f"Write `{self.document.mended_key(path, near[0])}`." if near else (
            f"Known here: {', '.join(names)}."
        )  # fmt: skip
        if not near and key.count(" ") >= _MOST_SPACES:
            remedy = _SENTENCE
        self.report(path, f"`{key}` is not known here.", remedy)

    def _choice(self, path: Path, given: Any, choices: list[str]) -> None:
        near = nearest_choice(given, choices)
        shown = f"`{given}`" if isinstance(given, str) else named(given)
        self.mistake(
            path,
            Mistake(
                f"{shown} is not one of {', '.join(choices)}.",
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
