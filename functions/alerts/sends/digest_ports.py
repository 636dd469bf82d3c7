"""What recurring digests need from outside, besides `ports.py`; the same errors may be raised."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from functions.alerts.sends.published import Source
from functions.alerts.sends.recurrence import Recurrence


class Published(Protocol):
    """Campaigns as text, each under a name of its own."""

    def put(self, name: str, source: Source) -> None:
        """Store or replace it."""

    def get(self, name: str) -> Source | None:
        """What stands there; NeverRetry if that cannot be read."""

    def delete(self, name: str) -> None:
        """Take it away; repeating that is harmless."""

    def names(self) -> list[str]:
        """All names, sorted."""

    def versions(self) -> Mapping[str, str]:
        """All names, and for each what changes with its content and with nothing else."""


class Recurrences(Protocol):
    """What recurs, in the ledger; one that is over is kept for as long as a send."""

    def create(self, recurrence: Recurrence) -> bool:
        """Store a new one; False if another one has its id. Repeating it is harmless."""

    def read(self, recurrence_id: str) -> Recurrence | None:
        """It as it is now (consistent)."""

    def change(self, old: Recurrence, new: Recurrence) -> bool:
        """Store `new` if `old` still stands; whether `new` stands now."""

    def all(self) -> list[Recurrence]:
        """All of them, by id, also those that are over (consistent)."""


class DigestSchedules(Protocol):
    """Repeating schedules that command `make_digest`, one per generation of a recurrence."""

    def put(self, recurrence: Recurrence) -> None:
        """Have it commanded at each occurrence; putting it again is harmless."""

    def delete(self, recurrence: Recurrence) -> None:
        """Delete the schedule of this generation, if it is still there."""
