"""Reminders that a campaign's file asks for: planned with the launch, created when it is over.

`remind: 24h` of an ask ─► PlannedReminder, kept by the send ─► a send of its own, or why not
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

# Between two mails about the same alert; a day, less what a morning's and an evening's mail differ.
LEAST_GAP = timedelta(hours=20)
# A reminder that is sent as the ask closes reminds nobody.
LEAST_TIME = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedReminder:
    """One reminder of `ask`, which closes at `closes`, to start at `at`. Times are aware.

    `posting` is what "I filed it" is asked about (empty: of an ask that nobody can file). `why` is
    why it does not come about, in words; it is known when the send is over (empty: it does).
    """

    ask: str
    at: datetime
    closes: datetime
    posting: str = ""
    why: str = ""

    def send_id(self, original: str) -> str:
        """The id of its send: the same one whoever creates it, and it says nothing about the ask.

        Two to the power of 32: the reminders of one day do not meet.
        """
        moment = self.at.astimezone(UTC)
        named = f"{original}\0{self.ask}\0{moment.isoformat()}"
        return f"{moment:%Y%m%d}-{hashlib.sha256(named.encode()).hexdigest()[:8]}"

    def to_data(self) -> dict[str, Any]:
        """As the ledger keeps it with the send."""
        return {**asdict(self), "at": self.at.isoformat(), "closes": self.closes.isoformat()}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> PlannedReminder:
        """The inverse of `to_data`."""
        times = {name: datetime.fromisoformat(data[name]) for name in ("at", "closes")}
        return cls(**{**data, **times})
