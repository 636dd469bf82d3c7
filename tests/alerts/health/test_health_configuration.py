"""The configuration set: facts in, points out."""

from dataclasses import replace
from typing import Any

import pytest

from functions.alerts.health.configuration import (
    NEEDED,
    ConfigurationSet,
    Destination,
    check_configuration_set,
)
from tests.infra.fragments import INFRA, load
from tests.points import levels, told

TOPIC = "arn:aws:sns:us-east-2:1:events"
OURS = Destination(name="events", enabled=True, types=NEEDED, topic=TOPIC)
GOOD = ConfigurationSet(
    name="alerts",
    sending=True,
    reputation=True,
    destinations=(OURS,),
    suppressed=frozenset({"BOUNCE", "COMPLAINT"}),
)
SPY = Destination(name="spy", enabled=True, types=frozenset({"OPEN", "CLICK"}))


def test_a_good_set_is_well_in_every_point() -> None:
    points = list(check_configuration_set(GOOD, TOPIC, account_tracks=False, stopped=False))
    assert levels(points) == dict.fromkeys(("configuration set", "events", "tracking"), "well")


@pytest.mark.parametrize(
    ("change", "name", "words"),
    [
        ({"sending": False}, "configuration set", "alerts stop --lift"),
        ({"destinations": ()}, "events", "do not go to our topic"),
        ({"destinations": (replace(OURS, enabled=False),)}, "events", "disabled"),
        ({"destinations": (replace(OURS, topic="other"),)}, "events", "our topic"),
        ({"destinations": (replace(OURS, types=NEEDED - {"REJECT"}),)}, "events", "of: reject"),
        ({"destinations": (OURS, SPY)}, "tracking", "click and open"),
        ({"destinations": (replace(OURS, types=NEEDED | {"OPEN"}),)}, "tracking", "open events"),
        ({"engagement": True}, "tracking", "on in the configuration set"),
        ({"reputation": False}, "reputation metrics", "see nothing"),
        ({"suppressed": frozenset({"BOUNCE"})}, "suppression", "lets mail through"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_is_wrong_is_said_with_what_to_do(
    change: dict[str, Any], name: str, words: str
) -> None:
    changed = replace(GOOD, **change)
    points = list(check_configuration_set(changed, TOPIC, account_tracks=False, stopped=False))
    assert levels(points)[name] == "wrong"
    assert words in told(points)


def test_a_disabled_spy_is_no_spy() -> None:
    changed = replace(GOOD, destinations=(OURS, replace(SPY, enabled=False)))
    points = check_configuration_set(changed, TOPIC, account_tracks=False, stopped=False)
    assert levels(points)["tracking"] == "well"


@pytest.mark.parametrize(("own", "level"), [(None, "wrong"), (False, "well")])
def test_the_accounts_tracking_counts_unless_the_set_says_otherwise(
    own: bool | None, level: str
) -> None:
    changed = replace(GOOD, engagement=own)
    points = check_configuration_set(changed, TOPIC, account_tracks=True, stopped=False)
    assert levels(points)["tracking"] == level


def test_who_turned_the_set_off_is_said() -> None:
    off = replace(GOOD, sending=False)
    by_us, by_others = (
        told(check_configuration_set(off, TOPIC, account_tracks=False, stopped=stopped))
        for stopped in (True, False)
    )
    assert "`alerts stop` turned it off" in by_us
    assert "`alerts stop` turned" not in by_others


def test_what_is_deployed_asks_for_just_these_events() -> None:
    deployed = load(INFRA / "ses.yml")["Resources"]["AlertsEvents"]["Properties"]
    assert set(deployed["EventDestination"]["MatchingEventTypes"]) == NEEDED
