"""A person on the list. A plain dataclass: the sender reads fifty of them per call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Status = Literal["pending", "subscribed", "unsubscribed", "bounced", "complained"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Supporter:
    """One supporter; `id` is 32 random hex digits and says nothing about the person."""

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
