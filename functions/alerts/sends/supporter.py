"""A person on the list. A plain dataclass: the sender reads fifty of them per call."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

Status = Literal["pending", "subscribed", "unsubscribed", "bounced", "complained"]
# What stands where somebody is to be entered: "entered", if nothing did; "erased": nobody may.
Standing = Status | Literal["entered", "erased"]

PENDING = timedelta(days=7)  # that long a sign-up waits for its confirmation


@dataclass(frozen=True, slots=True, kw_only=True)
class Supporter:
    """One supporter; `id` is 32 hex digits: a keyed hash of the address.

    `agreed` is when they agreed to get mails, `agreed_to` in a few words what they agreed to, and
    `source` where. `joined` is the day they came on the list.
    """

    id: str
    email: str
    status: Status
    language: str
    first_name: str = ""
    last_name: str = ""
    topics: frozenset[str] = frozenset()
    zip: str = ""
    district: str = ""
    source: str = ""
    joined: str = ""  # ISO date
    agreed: str = ""  # ISO time, in UTC
    agreed_to: str = ""

    def waits_until(self) -> datetime | None:
        """When a pending sign-up is gone (aware); None for all others."""
        if self.status != "pending" or not self.agreed:
            return None
        return datetime.fromisoformat(self.agreed) + PENDING
