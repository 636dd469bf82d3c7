from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from functions import wiring
from functions.alerts.errors import TryLater
from functions.alerts.sends.answer import Answer
from functions.alerts.sends.batch import OPEN, Batch, Key
from functions.alerts.sends.ports import Account
from functions.alerts.sends.send import Send, moved
from functions.alerts.sends.switch import Switch
from functions.pace_sends import handler, pace_sends
from functions.send_batch import send_batch
from tests.fakes import FakeWorld
from tests.sending import frozen, people, plenty, released

SLOW = Account(rate=1, left=None, enabled=True, sandbox=False)


def one(world: FakeWorld) -> Send:
    return next(iter(world.ledger.sends.values()))


def two_sends(world: FakeWorld) -> None:
    """Two sends to the same people."""
    frozen(world)
    frozen(world, campaign="daca")


def state(world: FakeWorld) -> str:
    return next(iter(world.ledger.sends.values())).state


def test_every_batch_is_released_once_with_its_ids() -> None:
    world = FakeWorld(*people(30))
    messages = released(world)
    assert [len(message["ids"]) for message in messages] == [7, 7, 7, 7, 2]
    assert {one for message in messages for one in message["ids"]} == set(world.supporters.people)
    pace_sends(world)
    assert world.batch_queue.messages == []


def test_a_tick_releases_a_minute_of_the_rate_less_headroom_and_a_little_ahead() -> None:
    world = FakeWorld(*people(200))
    world.mailer.limits = SLOW
    assert len(released(world)) == 59
    world.advance(minutes=1)
    pace_sends(world)
    assert len(world.batch_queue.take()) == 54


@pytest.mark.parametrize("late", [-5, 0, 4], ids=str)
def test_a_tick_that_comes_early_or_late_leaves_no_gap_and_no_overlap(late: int) -> None:
    world = FakeWorld(*people(200))
    world.mailer.limits = SLOW
    frozen(world)
    pace_sends(world)
    ended = world.batch_queue.delays[-1] + 1 / 0.9
    world.batch_queue.take()
    world.advance(seconds=60 + late)
    pace_sends(world)
    assert world.batch_queue.delays[0] == pytest.approx(ended - 60 - late, abs=0.1)


def test_two_ticks_in_one_moment_release_one_minute() -> None:
    world = FakeWorld(*people(200))
    world.mailer.limits = SLOW
    released(world)
    pace_sends(world)
    assert world.batch_queue.messages == []


def test_two_sends_share_the_rate() -> None:
    world = FakeWorld(*people(200))
    world.mailer.limits = SLOW
    two_sends(world)
    pace_sends(world)
    sends = [message["send"] for message in world.batch_queue.take()]
    assert [sends.count(send_id) for send_id in world.ledger.sends] == [30, 29]


def test_an_urgent_send_takes_the_rate_and_voids_what_others_have_on_the_queue() -> None:
    world = FakeWorld(*people(200))
    world.mailer.limits = SLOW
    calm = frozen(world)
    pace_sends(world)
    void = world.batch_queue.take()
    frozen(world, urgent=True, campaign="daca")
    pace_sends(world)
    assert {message["send"] for message in world.batch_queue.messages}.isdisjoint({calm.id})
    assert world.batch_queue.delays[0] == 0
    for message in void:
        send_batch(message, world, plenty)
    assert world.mailer.calls == []


def test_what_an_urgent_send_voided_is_mailed_after_it_and_nobody_twice() -> None:
    world = FakeWorld(*people(100))
    world.mailer.limits = SLOW
    frozen(world)
    pace_sends(world)
    queue = world.batch_queue.take()
    for message in queue[:7]:
        send_batch(message, world, plenty)
    frozen(world, urgent=True, campaign="daca")
    for _ in range(9):
        pace_sends(world)
        for message in [*queue, *world.batch_queue.take()]:
            send_batch(message, world, plenty)
        world.advance(minutes=1)
    assert sorted(Counter(world.mailer.addresses).values()) == [2] * 100
    assert {len(set(batch.codes)) for batch in world.ledger.stored.values()} == {1}


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


def test_a_long_send_does_not_hold_back_for_hours_what_another_lost() -> None:
    world = FakeWorld(*people(30))
    lost = released(world)
    world.batch_queue.is_empty = lambda: False  # type: ignore[method-assign]
    for _ in range(9):
        world.advance(minutes=1)
        pace_sends(world)
    assert world.batch_queue.messages == []
    for _ in range(2):
        world.advance(minutes=1)
        pace_sends(world)
    assert world.batch_queue.messages == lost


