"""A plan reads and writes nothing, and counts what the freeze will count."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from functions.alerts.errors import StateError
from functions.alerts.planning.plan import Plan, refusals
from functions.alerts.sends.filed import Filed
from functions.alerts.sends.segment import Segment
from functions.freeze_audience import freeze_audience
from functions.services.launch import launch
from functions.services.planning import plan_send
from functions.start_send import start_send
from tests.cli.conftest import StaffWorld
from tests.sending import REVISION, TOPIC, people, person

CROWD = [
    *people(30),
    *(person(n, language="es") for n in range(31, 40)),
    *(person(n, language="pl") for n in range(40, 44)),
    *(person(n, "unsubscribed") for n in range(44, 47)),
    person(47, "bounced"),
    person(48, "pending"),
    person(49, topics=("other",)),
]


def planned(world: StaffWorld, segment: Segment = TOPIC) -> Plan:
    return plan_send(REVISION, segment, world, world.time, zone=ZoneInfo("UTC"), names={})


def frozen(world: StaffWorld, segment: Segment = TOPIC) -> str:
    send = launch(REVISION, segment, world)
    for message in world.control_queue.take():
        start_send(message, world)
    for message in world.freeze_queue.take():
        freeze_audience(message, world)
    return send.id


@pytest.mark.parametrize(
    "segment",
    [TOPIC, Segment(), replace(TOPIC, languages=frozenset({"es"}))],
    ids=["a topic", "everybody", "a language"],
)
def test_an_estimate_counts_what_the_freeze_counts(segment: Segment) -> None:
    world = StaffWorld(*CROWD)
    found = planned(world, segment).estimate
    frozen(world, segment)
    languages, skipped = Counter[str](), Counter[str]()
    for manifest in world.store.manifests.values():
        languages.update(manifest.languages)
        skipped.update(manifest.skipped)
    assert (found.languages, found.skipped) == (languages, skipped)


def test_whom_another_send_of_the_alert_reaches_is_counted_as_skipped() -> None:
    world = StaffWorld(*CROWD)
    send = frozen(world, replace(TOPIC, languages=frozenset({"es"})))
    world.ledger.sends[send] = replace(world.ledger.sends[send], state="sending")
    found = planned(world).estimate
    assert (found.skipped["already"], found.recipients) == (9, 34)
    assert found.sharing == 1


def test_a_plan_writes_nothing() -> None:
    world = StaffWorld(*CROWD)
    planned(world)
    assert (world.store.parts, world.store.revisions, world.ledger.order) == ({}, {}, {})
    assert world.ledger.sends == {}


def test_an_alert_whose_recipients_are_no_longer_known_is_refused_with_a_way_out() -> None:
    world = StaffWorld(*CROWD)
    send = frozen(world)
    world.ledger.sends[send] = replace(world.ledger.sends[send], state="done")
    world.store.parts.clear()
    with pytest.raises(StateError, match=rf"Who got send {send} .*Copy the file under another"):
        planned(world)


def test_leaving_out_a_send_that_begins_later_is_refused() -> None:
    world = StaffWorld(*CROWD)
    later = launch(REVISION, TOPIC, world, world.time + timedelta(hours=1))
    with pytest.raises(StateError, match="begins after this one"):
        planned(world, Segment(without=frozenset({later.id})))


def test_taking_in_a_send_that_goes_on_is_refused() -> None:
    world = StaffWorld(*CROWD)
    going = launch(REVISION, TOPIC, world)
    with pytest.raises(StateError, match="who got it is not certain yet"):
        planned(world, Segment(also=frozenset({going.id})))


def test_a_wrong_limit_is_told() -> None:
    world = StaffWorld(*CROWD)
    world.settings = replace(world.settings, most_per_send="many")
    with pytest.raises(StateError, match='MOST_PER_SEND is "many"'):
        planned(world)


def test_todays_mails_do_not_count_for_a_start_tomorrow() -> None:
    world = StaffWorld(*CROWD)
    world.mailer.limits = replace(world.mailer.limits, left=10, sent=100)
    plan = planned(world)
    later = replace(plan, starts=plan.now + timedelta(hours=24))
    assert [len(refusals(one)) for one in (plan, later)] == [1, 0]


def test_a_days_maximum_counts_the_sends_that_are_scheduled_and_those_that_go_on() -> None:
    world = StaffWorld(*CROWD)
    world.settings = replace(world.settings, most_per_day="100")
    starts = world.time + timedelta(hours=3)
    other = launch(replace(REVISION, campaign="other"), TOPIC, world, starts, expected=58)
    for change, against in (
        ({}, 1),
        ({"expected": 57}, 0),
        ({"state": "sending", "targeted": 60}, 1),
        ({"state": "cancelled"}, 0),
        ({"starts": starts + timedelta(days=2)}, 0),
    ):
        world.ledger.sends[other.id] = replace(other, **change)
        assert len(refusals(planned(world))) == against, change


def test_mails_that_amazon_has_counted_are_not_counted_twice() -> None:
    world = StaffWorld(*CROWD)
    world.settings = replace(world.settings, most_per_day="100")
    world.mailer.limits = replace(world.mailer.limits, sent=50)
    send = launch(replace(REVISION, campaign="other"), TOPIC, world)
    world.ledger.sends[send.id] = replace(send, state="sending", targeted=55)
    assert refusals(planned(world)) == ()


def test_who_told_that_they_filed_is_counted_and_said() -> None:
    world = StaffWorld(*CROWD)
    segment = replace(TOPIC, not_filed="sb-35@2018-04-10")
    unheard = planned(world, segment).estimate
    Filed(segment.not_filed, world.filed_keyring).add(person(1).id, world.filed)
    told = planned(world, segment).estimate
    assert (unheard.filed, told.filed, told.recipients) == (0, 1, unheard.recipients)
    assert "Nobody told “I filed it” for sb-35@2018-04-10 so far" in " ".join(unheard.lines())
    assert "Up to 1 of them told “I filed it” for sb-35@2018-04-10" in " ".join(told.lines())
