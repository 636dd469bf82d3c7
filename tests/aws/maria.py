"""Maria, with everything that the list keeps of somebody, and two moments."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from tests.sending import person

MARIA = replace(
    person(1),
    last_name="O’Neil <&>",
    topics=frozenset({"welcoming", "daca"}),
    zip="60601",
    district="12",
    source="rally",
    joined="2018-01-02",
)
NOW = datetime(2018, 4, 9, 14, tzinfo=UTC)
LATER = NOW + timedelta(days=2)
SIGN_UP = replace(MARIA, status="pending", agreed=NOW.isoformat(), agreed_to="alerts")
