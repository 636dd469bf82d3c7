"""The virtual clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from functions.local.clock import Clock

NOON = datetime(2018, 4, 9, 12, tzinfo=ZoneInfo("America/Chicago"))


def test_it_starts_where_it_is_told_and_speaks_utc() -> None:
    clock = Clock(NOON)
    assert clock() == NOON
    assert clock.now.tzinfo is UTC
    assert clock.timestamp_millis() == NOON.timestamp() * 1000


def test_it_moves_only_forward() -> None:
    clock = Clock(NOON)
    clock.advance(1.5)
    clock.advance(-10)
    clock.advance_to(NOON)
    assert clock.now == NOON + timedelta(seconds=1.5)


def test_what_waits_aside_waits_beside_everything_else() -> None:
    clock = Clock(NOON)
    with clock.aside():
        clock.advance(0.9)
        assert clock.now == NOON + timedelta(seconds=0.9)
    assert (clock.now, clock.timestamp()) == (NOON, NOON.timestamp())


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="has no zone"):
        Clock(datetime(2018, 4, 9))
