from __future__ import annotations

import pytest

from functions.alerts.outcomes.standstill import STANDSTILL, Calls
from functions.alerts.sends.batch import Batch

NOW = 1_000_000


def looked(*batches: Batch, sending: bool = True, whole: bool = True) -> bool:
    calls = Calls(whole=whole)
    for batch in batches:
        calls.note(batch, sending=sending)
    return calls.stopped(NOW)


OLD = Batch(codes="ss", rev=2, at=NOW - STANDSTILL - 1)
NEW = Batch(codes="ss", rev=2, at=NOW - STANDSTILL)
OPEN = Batch(codes="..")


def test_mailing_has_stopped_when_the_last_call_is_old_and_somebody_waits() -> None:
    assert looked(OLD, OPEN)


def test_a_send_that_nobody_was_called_for_stands_still() -> None:
    assert looked(OPEN)


def test_one_call_of_late_says_that_it_goes_on() -> None:
    assert not looked(OLD, OPEN, NEW)


@pytest.mark.parametrize("batch", [OLD, Batch(codes="?s", rev=1, at=1)], ids=["done", "doubt"])
def test_nothing_stands_still_where_nobody_is_open(batch: Batch) -> None:
    assert not looked(batch)


def test_a_send_that_is_held_does_not_stand_still() -> None:
    assert not looked(OLD, OPEN, sending=False)


def test_nothing_is_said_by_half_a_look() -> None:
    assert not looked(OLD, OPEN, whole=False)