def test_of_two_ticks_at_once_only_one_releases() -> None:
    world = FakeWorld(*people(30))
    send = frozen(world)
    world.ledger.active_sends = lambda: [send]  # type: ignore[method-assign]
    pace_sends(world)
    pace_sends(world)
    assert len(world.batch_queue.messages) == 5


@pytest.mark.parametrize("action", ["pause", "block", "cancel"])
def test_a_send_that_was_stopped_releases_nothing(action: str) -> None:
    world = FakeWorld(*people(3))
    send = frozen(world)
    world.ledger.change_send(send, moved(send, action, nonce="x"))  # type: ignore[arg-type]
    pace_sends(world)
    assert world.batch_queue.messages == []


def test_an_empty_audience_releases_nothing_and_ends_its_round() -> None:
    world = FakeWorld()
    assert released(world) == []
    cursor = next(iter(world.ledger.sends.values())).cursor
    assert (cursor.round, cursor.part) == (1, 1)


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
    world = FakeWorld(*people(16))
    messages = released(world)
    key = Key(messages[0]["send"], 0, 0)
    world.ledger.stored[key] = Batch(codes="s" * 6 + OPEN, rev=2)
    world.ledger.stored[key._replace(nr=1)] = Batch(codes="?" * 7, rev=1)
    for _ in range(3):
        pace_sends(world)
    assert [message["nr"] for message in world.batch_queue.messages] == [0, 2]


def test_the_handler_ticks() -> None:
    world = FakeWorld(*people(3))
    frozen(world)
    with wiring.use(world):
        handler({}, None)
    assert len(world.batch_queue.messages) == 1


def test_the_daily_quota_that_is_left_bounds_what_is_released() -> None:
    world = FakeWorld(*people(60))
    frozen(world)
    world.mailer.limits = replace(world.mailer.limits, left=10)
    pace_sends(world)
    assert len(world.batch_queue.messages) == 2


def test_throttling_slows_the_send_releases_at_once_what_came_back_and_passes() -> None:
    world = FakeWorld(*people(140))
    world.mailer.answers = [Answer(whole="throttled")]
    for message in released(world):
        send_batch(message, world, plenty)
    world.advance(minutes=1)
    pace_sends(world)
    (again,) = world.batch_queue.take()
    assert (again["nr"], one(world).pace) == (0, 0.7)
    send_batch(again, world, plenty)
    assert {batch.codes for batch in world.ledger.stored.values()} == {"s" * 7}


def test_a_send_that_was_slow_speeds_up_again_minute_by_minute() -> None:
    world = FakeWorld(*people(300))
    world.mailer.limits = SLOW
    send = frozen(world)
    world.ledger.sends[send.id] = replace(send, pace=0.5)
    speeds = []
    for _ in range(6):
        pace_sends(world)
        for message in world.batch_queue.take():
            send_batch(message, world, plenty)
        world.advance(minutes=1)
        speeds.append(one(world).pace)
    assert speeds == [0.5, 0.575, 0.661, 0.76, 0.874, 1.0]


def test_while_workers_are_behind_less_is_released() -> None:
    world = FakeWorld(*people(200))
    world.mailer.limits = SLOW
    frozen(world)
    world.batch_queue.waiting = lambda: 24  # type: ignore[method-assign]
    pace_sends(world)
    assert len(world.batch_queue.messages) == 23


def test_while_the_kill_switch_is_off_nothing_moves() -> None:
    world = FakeWorld(*people(3))
    send = frozen(world)
    world.ledger.switch = Switch(on=False, table="table-1")
    pace_sends(world)
    assert (one(world), world.batch_queue.messages) == (send, [])


def test_the_first_tick_binds_the_kill_switch_to_its_table() -> None:
    world = FakeWorld(*people(3))
    released(world)
    assert world.ledger.switch is not None
    assert (world.ledger.switch.on, world.ledger.switch.table) == (True, "table-1")


def test_messages_in_the_dead_letters_stand_in_the_sends_status() -> None:
    world = FakeWorld(*people(3))
    messages = released(world)
    world.batch_dead_letters.put([*messages, {"send": "another"}, {}])
    pace_sends(world)
    assert one(world).dead == 1


def test_dead_letters_that_cannot_be_read_hold_up_nothing() -> None:
    def failing() -> list[Mapping[str, Any]]:
        raise TryLater("SQS is slow")

    world = FakeWorld(*people(3))
    world.batch_dead_letters.peek = failing  # type: ignore[method-assign]
    assert len(released(world)) == 1
