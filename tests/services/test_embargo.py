"""When an alert that is launched becomes public: with the first mail that links to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from functions.alerts.sends.send import Send
from functions.services.embargo import HELD, follow_launch, follow_sends, public_at
from functions.services.launch import cancel, launch, release, reschedule
from tests.fakes import FakeWorld
from tests.sending import REVISION, TOPIC, people
from tests.services.test_site_publishing import source

TOMORROW = timedelta(days=1)


@pytest.fixture
def world() -> FakeWorld:
    return FakeWorld(*people(2))


def planned(world: FakeWorld, after: timedelta = TOMORROW, *, needs_release: bool = False) -> Send:
    """A send of an alert that is not public yet, stored as `alerts send` does."""
    starts = world.time + after
    at = public_at(REVISION.campaign, starts, world, released=not needs_release)
    known = world.published.get(REVISION.campaign) or source(REVISION.campaign, "")
    world.published.put(REVISION.campaign, replace(known, at=at))
    return launch(REVISION, TOPIC, world, starts, needs_release=needs_release, author="ana")


def public(world: FakeWorld) -> datetime | None:
    found = world.published.get(REVISION.campaign)
    return found.at if found else None


def test_a_new_alert_becomes_public_when_its_send_starts(world: FakeWorld) -> None:
    starts = world.time + TOMORROW
    assert public_at("award", starts, world) == starts
    assert public_at("award", world.time - TOMORROW, world) == world.time


def test_one_that_is_public_is_replaced_at_once(world: FakeWorld) -> None:
    world.published.put("award", source("award", ""))
    assert public_at("award", world.time + TOMORROW, world) == world.time
    assert public_at("award", world.time + TOMORROW, world, released=False) == world.time


def test_the_earliest_of_two_sends_counts(world: FakeWorld) -> None:
    planned(world)
    planned(world, timedelta(hours=3))
    planned(world, timedelta(hours=9))
    assert public(world) == world.time + timedelta(hours=3)


def test_a_launch_that_broke_off_makes_nothing_public_before_the_one_that_did_not(
    world: FakeWorld,
) -> None:
    broken = source(REVISION.campaign, "", at=world.time + timedelta(hours=1))
    world.published.put(REVISION.campaign, broken)
    assert public_at(REVISION.campaign, world.time + TOMORROW, world) == world.time + TOMORROW


def test_of_two_launches_at_once_the_earlier_start_counts_whoever_wrote_last(
    world: FakeWorld,
) -> None:
    mine = source(REVISION.campaign, "", at=world.time + timedelta(hours=1))
    world.published.put(REVISION.campaign, replace(mine, at=world.time + TOMORROW, by="bo"))
    launch(REVISION, TOPIC, world, mine.at, author="ana")
    follow_launch(mine, world, public=False)
    assert public(world) == mine.at


def test_what_another_launch_took_away_as_it_failed_is_put_back(world: FakeWorld) -> None:
    mine = source(REVISION.campaign, "", at=world.time + TOMORROW)
    launch(REVISION, TOPIC, world, mine.at, author="ana")
    follow_launch(mine, world, public=False)
    assert world.published.get(REVISION.campaign) == mine


def test_a_launch_for_now_that_fails_leaves_what_is_planned_to_its_time(world: FakeWorld) -> None:
    send = planned(world)
    now = source(REVISION.campaign, "", at=world.time)
    world.published.put(REVISION.campaign, now)
    follow_launch(now, world, public=False)
    assert public(world) == send.starts


def test_a_reminder_makes_nothing_public(world: FakeWorld) -> None:
    send = planned(world)
    reminder = send.starts + timedelta(hours=1)
    launch(REVISION, TOPIC, world, reminder, author="ana", kind="reminder", of=send.id)
    cancel(send.id, world, who="ana")
    assert public(world) is None


def test_what_a_second_person_has_to_release_is_not_public_before(world: FakeWorld) -> None:
    send = planned(world, needs_release=True)
    assert public(world) == HELD
    release(send.id, world, who="bo")
    assert public(world) == send.starts
    assert world.public_site.schedules.planned == {send.starts}


def test_what_is_released_after_its_time_is_public_at_once(world: FakeWorld) -> None:
    send = planned(world, timedelta(minutes=5), needs_release=True)
    world.advance(minutes=20)
    release(send.id, world, who="bo")
    assert public(world) == world.time
    assert len(world.page_queue.messages) == 1


@pytest.mark.parametrize("hours", [1, 40])
def test_a_rescheduled_send_takes_its_page_along(world: FakeWorld, hours: int) -> None:
    send = planned(world)
    new = world.time + timedelta(hours=hours)
    reschedule(send.id, new, world, who="ana")
    assert (public(world), new in world.public_site.schedules.planned) == (new, True)


def test_a_cancelled_send_leaves_nothing_to_become_public(world: FakeWorld) -> None:
    cancel(planned(world).id, world, who="ana")
    assert public(world) is None


def test_a_cancelled_send_leaves_what_another_one_waits_for(world: FakeWorld) -> None:
    first, second = planned(world, timedelta(hours=1)), planned(world)
    cancel(first.id, world, who="ana")
    assert public(world) == second.starts


def test_what_is_public_stays_whatever_becomes_of_a_send(world: FakeWorld) -> None:
    world.published.put(REVISION.campaign, source(REVISION.campaign, ""))
    before = public(world)
    cancel(planned(world).id, world, who="ana")
    follow_sends("nothing-of-that-name", world)
    assert public(world) == world.time and before is not None
