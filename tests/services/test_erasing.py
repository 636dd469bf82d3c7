"""Whoever is erased is erased under every id, also when something fails in between."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from functions.alerts.errors import TryLater
from functions.alerts.outcomes.left import Left
from functions.alerts.people.address import supporter_ids
from functions.services import staff_changes
from functions.services.own_data import erase_own
from tests.fake_stores import FakeLeavings
from tests.fakes import FakeWorld
from tests.sending import person

WHO = person(1)  # by an id of the first release, which does not follow from the address
Erase = Callable[[FakeWorld], bool]


class FailingOnce(FakeLeavings):
    """S3 is away for the line after so many."""

    def __init__(self, after: int) -> None:
        super().__init__()
        self.left = after

    def add(self, left: Left) -> None:
        self.left -= 1
        if self.left == -1:
            raise TryLater("S3 is away.")
        super().add(left)


def themselves(world: FakeWorld) -> bool:
    return erase_own(WHO.id, world)


def staff(world: FakeWorld) -> bool:
    return staff_changes.erase(WHO.email, world, who="ana")


def ids(world: FakeWorld) -> list[str]:
    return [WHO.id, *supporter_ids(WHO.email, world.people_keyring)]


@pytest.mark.parametrize("erase", [themselves, staff])
@pytest.mark.parametrize("after", [0, 1])
def test_what_a_fault_broke_off_the_same_again_finishes(after: int, erase: Erase) -> None:
    world = FakeWorld(WHO)
    world.leavings = FailingOnce(after)
    with pytest.raises(TryLater):
        erase(world)
    assert WHO.id in world.supporters.people  # what it is found by goes last
    assert erase(world)
    assert set(world.supporters.standing(ids(world)).values()) == {"erased"}
    assert world.supporters.people == {}


@pytest.mark.parametrize("erase", [themselves, staff])
def test_erasing_is_noted_and_logged_once_for_each_id(erase: Erase) -> None:
    world = FakeWorld(WHO)
    assert [erase(world) for _ in range(2)] == [True, False]
    assert sorted(left.id for left in world.leavings.log) == sorted(ids(world))
    assert [entry.what for entry in world.ledger.entries] == ["erase"] * 2


def test_somebody_else_stays() -> None:
    other = replace(person(2), email="other@people.example")
    world = FakeWorld(WHO, other)
    staff(world)
    assert list(world.supporters.people) == [other.id]
