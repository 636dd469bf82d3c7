"""What no two calls give alike: the time of day, and new names."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime


def utc_now() -> datetime:
    """The time of day, aware, in UTC."""
    return datetime.now(UTC)


def new_nonce() -> str:
    """16 random hex digits: who wrote something, or a key of one's own."""
    return secrets.token_hex(8)
