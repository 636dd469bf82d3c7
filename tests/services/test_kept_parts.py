from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from functions.alerts.sends.send import Send
from functions.services.kept_parts import keep_parts, let_parts_go
from functions.services.launch import launch
from tests.fakes import FakeWorld
from tests.sending import REVISION, TOPIC, launched


def over(world: FakeWorld, send: Send) -> Send:
    """The send, done and settled."""
    done = replace(send, state="done")
    world.ledger.sends[send.id] = done
    let_parts_go(done, world)
    return done


def ahead(world: FakeWorld, days: float) -> Send:
    """Another send of the campaign, so many days from now."""
    return launch(REVISION, TOPIC, world, world.time + timedelta(days=days))


def test_the_parts_of_a_send_that_is_over_begin_their_last_days() -> None:
    world = FakeWorld()
    send = over(world, launched(world))
    assert world.store.expiring == [send.id]


def test_a_send_far_ahead_keeps_the_parts_it_will_ask_for_until_it_is_over() -> None:
    world = FakeWorld()
    first = over(world, launched(world))
    second = ahead(world, days=40)
    assert world.store.expiring == []
    over(world, second)
    assert sorted(world.store.expiring) == sorted([first.id, second.id])


def test_a_send_that_starts_soon_finds_the_parts_as_they_are() -> None:
    world = FakeWorld()
    first = over(world, launched(world))
    second = over(world, ahead(world, days=0.5))
    assert world.store.expiring == [first.id, second.id]


def test_parts_that_another_send_has_yet_to_read_are_kept() -> None:
    world = FakeWorld()
    first = over(world, launched(world))
    second, third = ahead(world, days=40), ahead(world, days=50)
    over(world, second)
    assert world.store.expiring == []
    over(world, third)
    assert set(world.store.expiring) == {first.id, second.id, third.id}


@pytest.mark.parametrize("state", ["scheduled", "missed"])
def test_the_parts_of_an_original_wait_for_its_reminder(state: str) -> None:
    world = FakeWorld()
    first = launched(world)
    reminder = launch(REVISION, TOPIC, world, kind="reminder", of=first.id, ask="sb-35")
    world.ledger.sends[reminder.id] = replace(reminder, state=state)  # type: ignore[arg-type]
    over(world, first)
    assert world.store.expiring == []
    over(world, reminder)
    assert set(world.store.expiring) == {first.id, reminder.id}


def test_a_correction_does_not_end_the_parts_of_an_original_that_goes_on() -> None:
    world = FakeWorld()
    first = launched(world)
    starts = world.time + timedelta(days=2)
    correction = launch(REVISION, TOPIC, world, starts, kind="correction", of=first.id)
    over(world, correction)
    assert world.store.expiring == [correction.id]


def test_keeping_what_is_kept_changes_nothing() -> None:
    world = FakeWorld()
    keep_parts(["nobody"], world)
    assert world.store.expiring == []
