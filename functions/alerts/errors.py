"""What can go wrong, split by what the caller must do about it.

AlertsError
├── InputError       what a person wrote is wrong: mend it (carries findings)
├── StateError       the state says no (cancelled, sandbox, no such send): do what it says
├── TryLater         nothing happened; the same call may work later (throttled, never connected)
├── NeverRetry       nothing happened and never will this way (rejected, not authorized)
└── OutcomeUnknown   it may or may not have happened (time-out, connection lost after sending)

AWS errors are translated into the last three in `functions/aws/` only, the original as `__cause__`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Level = Literal["error", "warning", "note"]

# A file with more problems has one cause that the first of them show; nobody reads a thousand.
MOST_FINDINGS = 500

# A field is a path of keys, and a hostile key may have a million letters.
_LONGEST_FIELD = 120

# What a terminal would obey instead of show, and what turns a line around: written as its code.
_UNSEEN = re.compile(
    "[\x00-\x08\x0a-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One problem in a file, told to the person who wrote it.

    An error stops a send, a warning must be acknowledged, a note informs. `rule` names the check
    for machines (`deadline-passed`; "file": what keeps a file from being read right). `line` counts
    from 1 (None: the file as a whole). `field` is a dotted path as the writer sees it
    (`asks.sb-35.closes`). `found` is what stands there and why it is wrong; `remedy` is what to
    write instead, if possible the whole mended line. Neither is ever empty, and what cannot be
    seen is written as its code (`<U+202E>`), so a finding is safe to print.
    """

    level: Level
    file: str
    line: int | None
    field: str
    found: str
    remedy: str
    rule: str = "file"

    def __post_init__(self) -> None:
        if not self.found or not self.remedy:
            raise ValueError("A finding says what is wrong and what to do about it.")
        field = self.field
        if len(field) > _LONGEST_FIELD:
            field = f"{field[:_LONGEST_FIELD]}…"
        shown = {"file": self.file, "field": field, "found": self.found, "remedy": self.remedy}
        for name, text in shown.items():
            object.__setattr__(self, name, visible(text))


def visible(text: str) -> str:
    """The text safe to print: what a terminal would obey, or nobody can see, as its code."""
    return _UNSEEN.sub(_code, text)


def _code(match: re.Match[str]) -> str:
    return f"<U+{ord(match[0]):04X}>"


class Mistake(ValueError):  # noqa: N818 -- it names what a person did, not what the program hit
    """What a field's validator says about one value; the file and line are added by the reader.

    `found` is what is wrong with the value. `instead` are whole values that would be right: the
    reader puts them into the line. `advice` says what to do when no value can be offered. `key`
    names the one part of a block that the mistake is about, where the validator saw the whole.
    """

    def __init__(self, found: str, *instead: str, advice: str = "", key: str = "") -> None:
        self.found, self.instead, self.advice, self.key = found, instead, advice, key
        super().__init__(f"{found} {self.remedy}")

    @property
    def remedy(self) -> str:
        """What to write, for places that have no line to mend (a command's option)."""
        offers = " or ".join(f"`{value}`" for value in self.instead)
        return " ".join(
            part for part in (f"Write {offers}." if offers else "", self.advice) if part
        )


class AlertsError(Exception):
    """The root of all errors this product raises on purpose."""


class InputError(AlertsError):
    """What a person wrote is wrong; `findings` lists every problem in file order."""

    def __init__(self, *findings: Finding) -> None:
        if not findings:
            raise ValueError("An InputError without findings tells nobody anything.")
        self.findings = findings
        super().__init__("; ".join(f"{f.file}:{f.line}: {f.found}" for f in findings))


class StateError(AlertsError):
    """The state forbids it; `remedy` says what the person can do."""

    def __init__(self, reason: str, *, remedy: str) -> None:
        self.reason, self.remedy = reason, remedy
        super().__init__(f"{reason} {remedy}")


class TryLater(AlertsError):  # noqa: N818 -- the name says what to do
    """Nothing happened; the same call may work later."""


class NeverRetry(AlertsError):  # noqa: N818 -- the name says what to do
    """Nothing happened, and the same call will never work."""


class OutcomeUnknown(AlertsError):  # noqa: N818 -- the name says what to do
    """It may or may not have happened: act as if it had."""
