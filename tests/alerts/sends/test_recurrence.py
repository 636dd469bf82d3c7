from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from functions.alerts.errors import StateError
from functions.alerts.sends.published import Source
from functions.alerts.sends.recurrence import (
    Every,
    Recurrence,
    ended,
    is_recurrence,
    occurrence_id,
    recurrence_id,
)
from functions.alerts.sends.segment import Segment

CHICAGO = ZoneInfo("America/Chicago")
NINE = Every(days=(0, 3), at=time(9), zone="America/Chicago")
DAILY = Every(days=tuple(range(7)), at=time(17, 30), zone="UTC")
TOPIC = Segment(topics=frozenset({"daca"}))
RECURRENCE = Recurrence(
    id=recurrence_id(NINE, TOPIC),
    every=NINE,
    segment=TOPIC,
    created=datetime(2018, 4, 1, tzinfo=UTC),
    gen=3,
    change="n",
    frame="f",
    author="ana",
    needs_release=True,
)
SOURCE = Source(
    campaign="award",
    text="level: state\n",
    organization="name: ICIRR\n",
    at=datetime(2018, 4, 1, tzinfo=UTC),
    by="ana",
    revision="r",
)


@pytest.mark.parametrize(
    ("after", "day"),
    [((9, 8, 59), 9), ((9, 9, 0), 12), ((10, 0, 0), 12), ((12, 9, 1), 16)],
    ids=["before", "at", "between", "next week"],
)
def test_the_next_time_is_the_first_one_later(after: tuple[int, int, int], day: int) -> None:
    found = NINE.next(datetime(2018, 4, *after, tzinfo=CHICAGO))
    assert found == datetime(2018, 4, day, 9, tzinfo=CHICAGO)


def test_it_keeps_its_clock_time_when_clocks_change() -> None:
    found = (
        NINE.next(datetime(2018, 3, 9, tzinfo=UTC)),
        NINE.next(datetime(2018, 11, 2, tzinfo=UTC)),
    )
    assert [moment.astimezone(UTC).hour for moment in found] == [14, 15]


def test_a_time_that_clocks_jump_over_is_passed_over() -> None:
    sunday = replace(NINE, days=(6,), at=time(2, 30))
    found = sunday.next(datetime(2018, 3, 10, tzinfo=UTC))
    assert found == datetime(2018, 3, 18, 2, 30, tzinfo=CHICAGO)


def test_it_is_told_in_words_and_as_the_scheduler_has_it() -> None:
    assert NINE.words() == "every Monday and Thursday at 9:00 AM (America/Chicago)"
    assert DAILY.words() == "every day at 5:30 PM (UTC)"
    assert (NINE.cron(), DAILY.cron()) == ("cron(0 9 ? * MON,THU *)", "cron(30 17 ? * * *)")


def test_a_rule_and_segment_have_one_id() -> None:
    same = Segment(topics=frozenset({"daca"}))
    others = (NINE, Segment()), (DAILY, TOPIC), (replace(NINE, zone="UTC"), TOPIC)
    assert recurrence_id(NINE, same) == RECURRENCE.id
    assert len({RECURRENCE.id, *(recurrence_id(*other) for other in others)}) == 4
    assert is_recurrence(RECURRENCE.id) and not is_recurrence("20180409-00000001")


def test_an_occurrence_has_one_id_to_the_minute() -> None:
    at = datetime(2018, 4, 9, 14, tzinfo=UTC)
    once = occurrence_id(RECURRENCE.id, at)
    assert once == occurrence_id(RECURRENCE.id, at.astimezone(CHICAGO) + timedelta(seconds=59))
    assert once != occurrence_id(RECURRENCE.id, at + timedelta(minutes=1))
    assert once.startswith("20180409-")


def test_it_is_read_as_it_was_written() -> None:
    assert Recurrence.from_json(RECURRENCE.to_json()) == RECURRENCE


def test_what_ended_has_another_generation_and_ends_once() -> None:
    over = ended(RECURRENCE, nonce="m")
    assert (over.state, over.gen, over.change) == ("ended", 4, "m")
    with pytest.raises(StateError, match="over already"):
        ended(over, nonce="m")


def test_what_is_published_is_read_as_it_was_written() -> None:
    assert Source.from_json(SOURCE.to_json()) == SOURCE
    assert SOURCE.digest != replace(SOURCE, organization="").digest
    assert SOURCE.digest == replace(SOURCE, by="bo", revision="").digest


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "no json",
        SOURCE.to_json().replace('"v": 1', '"v": 2'),
        SOURCE.to_json().replace("state", "local"),
        SOURCE.to_json().replace('"by"', '"of"'),
        '{"v": 1}',
    ],
    ids=["no object", "no JSON", "later version", "changed text", "other field", "nothing"],
)
def test_what_is_not_what_was_published_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        Source.from_json(text)
