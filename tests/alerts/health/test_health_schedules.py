"""Planned sends: the Scheduler's role, and times against the zone data of today."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from functions.alerts.health.schedules import Role, check_schedules, check_times
from functions.alerts.sends.send import Send, create_send, rescheduled
from tests.points import levels, told
from tests.sending import REVISION, TOPIC

QUEUE = "arn:aws:sqs:us-east-2:1:control"
NOW = datetime(2018, 4, 9, 12, tzinfo=UTC)
CHICAGO = ZoneInfo("America/Chicago")
TRUST = {"Effect": "Allow", "Principal": {"Service": "scheduler.amazonaws.com"}}
MAY = {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": QUEUE}
GOOD = Role(name="role", trust=(TRUST,), statements=(MAY,))


def test_a_role_that_may_is_well() -> None:
    assert levels(check_schedules("ControlQueue", True, GOOD, QUEUE)) == {"schedules": "well"}


@pytest.mark.parametrize(
    ("group", "change", "words"),
    [
        (False, {}, "no schedule group"),
        (True, {"trust": ({**TRUST, "Principal": "*"},)}, "may not act as role"),
        (True, {"trust": ({**TRUST, "Principal": {"Service": ["ec2"]}},)}, "may not act"),
        (True, {"statements": ()}, "may not put"),
        (True, {"statements": ({**MAY, "Resource": "arn:other"},)}, "may not put"),
        (True, {"statements": (MAY, {**MAY, "Effect": "Deny"})}, "may not put"),
    ],
)
def test_what_keeps_a_planned_send_from_starting(
    group: bool, change: dict[str, Any], words: str
) -> None:
    points = list(check_schedules("ControlQueue", group, replace(GOOD, **change), QUEUE))
    assert levels(points) == {"schedules": "wrong"}
    assert words in told(points)


def test_a_role_that_is_gone_is_wrong() -> None:
    assert levels(check_schedules("ControlQueue", True, None, QUEUE)) == {"schedules": "wrong"}


@pytest.mark.parametrize("statement", [{"Action": ["SQS:Send*"]}, {"Resource": ["x", "arn:*"]}])
def test_patterns_and_lists_are_read_as_iam_does(statement: dict[str, Any]) -> None:
    role = replace(GOOD, statements=({**MAY, **statement},))
    assert role.may("sqs:SendMessage", QUEUE)


def planned(starts: datetime) -> Send:
    send = create_send(REVISION, TOPIC, starts, id="s-1", nonce="n")
    return Send.from_json(send.to_json())


def test_a_send_keeps_the_zone_it_was_planned_in() -> None:
    send = planned(datetime(2018, 4, 10, 9, tzinfo=CHICAGO))
    assert (send.zone, send.starts.isoformat()) == ("America/Chicago", "2018-04-10T09:00:00-05:00")
    later = rescheduled(send, datetime(2018, 4, 11, 9, tzinfo=ZoneInfo("Europe/Paris")), nonce="m")
    assert later.zone == "Europe/Paris"
    assert rescheduled(later, NOW + timedelta(days=3), nonce="o").zone == ""


@pytest.mark.parametrize("fold", [0, 1])
def test_a_time_that_still_means_the_same_is_well(fold: int) -> None:
    twice = datetime(2018, 11, 4, 1, 30, tzinfo=CHICAGO, fold=fold)  # clocks show it twice
    assert levels(check_times([planned(twice)], NOW)) == {"time zones": "well"}


def test_a_send_whose_zone_has_other_rules_now_is_told_with_its_mending() -> None:
    # Planned when the law still had summer time: an hour before what clocks there show now.
    old = datetime(2018, 4, 10, 9, tzinfo=timezone(timedelta(hours=-4)))
    send = replace(planned(old), zone="America/Chicago")
    (point,) = check_times([send], NOW)
    assert (point.level, "would start at 08:00" in point.found) == ("wrong", True)
    assert point.remedy == (
        '`alerts reschedule s-1 --at "2018-04-10 09:00" --zone America/Chicago`'
    )


def test_sends_of_the_first_release_do_not_say_their_zone() -> None:
    send = planned(datetime(2018, 4, 10, 14, tzinfo=UTC))
    assert levels(check_times([send], NOW)) == {"time zones": "note"}
    assert next(check_times([replace(send, kind="reminder")], NOW)).level == "well"


def test_a_zone_this_machine_does_not_know_is_a_note() -> None:
    send = replace(planned(datetime(2018, 4, 10, 14, tzinfo=UTC)), zone="Mars/Olympus")
    assert "Mars/Olympus" in told(check_times([send], NOW))


def test_what_has_begun_is_not_looked_at() -> None:
    begun = replace(planned(datetime(2018, 4, 10, 14, tzinfo=UTC)), state="sending")
    past = planned(datetime(2018, 4, 8, 14, tzinfo=UTC))
    assert list(check_times([begun, past], NOW)) == []
