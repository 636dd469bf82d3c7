from __future__ import annotations

from dataclasses import replace

import pytest

from functions import wiring
from functions.alerts.batch import OPEN, Batch, Key
from functions.alerts.errors import TryLater
from functions.alerts.ports import Account
from functions.alerts.send import Cursor, moved
from functions.launch import start_message
from functions.pace_sends import handler, pace_sends
from functions.send_batch import send_batch
from functions.start_send import start_send
from tests.fakes import FakeWorld
from tests.sending import frozen, launched, people, person, plenty, released


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


def test_every_batch_is_released_once_with_its_ids() -> None:
    world = FakeWorld(*people(30))
    messages = released(world)
    assert [len(message["ids"]) for message in messages] == [14, 14, 2]
    assert {one for message in messages for one in message["ids"]} == set(world.supporters.people)
    pace_sends(world)
    assert world.batch_queue.messages == []


def test_a_tick_releases_a_minute_of_the_rate_less_headroom() -> None:
    world = FakeWorld(*people(200))
    world.mailer.limits = Account(rate=1, left=None, enabled=True, sandbox=False)
    assert len(released(world)) == 54
    pace_sends(world)
    assert len(world.batch_queue.take()) == 54


def test_two_sends_share_the_rate() -> None:
    world = FakeWorld(*people(200))
    world.mailer.limits = Account(rate=1, left=None, enabled=True, sandbox=False)
    frozen(world)
    world.ledger.sends_of = lambda campaign: []  # type: ignore[method-assign]
    frozen(world)
    world.batch_queue.take()
    pace_sends(world)
    sends = [message["send"] for message in world.batch_queue.take()]
    assert [sends.count(send_id) for send_id in world.ledger.sends] == [27, 27]


def test_what_got_lost_is_released_again_after_two_quiet_ticks() -> None:
    world = FakeWorld(*people(30))
    messages = released(world)
    send_batch(messages[0], world, plenty)
    for _ in range(3):
        pace_sends(world)
    assert world.batch_queue.take() == messages[1:]


def test_while_messages_are_waiting_nothing_is_released_again() -> None:
    world = FakeWorld(*people(30))
    world.batch_queue.put(released(world)[:1])
    for _ in range(5):
        pace_sends(world)
    assert len(world.batch_queue.messages) == 1


def test_of_two_ticks_at_once_only_one_releases() -> None:
    world = FakeWorld(*people(30))
    send = frozen(world)
    world.ledger.active_sends = lambda: [send]  # type: ignore[method-assign]
    pace_sends(world)
    pace_sends(world)
    assert len(world.batch_queue.messages) == 3


@pytest.mark.parametrize("action", ["pause", "block", "cancel"])
def test_a_send_that_was_stopped_releases_nothing(action: str) -> None:
    world = FakeWorld(*people(3))
    send = frozen(world)
    world.ledger.change_send(send, moved(send, action, nonce="x"))  # type: ignore[arg-type]
    pace_sends(world)
    assert world.batch_queue.messages == []


def test_an_account_that_may_not_send_blocks_the_send() -> None:
    world = FakeWorld(*people(3))
    frozen(world)
    world.mailer.limits = replace(world.mailer.limits, enabled=False)
    pace_sends(world)
    assert (state(world), world.batch_queue.messages) == ("blocked", [])


def test_at_the_daily_quota_a_send_waits_and_goes_on_by_itself() -> None:
    world = FakeWorld(*people(3))
    frozen(world)
    world.mailer.limits = replace(world.mailer.limits, left=13)
    pace_sends(world)
    assert state(world) == "waiting"
    world.mailer.limits = replace(world.mailer.limits, left=14)
    pace_sends(world)
    assert state(world) == "sending"


def test_an_empty_audience_releases_nothing_and_ends_its_round() -> None:
    world = FakeWorld()
    assert released(world) == []
    assert next(iter(world.ledger.sends.values())).cursor == Cursor(part=1)


def test_a_send_that_fails_does_not_hold_up_the_others() -> None:
    world = FakeWorld(*people(3))
    send = frozen(world)
    world.ledger.active["broken"] = None
    world.ledger.sends["broken"] = replace(send, id="broken", parts=1)
    manifest = world.store.manifest

    def failing(send_id: str, part: int) -> object:
        if send_id == "broken":
            raise TryLater("S3 is slow")
        return manifest(send_id, part)

    world.store.manifest = failing  # type: ignore[method-assign, assignment]
    world.ledger.active = {"broken": None, send.id: None}
    pace_sends(world)
    assert [message["send"] for message in world.batch_queue.messages] == [send.id]


def test_later_rounds_read_what_is_open_from_the_ledger() -> None:
    world = FakeWorld(*people(30))
    messages = released(world)
    key = Key(messages[0]["send"], 0, 0)
    world.ledger.stored[key] = Batch(codes="s" * 13 + OPEN, rev=2)
    world.ledger.stored[key._replace(nr=1)] = Batch(codes="?" * 14, rev=1)
    for _ in range(3):
        pace_sends(world)
    assert [message["nr"] for message in world.batch_queue.messages] == [0, 2]


def test_the_handler_ticks() -> None:
    world = FakeWorld(*people(3))
    frozen(world)
    with wiring.use(world):
        handler({}, None)
    assert len(world.batch_queue.messages) == 1
