"""The import bucket, as an import needs it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """A file in the import bucket: which version of it, and what was said with it (metadata)."""

    key: str
    version: str
    said: Mapping[str, str] = field(default_factory=dict)


class Imports(Protocol):
    """May raise TryLater, NeverRetry and OutcomeUnknown."""

    def fetch(self, key: str, to: Path) -> Dropped | None:
        """Read a file to a path of ours; None if it is not there any more.

        Raises InputError for one that is too large.
        """

    def report(self, key: str, text: Path) -> None:
        """Put a report beside it, or replace it."""

    def delete(self, dropped: Dropped) -> None:
        """Delete that version of it, for good."""
