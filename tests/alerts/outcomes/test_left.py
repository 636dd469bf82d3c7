from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.alerts.outcomes.left import Left, left_at, read_key, strongest

WHO, OTHER = "0a" * 16, "0b" * 16
AT = datetime(2018, 4, 9, 14, 0, 5, tzinfo=UTC)


def test_a_line_says_who_how_when_and_why_and_nothing_else() -> None:
    left = left_at(WHO, "unsubscribed", AT, "link")
    assert json.loads(left.to_json()) == {
        "v": 1,
        "id": WHO,
        "status": "unsubscribed",
        "time": "2018-04-09T14:00:05+00:00",
        "why": "link",
    }


def test_a_key_tells_all_that_a_replay_needs() -> None:
    left = left_at(WHO, "erased", AT, "")
    assert left.key == f"left/2018-04-09/140005-erased-{WHO}.json"
    assert read_key(left.key) == left


@given(st.datetimes(datetime(2018, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)))
def test_keys_sort_as_their_times(at: datetime) -> None:
    one, other = left_at(WHO, "bounced", AT, ""), left_at(WHO, "bounced", at, "")
    assert (one.key < other.key) == (one.time < other.time)
    assert read_key(other.key) == other


@pytest.mark.parametrize("key", ["left/", "left/2018-04-09/x.json", f"left/a/140005-erased-{WHO}"])
def test_what_somebody_else_put_there_is_passed_over(key: str) -> None:
    assert read_key(key) is None


def test_the_log_comes_to_the_most_restrictive_for_each() -> None:
    log = [
        Left(id=WHO, status="complained", time=""),
        Left(id=OTHER, status="bounced", time=""),
        Left(id=WHO, status="unsubscribed", time=""),
        Left(id=OTHER, status="unsubscribed", time=""),
    ]
    assert strongest(log) == {WHO: "complained", OTHER: "unsubscribed"}
