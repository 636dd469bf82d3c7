from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from functions import wiring
from functions.alerts.errors import NeverRetry, StateError, TryLater
from functions.alerts.sends.send import Send, moved
from functions.freeze_audience import freeze_audience
from functions.services.launch import launch, start_message
from functions.start_send import handler, start_send
from tests.fakes import FakeWorld
from tests.sending import REVISION, TOPIC, launched, people
from tests.ses_events import sqs_event


def started(world: FakeWorld) -> Send:
    send = launched(world)
    start_send(start_message(send), world)
    return world.ledger.sends[send.id]


def test_a_launch_stores_revision_and_send_and_commands_the_start() -> None:
    world = FakeWorld()
    send = launched(world)
    assert world.store.revisions[send.digest] == REVISION
    assert world.ledger.active_sends() == [send]
    assert world.control_queue.messages == [start_message(send)]


def test_a_launch_knows_the_earlier_sends_of_its_campaign() -> None:
    world = FakeWorld()
    first = launched(world)
    assert launched(world).earlier == (first.id,)


def test_two_sends_cannot_have_one_id() -> None:
    world = FakeWorld()
    world.nonce = lambda: "same"
    launched(world)
    world.advance(minutes=1)
    with pytest.raises(StateError, match="There already is a send 20180409-same"):
        launch(REVISION, TOPIC, world)


def test_starting_freezes_every_part() -> None:
    world = FakeWorld(*people(3))
    send = started(world)
    assert (send.state, send.parts, send.batch_size) == ("freezing", 1, 7)
    assert world.freeze_queue.messages == [{"v": 1, "send": send.id, "part": 0}]


def test_a_command_that_comes_twice_repeats_only_what_is_not_frozen() -> None:
    world = FakeWorld(*people(3))
    send = launched(world)
    start_send(start_message(send), world)
    start_send(start_message(send), world)
    assert len(world.freeze_queue.messages) == 2
    freeze_audience(world.freeze_queue.take()[0], world)
    start_send(start_message(send), world)
    assert world.freeze_queue.messages == []


def test_a_schedule_that_was_replaced_starts_nothing() -> None:
    world = FakeWorld()
    send = launched(world)
    start_send({**start_message(send), "gen": 0}, world)
    assert world.ledger.sends[send.id].state == "scheduled"


def test_a_command_that_comes_long_before_the_start_does_nothing_until_it_is_due() -> None:
    world = FakeWorld(*people(3))
    send = launch(REVISION, TOPIC, world, world.time + timedelta(hours=1))
    start_send(start_message(send), world)
    assert (world.ledger.sends[send.id], world.freeze_queue.messages) == (send, [])
    world.time = send.starts
    start_send(start_message(send), world)
    assert world.ledger.sends[send.id].state == "freezing"


def test_a_cancelled_send_does_not_start() -> None:
    world = FakeWorld()
    send = launched(world)
    world.ledger.change_send(send, moved(send, "cancel", nonce="c"))
    start_send(start_message(send), world)
    assert world.freeze_queue.messages == []


def test_a_send_that_comes_too_late_waits_for_a_person() -> None:
    world = FakeWorld(*people(1))
    send = launched(world)
    world.advance(hours=3)
    start_send(start_message(send), world)
    assert world.ledger.sends[send.id].state == "missed"
    assert world.freeze_queue.messages == []


def test_a_send_that_changes_meanwhile_is_tried_again() -> None:
    world = FakeWorld()
    send = launched(world)
    world.ledger.change_send = lambda old, new: False  # type: ignore[method-assign]
    with pytest.raises(TryLater, match="changed while it was being started"):
        start_send(start_message(send), world)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"do": "dance"}, "cannot do"),
        ({"send": "nobody"}, "no send nobody"),
        ({"gen": "1"}, "no number under gen"),
    ],
    ids=["command", "send", "generation"],
)
def test_a_malformed_command_is_refused(change: dict[str, Any], why: str) -> None:
    world = FakeWorld()
    message = {**start_message(launched(world)), **change}
    with pytest.raises(NeverRetry, match=why):
        start_send(message, world)


def test_the_handler_serves_the_queue() -> None:
    world = FakeWorld(*people(1))
    send = launched(world)
    with wiring.use(world):
        answer = handler(sqs_event(json.dumps(start_message(send))), None)
    assert answer == {"batchItemFailures": []}
    assert world.ledger.sends[send.id].state == "freezing"
