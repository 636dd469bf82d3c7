"""The alarms: facts in, points out."""

from dataclasses import replace

import pytest

from functions.alerts.health.alarms import Alarm, Subscription, check_alarms, check_subscriptions
from tests.points import levels, told

TOPIC = "arn:aws:sns:us-east-2:1:alarms"
BOUNCES = Alarm(name="Bounces", actions=(TOPIC,), about="Bounces near SES's limit.")
DEAD = Alarm(name="Dead", actions=(TOPIC, "arn:other"))


def test_alarms_that_reach_the_topic_are_one_good_point() -> None:
    (point,) = check_alarms(["Bounces", "Dead"], [BOUNCES, DEAD], TOPIC)
    assert (point.level, point.found) == ("well", "All 2 alarms reach the alarm topic.")


@pytest.mark.parametrize(
    ("found", "words"),
    [
        ([BOUNCES], "The alarm Dead is gone."),
        ([BOUNCES, replace(DEAD, enabled=False)], "actions turned off"),
        ([BOUNCES, replace(DEAD, actions=("arn:other",))], "tells nobody we know"),
        ([replace(BOUNCES, rings=True), DEAD], "Bounces rings. Bounces near SES's limit."),
    ],
)
def test_an_alarm_that_does_not_work_or_rings_is_wrong(found: list[Alarm], words: str) -> None:
    points = list(check_alarms(["Bounces", "Dead"], found, TOPIC))
    assert levels(points) == {"alarms": "wrong"}
    assert words in told(points)


@pytest.mark.parametrize(
    ("confirmed", "level", "words"),
    [
        ([True], "well", "1 confirmed subscription."),
        ([True, True], "well", "2 confirmed subscriptions."),
        ([False], "wrong", "not confirmed yet"),
        ([], "wrong", "is not there"),
        ([True, False], "note", "1 more"),
    ],
)
def test_somebody_must_have_pressed_the_link(confirmed: list[bool], level: str, words: str) -> None:
    found = [Subscription(protocol="email", confirmed=one) for one in confirmed]
    points = list(check_subscriptions(found))
    assert levels(points) == {"alarm mailbox": level}
    assert words in told(points)
