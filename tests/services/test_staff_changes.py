"""What staff change of one person's, when two do it at once and when something fails."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from functions.alerts.errors import StateError, TryLater
from functions.alerts.people.address import supporter_ids
from functions.alerts.sends.supporter import Supporter
from functions.services.people import look_up
from functions.services.staff_changes import erase, subscribe, unsubscribe
from functions.settings import Settings
from tests.fakes import FakeWorld

ADDRESS = "maria@people.example"
OLD, NEW = json.dumps({"k1": "17" * 32}), json.dumps({"k2": "18" * 32, "k1": "17" * 32})
SAID = Supporter(
    id="", email="", status="subscribed", language="es", source="phone", agreed_to="alerts"
)


def world(keys: str = OLD) -> FakeWorld:
    return FakeWorld(settings=Settings(token_keys=OLD, filed_keys=OLD, people_keys=keys))


def put_on(here: FakeWorld, why: str = "") -> str:
    subscribe(SAID, look_up(ADDRESS, here), here, who="ana", why=why)
    return look_up(ADDRESS, here).id


def test_after_a_rotation_somebody_is_found_under_the_old_id_and_not_entered_twice() -> None:
    before, after = world(), world(NEW)
    after.supporters = before.supporters
    id = put_on(before)
    assert supporter_ids(ADDRESS, after.people_keyring)[0] != id
    assert put_on(after) == id
    assert list(after.supporters.people) == [id]


def test_who_was_erased_under_an_old_id_stays_erased_after_a_rotation() -> None:
    before, after = world(), world(NEW)
    after.supporters = before.supporters
    put_on(before)
    erase(ADDRESS, before, who="ana")
    assert look_up(ADDRESS, after).stands == "erased"
    with pytest.raises(StateError, match="erased"):
        put_on(after)


def test_whoever_stands_there_twice_is_erased_twice() -> None:
    here = world(NEW)
    for id in supporter_ids(ADDRESS, here.people_keyring):
        here.supporters.put(replace(SAID, id=id, email=ADDRESS))
    assert erase(ADDRESS, here, who="ana")
    assert here.supporters.people == {}
    assert set(here.supporters.erased) == set(supporter_ids(ADDRESS, here.people_keyring))


def test_whoever_also_stands_under_an_id_of_the_first_release_is_erased_there_too() -> None:
    here = world()
    put_on(here)
    here.supporters.put(replace(SAID, id="ab" * 16, email=ADDRESS.title()))
    assert erase(ADDRESS, here, who="ana")
    assert here.supporters.people == {}


def test_who_complains_meanwhile_stays_on_amazons_list() -> None:
    here = world()
    id = put_on(here)
    here.supporters.suppress(id, "bounced")
    here.suppressions.listed[ADDRESS] = "complained"
    bounced = look_up(ADDRESS, here)
    here.supporters.suppress(id, "complained")
    with pytest.raises(StateError, match="Somebody else"):
        subscribe(SAID, bounced, here, who="ana", why="asked")
    assert here.suppressions.listed == {ADDRESS: "complained"}


def test_two_who_change_the_same_person_are_told() -> None:
    here = world()
    id = put_on(here)
    known = look_up(ADDRESS, here)
    here.supporters.suppress(id, "unsubscribed")
    left = look_up(ADDRESS, here)
    here.supporters.suppress(id, "complained")
    with pytest.raises(StateError, match="Somebody else"):
        subscribe(SAID, left, here, who="ana", why="asked")
    assert known.stands == "subscribed"
    assert here.supporters.people[id].status == "complained"


def test_a_leaving_that_cannot_be_logged_is_tried_again() -> None:
    here = world()
    id = put_on(here)
    here.leavings.faults = [TryLater("S3")]
    with pytest.raises(TryLater):
        erase(ADDRESS, here, who="ana")
    assert id in here.supporters.people
    assert erase(ADDRESS, here, who="ana")
    assert here.supporters.people == {}


def test_who_is_off_the_list_for_good_is_not_unsubscribed() -> None:
    here = world()
    id = put_on(here)
    here.supporters.suppress(id, "complained")
    assert not unsubscribe(look_up(ADDRESS, here), here, who="ana")
    assert here.supporters.people[id].status == "complained"
