"""A run to the mailbox simulator: on embedded AWS by the real pipeline, and what forbids one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from functions import wiring
from functions.alerts.errors import StateError
from functions.alerts.health.configuration import NEEDED
from functions.alerts.health.measurement import Measurement, explain
from functions.alerts.sends.ports import Account
from functions.alerts.sends.segment import Segment
from functions.alerts.sends.simulated import SEGMENT, simulated, simulated_ids
from functions.alerts.sends.switch import Switch
from functions.aws.sender import read_configuration_set
from functions.doctor.simulator import MOST, begin, look, offer, refuse, watch
from functions.freeze_audience import freeze_audience
from functions.local.cloud import Cloud, open_cloud
from functions.local.ses_message import Mail
from tests.alerts.mailing import SENDER
from tests.fakes import FakeWorld
from tests.points import levels
from tests.sending import launched, person

MONDAY = datetime(2018, 4, 9, 9, tzinfo=ZoneInfo("America/Chicago"))
ACCOUNT = Account(rate=14, left=None, enabled=True, sandbox=False)
MAILS: list[Mail] = []


@pytest.fixture
def cloud() -> Iterator[Cloud]:
    """A deployed stack with a person on its list who asked for the very topic of the run."""
    MAILS.clear()
    with open_cloud(MONDAY, MAILS.append) as cloud:
        wiring.world("test").supporters.put(person(1, topics=("simulator",)))
        cloud.ses.identities.add(SENDER.address.rpartition("@")[2])
        yield cloud


def run(cloud: Cloud, number: int) -> Measurement:
    world = wiring.world("test")
    account = world.mailer.account()
    send = begin(number, SENDER, account, world, who="ana")

    def wait(seconds: float) -> None:
        cloud.run_until_idle()
        cloud.clock.advance(seconds)

    return watch(send, account, number, world, wait=wait)


@pytest.mark.slow
def test_a_run_goes_through_the_whole_pipeline_and_reaches_no_person(cloud: Cloud) -> None:
    seen = run(cloud, 120)
    recipients = {one for mail in MAILS for one in mail.sent.recipients}
    assert len(recipients) == 120
    assert {one.partition("@")[2] for one in recipients} == {"simulator.amazonses.com"}
    assert seen.done
    assert seen.submitted == seen.sent == seen.delivered == 120
    found = levels(explain(seen))
    assert (found["event path"], found["latency"]) == ("well", "well")


@pytest.mark.slow
def test_a_run_takes_as_long_as_the_rate_allows_and_no_call_is_made_again(cloud: Cloud) -> None:
    seen = run(cloud, 400)
    assert (seen.usable, seen.repeated, seen.pace) == (13, 0, 1)
    assert seen.rate is not None and abs(seen.rate / seen.usable - 1) < 0.02
    assert set(levels(explain(seen)).values()) == {"well"}


@pytest.mark.slow
def test_a_run_is_a_send_with_a_receipt_and_is_over_by_itself(cloud: Cloud) -> None:
    seen = run(cloud, 3)
    world = wiring.world("test")
    assert world.ledger.active_sends() == []
    assert world.store.read_receipt(seen.send) is not None
    assert [entry.what for entry in world.ledger.audit(seen.send)][:1] == ["measure"]
    assert look(seen.send, world) == seen


@pytest.mark.slow
def test_calls_that_ses_holds_below_the_accounts_rate_are_seen() -> None:
    def hold_back(mail: Mail) -> None:
        held.ses.rate = 3  # what SES does; what it says was read in the minute's tick

    with open_cloud(MONDAY, hold_back) as held:
        world = wiring.world("test")
        held.ses.identities.add(SENDER.address.rpartition("@")[2])
        send = begin(100, SENDER, world.mailer.account(), world, who="ana")
        held.run_until_idle()
        seen = replace(look(send.id, world), allowed=14)
    assert seen.repeated > 0
    assert levels(explain(seen))["bulk calls"] == "wrong"


@pytest.mark.slow
def test_the_deployed_configuration_set_tells_of_every_event_we_need(cloud: Cloud) -> None:
    (name,) = cloud.ses.configuration_sets
    (found,) = read_configuration_set(cloud.aws.client("sesv2"), name).destinations
    assert (found.enabled, found.types) == (True, NEEDED)
    assert found.topic == cloud.stack.names["SesEventsTopic"]


def test_nothing_can_freeze_another_audience_into_a_run() -> None:
    world = FakeWorld(person(1, topics=("simulator",)))
    send = begin(2, SENDER, ACCOUNT, world, who="ana")
    before = dict(world.store.manifests)
    freeze_audience({"v": 1, "send": send.id, "part": 0}, world)
    assert world.store.manifests == before
    assert world.store.manifests[send.id, 0].frozen == 2


def test_the_audience_is_fixed_before_the_send_exists() -> None:
    world = FakeWorld()
    seen: list[bool] = []

    def create(send: Any) -> bool:
        seen.append((send.id, 0) in world.store.manifests)
        return False

    world.ledger.create_send = create  # type: ignore[method-assign]
    with pytest.raises(StateError, match="already is a send"):
        begin(2, SENDER, ACCOUNT, world, who="ana")
    assert seen == [True]


def test_recipients_are_made_from_ids_and_admitted_by_the_runs_segment_alone() -> None:
    made = simulated(simulated_ids(2))
    first = made["00000000000000000000000000000001"]
    assert first.email == f"success+{first.id}@simulator.amazonses.com"
    assert SEGMENT.admits(first)
    assert not Segment(topics=frozenset({"welcoming"})).admits(first)


@pytest.mark.parametrize(
    ("number", "change", "words"),
    [
        (0, {}, "0 mails"),
        (MOST + 1, {}, "Choose 1 to"),
        (10, {"sandbox": True}, "in the sandbox"),
        (10, {"enabled": False}, "may not send"),
        (10, {"left": 9}, "9 mails are left"),
    ],
)
def test_a_run_that_may_not_be_is_refused(number: int, change: dict[str, Any], words: str) -> None:
    with pytest.raises(StateError, match=words):
        refuse(number, replace(ACCOUNT, **change), FakeWorld())


def stop(world: FakeWorld) -> None:
    world.ledger.set_switch(Switch(on=False, by="ana", at="now", why="wrong link"))


def send(world: FakeWorld) -> None:
    started = launched(world)
    world.ledger.sends[started.id] = replace(started, state="sending")


@pytest.mark.parametrize(("before", "words"), [(stop, "wrong link"), (send, "is under way")])
def test_a_run_waits_for_what_is_more_important(
    before: Callable[[FakeWorld], None], words: str
) -> None:
    world = FakeWorld()
    before(world)
    with pytest.raises(StateError, match=words):
        refuse(10, ACCOUNT, world)


def test_what_a_run_takes_is_told_before_it_begins() -> None:
    told = offer(1_000, ACCOUNT)
    assert "1,000 mails" in told
    assert "US$ 0.16" in told
    assert "no supporter gets one" in told


def test_a_run_that_stands_still_is_given_up_and_told_as_it_is() -> None:
    world = FakeWorld()
    begun = begin(5, SENDER, ACCOUNT, world, who="ana")
    seen = watch(begun, ACCOUNT, 5, world, wait=lambda seconds: world.advance(minutes=1))
    assert (seen.done, seen.asked, seen.submitted) == (False, 5, 0)
    assert levels(explain(seen))["event path"] == "wrong"


def test_another_send_is_no_measurement() -> None:
    world = FakeWorld()
    with pytest.raises(StateError, match="no run"):
        look(launched(world).id, world)
