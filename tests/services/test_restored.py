from __future__ import annotations

from dataclasses import replace

import pytest

from functions.alerts.sends.states import RELEASE_NEEDED, State
from functions.alerts.sends.switch import NEW, RESTORED, Switch
from functions.pace_sends import pace_sends
from functions.send_batch import send_batch
from functions.services.launch import resume, stop
from functions.services.restored import bound_switch
from tests.fakes import FakeWorld
from tests.sending import frozen, people, plenty, released


def restored(world: FakeWorld) -> None:
    """The same items in another table."""
    bound_switch(world)
    world.ledger.id = "table-2"


def put(world: FakeWorld, state: State, reason: str = "") -> str:
    send = replace(frozen(world), state=state, reason=reason)
    world.ledger.sends[send.id] = send
    return send.id


@pytest.mark.parametrize(
    ("state", "held"),
    [
        ("scheduled", "missed"),
        ("freezing", "cancelled"),
        ("sending", "paused"),
        ("waiting", "paused"),
        ("blocked", "paused"),
        ("paused", "paused"),
        ("missed", "missed"),
        ("cancelled", "cancelled"),
    ],
)
def test_in_a_restored_table_every_send_is_held(state: State, held: State) -> None:
    world = FakeWorld(*people(3))
    send_id = put(world, state)
    restored(world)
    pace_sends(world)
    assert (world.ledger.sends[send_id].state, world.batch_queue.messages) == (held, [])


def test_a_send_without_audience_that_waited_for_its_release_is_missed() -> None:
    world = FakeWorld(*people(3))
    send_id = put(world, "waiting", RELEASE_NEEDED)
    restored(world)
    pace_sends(world)
    assert world.ledger.sends[send_id].state == "missed"


def test_a_message_that_comes_before_the_first_tick_mails_nobody_either() -> None:
    world = FakeWorld(*people(3))
    (message,) = released(world)
    world.ledger.id = "table-2"
    send_batch(message, world, plenty)
    assert world.mailer.calls == []


def test_the_switch_says_why_and_stays_off_tick_after_tick() -> None:
    world = FakeWorld(*people(3))
    frozen(world)
    restored(world)
    for _ in range(3):
        pace_sends(world)
    assert world.ledger.switch is not None
    assert (world.ledger.switch.on, world.ledger.switch.why) == (False, RESTORED)


def test_a_send_that_somebody_resumes_before_the_switch_is_lifted_is_held_again() -> None:
    world = FakeWorld(*people(3))
    send_id = put(world, "sending")
    restored(world)
    pace_sends(world)
    resume(send_id, world, who="ana")
    pace_sends(world)
    assert world.ledger.sends[send_id].state == "paused"


def test_lifting_before_the_first_tick_holds_the_sends_all_the_same() -> None:
    world = FakeWorld(*people(3))
    send_id = put(world, "sending")
    restored(world)
    stop(world, who="ana", lift=True)
    pace_sends(world)
    assert world.ledger.sends[send_id].state == "paused"
    resume(send_id, world, who="ana")
    pace_sends(world)
    assert len(world.batch_queue.messages) == 1


def test_a_switch_that_was_never_set_is_bound_once() -> None:
    world = FakeWorld()
    first = bound_switch(world)
    world.advance(minutes=1)
    assert bound_switch(world) == first
    assert first == Switch(
        by="pace_sends", at="2018-04-09T14:00:00+00:00", table="table-1", supporters="list-1"
    )


def test_a_stop_in_the_moment_of_binding_counts() -> None:
    world = FakeWorld()
    world.ledger.read_switch = iter([NEW, Switch(on=False, table="table-1")]).__next__  # type: ignore[method-assign]
    world.ledger.switch = Switch(on=False, table="table-1")
    assert not bound_switch(world).on


def test_a_switch_without_a_table_is_bound_and_stays_as_it_is() -> None:
    world = FakeWorld()
    world.ledger.switch = Switch(on=False, by="ana", at="2018")
    bound = bound_switch(world)
    assert bound == replace(
        Switch(on=False, by="ana", at="2018"), table="table-1", supporters="list-1"
    )
    assert world.ledger.switch == bound


def test_the_first_releases_switch_learns_its_list_and_stays_on() -> None:
    world = FakeWorld()
    world.ledger.switch = Switch(by="ana", at="2018", table="table-1")
    assert bound_switch(world) == replace(
        Switch(by="ana", at="2018", table="table-1"), supporters="list-1"
    )


def test_a_stop_while_the_list_is_being_learnt_counts() -> None:
    world = FakeWorld()
    told = Switch(by="ana", at="2018", table="table-1")
    world.ledger.switch = off = replace(told, on=False, by="ben")
    world.ledger.read_switch = iter([told, off]).__next__  # type: ignore[method-assign]
    assert bound_switch(world) == world.ledger.switch == off


def test_beside_a_restored_list_nobody_is_mailed_and_every_send_is_held() -> None:
    world = FakeWorld(*people(3))
    (message,) = released(world)
    world.supporters.id = "list-2"
    send_batch(message, world, plenty)
    pace_sends(world)
    (send,) = world.ledger.sends.values()
    assert (world.mailer.calls, send.state, send.reason) == ([], "paused", RESTORED)
    assert world.ledger.switch is not None
    assert not world.ledger.switch.on


def test_lifting_the_stop_takes_the_restored_list_for_good() -> None:
    world = FakeWorld(*people(3))
    send_id = put(world, "sending")
    bound_switch(world)
    world.supporters.id = "list-2"
    stop(world, who="ana", lift=True)
    assert (bound_switch(world).on, bound_switch(world).supporters) == (True, "list-2")
    assert world.ledger.sends[send_id].state == "paused"
