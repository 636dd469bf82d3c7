from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from functions.alerts.outcomes.receipt import so_far
from functions.alerts.sends.answer import remedy
from functions.alerts.sends.ports import Account
from functions.alerts.sends.send import Send
from functions.alerts.sends.states import RELEASE_NEEDED
from functions.freeze_audience import freeze_audience
from functions.pace_sends import pace_sends
from functions.services.launch import launch, resume, start_message
from functions.start_send import start_send
from tests.fakes import FakeWorld
from tests.sending import REVISION, TOPIC, frozen, launched, people, person

SLOW = Account(rate=1, left=None, enabled=True, sandbox=False)


def one(world: FakeWorld) -> Send:
    return next(iter(world.ledger.sends.values()))


def counted(world: FakeWorld, submitted: int, bounced: int = 0, complained: int = 0) -> None:
    """What `settle_sends` last counted."""
    counts = {"submitted": submitted, "bounced": bounced, "complained": complained}
    world.store.receipts[so_far(one(world).id)] = json.dumps(counts)


def state(world: FakeWorld) -> str:
    return next(iter(world.ledger.sends.values())).state


def test_nothing_goes_out_before_every_manifest_is_there() -> None:
    world = FakeWorld(*people(3))
    start_send(start_message(launched(world)), world)
    pace_sends(world)
    assert (state(world), world.batch_queue.messages) == ("freezing", [])


def test_when_every_manifest_is_there_the_audience_is_counted_and_sending_begins() -> None:
    world = FakeWorld(*people(3), person(4, "bounced"))
    send = frozen(world)
    assert (send.state, send.targeted) == ("sending", 4)


def test_an_account_that_may_not_send_blocks_the_send() -> None:
    world = FakeWorld(*people(3))
    frozen(world)
    world.mailer.limits = replace(world.mailer.limits, enabled=False)
    pace_sends(world)
    assert (state(world), world.batch_queue.messages) == ("blocked", [])


def test_at_the_daily_quota_a_send_waits_and_goes_on_by_itself() -> None:
    world = FakeWorld(*people(20))
    size = frozen(world).batch_size
    world.mailer.limits = replace(world.mailer.limits, left=size - 1)
    pace_sends(world)
    assert state(world) == "waiting"
    assert one(world).until == world.time + timedelta(hours=24)
    world.mailer.limits = replace(world.mailer.limits, left=size)
    pace_sends(world)
    assert state(world) == "sending"


def test_a_send_for_which_the_daily_quota_is_enough_does_not_wait() -> None:
    world = FakeWorld(*people(3))
    frozen(world)
    world.mailer.limits = replace(world.mailer.limits, left=3)
    pace_sends(world)
    assert (state(world), len(world.batch_queue.messages)) == ("sending", 1)


def test_in_the_sandbox_a_send_is_blocked_and_its_remedy_said() -> None:
    world = FakeWorld(*people(3))
    frozen(world)
    world.mailer.limits = replace(world.mailer.limits, sandbox=True)
    pace_sends(world)
    assert (state(world), world.batch_queue.messages) == ("blocked", [])
    assert "production access" in remedy(one(world).reason)


@pytest.mark.parametrize(
    ("bounced", "complained", "reason"),
    [(51, 0, "TOO_MANY_BOUNCES"), (0, 3, "TOO_MANY_COMPLAINTS")],
    ids=["bounces", "complaints"],
)
def test_too_many_bounces_or_complaints_pause_the_send(
    bounced: int, complained: int, reason: str
) -> None:
    world = FakeWorld(*people(3))
    frozen(world)
    counted(world, 1000, bounced, complained)
    pace_sends(world)
    assert (state(world), one(world).reason) == ("paused", reason)
    assert world.ledger.entries[-1].line().endswith(f"pace_sends  pause: {reason}")
    assert world.batch_queue.messages == []


@pytest.mark.parametrize(
    ("submitted", "bounced", "complained"),
    [(1000, 50, 0), (9, 9, 0), (100, 0, 2), (4000, 0, 4)],
    ids=["five percent", "few bounces", "few complaints", "a thousandth"],
)
def test_at_the_limit_or_with_little_to_go_by_a_send_goes_on(
    submitted: int, bounced: int, complained: int
) -> None:
    world = FakeWorld(*people(3))
    frozen(world)
    counted(world, submitted, bounced, complained)
    pace_sends(world)
    assert state(world) == "sending"


def test_a_person_who_goes_on_all_the_same_is_not_stopped_again() -> None:
    world = FakeWorld(*people(3))
    frozen(world)
    counted(world, 1000, 500)
    pace_sends(world)
    resume(one(world).id, world, who="ana")
    pace_sends(world)
    assert (state(world), len(world.batch_queue.messages)) == ("sending", 1)


def test_a_freeze_message_that_got_lost_is_repeated_after_two_quiet_ticks() -> None:
    world = FakeWorld(*people(3))
    start_send(start_message(launched(world)), world)
    lost = world.freeze_queue.take()
    pace_sends(world)
    assert world.freeze_queue.messages == []
    pace_sends(world)
    assert world.freeze_queue.take() == lost
    freeze_audience(lost[0], world)
    pace_sends(world)
    assert (state(world), len(world.batch_queue.messages)) == ("sending", 1)


def test_while_freeze_messages_are_worked_on_none_is_repeated() -> None:
    world = FakeWorld(*people(3))
    start_send(start_message(launched(world)), world)
    for _ in range(5):
        pace_sends(world)
    assert len(world.freeze_queue.messages) == 1


def test_a_start_command_that_got_lost_is_repeated() -> None:
    world = FakeWorld(*people(3))
    send = launched(world)
    world.control_queue.take()
    world.advance(minutes=2)
    pace_sends(world)
    assert world.control_queue.messages == []
    world.advance(minutes=1)
    pace_sends(world)
    assert world.control_queue.messages == [start_message(send)]


def test_a_send_that_nobody_started_in_its_grace_time_is_missed() -> None:
    world = FakeWorld(*people(3))
    launched(world)
    world.advance(hours=3)
    pace_sends(world)
    assert (state(world), one(world).gen) == ("missed", 2)


def test_a_send_that_nobody_released_in_its_grace_time_is_missed() -> None:
    world = FakeWorld(*people(3))
    send = launch(REVISION, TOPIC, world, needs_release=True)
    start_send(start_message(send), world)
    pace_sends(world)
    assert (state(world), one(world).reason) == ("waiting", RELEASE_NEEDED)
    world.advance(hours=3)
    pace_sends(world)
    assert state(world) == "missed"


def test_a_warm_process_reads_each_manifest_once() -> None:
    world = FakeWorld(*people(300))
    world.mailer.limits = SLOW
    frozen(world)
    world.store.manifest = None  # type: ignore[method-assign, assignment]
    pace_sends(world)
    assert len(world.batch_queue.messages) == 59
