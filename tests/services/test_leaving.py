from __future__ import annotations

import pytest

from functions.alerts.errors import AlertsError, TryLater
from functions.alerts.outcomes.left import GIVES_WAY, Leaving
from functions.alerts.sends.supporter import Status
from functions.pace_sends import pace_sends
from functions.send_batch import send_batch
from functions.services.leaving import leave
from tests.fakes import FakeWorld
from tests.sending import frozen, people, person, plenty

WHO = person(1)
ALL: tuple[Status, ...] = ("pending", "subscribed", "unsubscribed", "bounced", "complained")


def test_a_leaving_stands_in_the_log_and_on_the_list() -> None:
    world = FakeWorld(WHO)
    assert leave(WHO.id, "unsubscribed", "link", world)
    [left] = world.leavings.log
    assert (left.id, left.status, left.why) == (WHO.id, "unsubscribed", "link")
    assert left.time == "2018-04-09T14:00:00+00:00"
    assert world.supporters.people[WHO.id].status == "unsubscribed"


@pytest.mark.parametrize("status", ALL)
@pytest.mark.parametrize("new", GIVES_WAY)
def test_a_status_only_becomes_more_restrictive(status: Status, new: Leaving) -> None:
    world = FakeWorld(person(1, status))
    changed = leave(WHO.id, new, "", world)
    assert changed == (status in GIVES_WAY[new]) == bool(world.leavings.log)
    assert world.supporters.people[WHO.id].status == (new if changed else status)


def test_a_line_that_cannot_be_written_leaves_the_list_alone() -> None:
    world = FakeWorld(WHO)
    world.leavings.faults = [TryLater("S3 is away.")]
    with pytest.raises(AlertsError):
        leave(WHO.id, "complained", "", world)
    assert world.supporters.people == {WHO.id: WHO}


def test_a_leaving_stands_in_the_audit_before_it_is_done() -> None:
    world = FakeWorld(WHO)
    leave(WHO.id, "bounced", "send s1", world, who="record_event")
    leave(WHO.id, "bounced", "send s2", world, who="record_event")
    [line] = world.ledger.audit_of(WHO.id)
    assert (line.who, line.what, line.reason) == ("record_event", "bounced", "send s1")


def test_who_is_not_on_the_list_leaves_no_trace() -> None:
    world = FakeWorld()
    assert not leave(WHO.id, "unsubscribed", "link", world)
    assert world.leavings.log == []


def test_who_leaves_after_the_freeze_is_not_mailed() -> None:
    world = FakeWorld(*people(3))
    frozen(world)
    pace_sends(world)
    [message] = world.batch_queue.take()
    leave(person(2).id, "unsubscribed", "link", world)
    send_batch(message, world, plenty)
    assert sorted(world.mailer.addresses) == [person(1).email, person(3).email]
