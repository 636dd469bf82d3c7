from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from functions.alerts.sends.batch import Ref
from functions.alerts.sends.freeze import excludes
from functions.alerts.sends.planned import PlannedReminder
from functions.alerts.sends.send import Send
from tests.alerts.sends.test_send import SEND

AT = datetime(2018, 4, 9, 20, tzinfo=UTC)
PLANNED = PlannedReminder(ask="sb-35", at=AT, closes=AT + timedelta(days=1), posting="sb-35@d")


def test_a_send_keeps_its_reminders() -> None:
    send = replace(SEND, reminders=(PLANNED, replace(PLANNED, why="It was too late.")))
    assert Send.from_json(send.to_json()) == send


def test_a_send_of_the_first_release_has_none() -> None:
    stored = json.loads(SEND.to_json())
    del stored["reminders"], stored["ask"]
    assert Send.from_json(json.dumps(stored)) == SEND


def test_its_sends_id_is_the_same_by_any_clock_and_fits_into_a_tag() -> None:
    there = replace(PLANNED, at=AT.astimezone(timezone(timedelta(hours=-5))))
    name = PLANNED.send_id("s1")
    assert name == there.send_id("s1") != PLANNED.send_id("s2")
    assert Ref.parse(f"{name}-0-1-2-3") == Ref(name, 0, 1, 2, 3)
    assert "sb-35" not in name


@pytest.mark.parametrize(
    ("hours", "excluded"), [(0, True), (19, True), (-19, True), (20, False)], ids=str
)
def test_a_reminder_leaves_out_whom_another_of_that_day_reminds(hours: int, excluded: bool) -> None:
    one = replace(SEND, id="r1", kind="reminder", of="s")
    other = replace(one, id="r2", starts=one.starts + timedelta(hours=hours))
    assert excludes(one, other) is excluded
