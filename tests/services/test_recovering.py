from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

import pytest

from functions.alerts.errors import StateError
from functions.alerts.outcomes.left import Gone, left_at
from functions.services.leaving import leave
from functions.services.recovering import Recovered, recover
from tests.fakes import FakeWorld
from tests.sending import people, person

HOUR = timedelta(hours=1)


def lost_after(statuses: Iterable[Gone]) -> FakeWorld:
    """A list as of noon, restored at four; at two supporter 1 left in these ways."""
    world = FakeWorld(*people(3))
    for status in statuses:
        world.leavings.add(left_at(person(1).id, status, world.now() + 2 * HOUR, ""))
    world.advance(hours=4)
    return world


@pytest.mark.parametrize("status", ["unsubscribed", "bounced", "complained"])
def test_who_left_since_the_backup_is_not_brought_back(status: Gone) -> None:
    world = lost_after([status])
    done = recover(world.now() - 4 * HOUR, world)
    assert done == Recovered(changed={status: 1}, unchanged=0)
    assert world.supporters.people[person(1).id].status == status
    assert [world.supporters.people[person(n).id] for n in (2, 3)] == [person(2), person(3)]


def test_who_was_erased_is_erased_again() -> None:
    world = lost_after(["unsubscribed", "erased"])
    assert recover(world.now() - 4 * HOUR, world).changed == {"erased": 1}
    assert person(1).id not in world.supporters.people


@pytest.mark.parametrize("order", [("complained", "bounced"), ("bounced", "complained")])
def test_the_most_restrictive_of_all_counts(order: tuple[Gone, ...]) -> None:
    world = lost_after(order)
    recover(world.now() - 4 * HOUR, world)
    assert world.supporters.people[person(1).id].status == "complained"


def test_once_more_changes_nothing() -> None:
    world = lost_after(["unsubscribed"])
    recover(world.now() - 4 * HOUR, world)
    before = dict(world.supporters.people)
    assert recover(world.now() - 4 * HOUR, world) == Recovered(changed={}, unchanged=1)
    assert world.supporters.people == before


def test_an_interrupted_replay_is_gone_on_with() -> None:
    world = FakeWorld(*people(9))
    for one in people(9):
        world.leavings.add(left_at(one.id, "unsubscribed", world.now(), ""))

    def interrupt(number: int, of: int) -> None:
        if number == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        recover(world.now(), world, interrupt)
    assert recover(world.now(), world) == Recovered(changed={"unsubscribed": 5}, unchanged=4)


def test_who_came_back_before_the_backup_stays() -> None:
    world = FakeWorld(*people(3))
    leave(person(1).id, "unsubscribed", "link", world)
    world.supporters.put(person(1))
    world.advance(hours=2)
    assert recover(world.now(), world) == Recovered(changed={}, unchanged=0)
    assert world.supporters.people[person(1).id] == person(1)


def test_a_change_that_the_backup_just_missed_is_replayed() -> None:
    world = FakeWorld(*people(3))
    world.leavings.add(left_at(person(1).id, "unsubscribed", world.now(), ""))
    assert recover(world.now() + timedelta(0), world).changed == {"unsubscribed": 1}
    world.supporters.put(person(1))
    world.advance(minutes=5)
    assert recover(world.now(), world).changed == {"unsubscribed": 1}


def test_a_backup_of_the_future_is_refused() -> None:
    world = FakeWorld(replace(person(1)))
    with pytest.raises(StateError, match="still to come"):
        recover(world.now() + HOUR, world)
