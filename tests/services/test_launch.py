from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from functions.alerts.errors import StateError, TryLater
from functions.alerts.sends.send import Send
from functions.alerts.sends.states import RELEASE_NEEDED
from functions.pace_sends import pace_sends
from functions.send_batch import send_batch
from functions.services.launch import (
    cancel,
    launch,
    pause,
    release,
    reschedule,
    resume,
    start_message,
    stop,
)
from functions.start_send import start_send
from tests.fakes import FakeWorld
from tests.sending import HEARING, LAST, REVISION, TOPIC, frozen, launched, people, plenty, released


def planned(world: FakeWorld, *, needs_release: bool = False) -> Send:
    """A send for tomorrow, launched by ana."""
    starts = world.time + timedelta(days=1)
    return launch(REVISION, TOPIC, world, starts, author="ana", needs_release=needs_release)


def audited(world: FakeWorld, send: str = "") -> list[tuple[str, str, str]]:
    return [(line.who, line.what, line.reason) for line in world.ledger.audit(send)]


def test_a_send_for_later_gets_a_schedule_and_one_for_now_a_command() -> None:
    world = FakeWorld()
    later, now = planned(world), launched(world)
    assert world.schedules.planned == {(later.id, 1): start_message(later)}
    assert world.control_queue.messages == [start_message(now)]


def test_a_launch_keeps_what_was_said_and_stands_in_the_audit() -> None:
    world = FakeWorld()
    send = launch(
        REVISION,
        TOPIC,
        world,
        author="ana",
        urgent=True,
        grace=60,
        doubt="keep",
        kind="correction",
        why="today",
    )
    assert (send.author, send.urgent, send.grace, send.doubt) == ("ana", True, 60, "keep")
    assert (send.created, send.kind) == (world.time, "correction")
    assert audited(world, send.id) == [("ana", "launch urgently", "today")]


@pytest.mark.parametrize("kind", ["reminder", "correction"])
def test_a_reminder_or_correction_leaves_nobody_out(kind: str) -> None:
    world = FakeWorld()
    first = launched(world)
    again = launch(REVISION, TOPIC, world, kind=kind, of=first.id)  # type: ignore[arg-type]
    assert (again.earlier, again.of) == ((), first.id)


def test_a_rescheduled_send_has_a_new_schedule_and_the_old_one_fires_into_nothing() -> None:
    world = FakeWorld(*people(3))
    old = planned(world)
    new = reschedule(old.id, old.starts + timedelta(days=1), world, who="ben")
    assert world.schedules.planned == {(old.id, 2): start_message(new)}
    world.time = old.starts
    start_send(start_message(old), world)
    assert world.ledger.sends[old.id] == new
    assert audited(world, old.id)[-1][:2] == ("ben", "reschedule")


def test_rescheduling_to_now_commands_the_start() -> None:
    world = FakeWorld()
    old = planned(world)
    new = reschedule(old.id, world.time, world, who="ben")
    assert (world.schedules.planned, world.control_queue.messages) == ({}, [start_message(new)])


def test_a_release_is_for_the_start_it_was_given_for() -> None:
    world = FakeWorld()
    send = planned(world, needs_release=True)
    release(send.id, world, who="ben")
    again = reschedule(send.id, send.starts + timedelta(days=1), world, who="ana")
    assert (again.release, again.released_by) == ("needed", "")


@pytest.mark.parametrize(
    ("act", "state"), [(pause, "paused"), (cancel, "cancelled")], ids=["pause", "cancel"]
)
def test_what_stops_a_send_takes_effect_within_one_batch(
    act: Callable[..., Send], state: str
) -> None:
    world = FakeWorld(*people(30))
    messages = released(world)
    send_batch(messages[0], world, plenty)
    send_id = str(messages[0]["send"])
    assert act(send_id, world, who="ana", why="a mistake").state == state
    for message in messages[1:]:
        send_batch(message, world, plenty)
    assert len(world.mailer.calls) == 1
    assert audited(world, send_id)[-1] == ("ana", act.__name__, "a mistake")


def test_a_send_that_was_resumed_mails_the_rest_and_nobody_twice() -> None:
    world = FakeWorld(*people(30))
    messages = released(world)
    send_batch(messages[0], world, plenty)
    pause(str(messages[0]["send"]), world, who="ana")
    resume(str(messages[0]["send"]), world, who="ana")
    for message in messages:
        send_batch(message, world, plenty)
    assert sorted(world.mailer.addresses) == sorted(
        one.email for one in world.supporters.people.values()
    )


def test_the_kill_switch_takes_effect_within_one_batch_and_can_be_lifted() -> None:
    world = FakeWorld(*people(30))
    messages = released(world)
    send_batch(messages[0], world, plenty)
    stop(world, who="ana", why="wrong link")
    assert world.mailer.sets == {"alerts": False}
    send_batch(messages[1], world, plenty)
    assert len(world.mailer.calls) == 1
    stop(world, who="ben", lift=True)
    send_batch(messages[1], world, plenty)
    assert (len(world.mailer.calls), world.mailer.sets) == (2, {"alerts": True})
    assert audited(world) == [
        ("ana", "stop everything", "wrong link"),
        ("ben", "lift the stop", ""),
    ]


def test_ours_is_off_even_if_that_of_ses_cannot_be_reached() -> None:
    def failing(configuration_set: str, on: bool) -> None:
        raise TryLater("SES is slow")

    world = FakeWorld()
    world.mailer.set_sending = failing  # type: ignore[method-assign]
    with pytest.raises(TryLater):
        stop(world, who="ana")
    assert not world.ledger.read_switch().on


def test_who_launched_a_send_cannot_release_it() -> None:
    world = FakeWorld()
    send = planned(world, needs_release=True)
    with pytest.raises(StateError, match=r"cannot release it too\. Ask a second person"):
        release(send.id, world, who="ana")
    assert world.ledger.sends[send.id] == send


def test_a_second_person_releases_it_and_it_starts_at_its_time() -> None:
    world = FakeWorld(*people(3))
    send = release(planned(world, needs_release=True).id, world, who="ben")
    assert (send.state, send.release, send.released_by) == ("scheduled", "given", "ben")
    world.time = send.starts
    start_send(world.schedules.planned[send.id, send.gen], world)
    assert world.ledger.sends[send.id].state == "freezing"
    assert world.alarms.told == []


def test_a_send_that_is_not_released_in_time_waits_and_goes_on_when_it_is() -> None:
    world = FakeWorld(*people(3))
    send = planned(world, needs_release=True)
    world.time = send.starts
    start_send(start_message(send), world)
    waiting = world.ledger.sends[send.id]
    assert (waiting.state, waiting.reason) == ("waiting", RELEASE_NEEDED)
    assert waiting.until == send.starts + timedelta(hours=2)
    release(send.id, world, who="ben")
    for message in world.control_queue.take():
        start_send(message, world)
    assert world.ledger.sends[send.id].state == "freezing"


@pytest.mark.parametrize("act", [resume, pause], ids=["resume", "pause"])
def test_a_send_that_waits_for_its_release_can_do_nothing_else(act: Callable[..., Send]) -> None:
    world = FakeWorld(*people(3))
    send = launch(REVISION, TOPIC, world, author="ana", needs_release=True)
    start_send(start_message(send), world)
    with pytest.raises(StateError, match="Possible now: release, reschedule, miss, cancel"):
        act(send.id, world, who="ben")


def test_one_person_alone_can_release_what_is_urgent_and_everybody_is_told() -> None:
    world = FakeWorld()
    send = planned(world, needs_release=True)
    with pytest.raises(StateError, match="needs a reason"):
        release(send.id, world, who="ana", urgent=True)
    release(send.id, world, who="ana", urgent=True, reason="the hearing was moved up")
    ((subject, text),) = world.alarms.told
    assert send.id in subject
    assert "the hearing was moved up" in text
    assert audited(world, send.id)[-1] == ("ana", "release urgently", "the hearing was moved up")


def test_nothing_is_released_alone_if_the_others_cannot_be_told() -> None:
    def failing(subject: str, text: str) -> None:
        raise TryLater("SNS is slow")

    world = FakeWorld()
    send = planned(world, needs_release=True)
    world.alarms.tell = failing  # type: ignore[method-assign]
    with pytest.raises(TryLater):
        release(send.id, world, who="ana", urgent=True, reason="vote at noon")
    assert world.ledger.sends[send.id] == send


def test_a_blank_is_no_reason() -> None:
    world = FakeWorld()
    with pytest.raises(StateError, match="needs a reason"):
        release(planned(world, needs_release=True).id, world, who="ana", urgent=True, reason=" ")


def test_a_send_is_not_moved_to_when_every_ask_has_closed() -> None:
    world = FakeWorld()
    send = planned(world)
    with pytest.raises(StateError, match="Every ask will have closed by then"):
        reschedule(send.id, LAST, world, who="ana")
    assert world.ledger.sends[send.id] == send


def test_a_reminder_is_not_moved_to_after_what_it_reminds_of() -> None:
    world = FakeWorld()
    starts = world.time + timedelta(days=1)
    send = launch(REVISION, TOPIC, world, starts, kind="reminder", of="one", ask="sb-36")
    with pytest.raises(StateError, match="sb-36 will have closed by then"):
        reschedule(send.id, HEARING, world, who="ana")


def test_what_needs_no_release_cannot_be_released() -> None:
    world = FakeWorld()
    with pytest.raises(StateError, match="needs no release"):
        release(planned(world).id, world, who="ben")


def test_a_missed_send_starts_late_when_a_person_says_so() -> None:
    world = FakeWorld(*people(3))
    send = launched(world)
    world.control_queue.take()
    world.advance(hours=3)
    pace_sends(world)
    resume(send.id, world, who="ana")
    for message in world.control_queue.take():
        start_send(message, world)
    assert world.ledger.sends[send.id].state == "freezing"


def test_an_old_schedule_does_not_start_a_missed_send() -> None:
    world = FakeWorld(*people(3))
    send = launched(world)
    world.advance(hours=3)
    pace_sends(world)
    missed = world.ledger.sends[send.id]
    start_send(start_message(missed), world)
    assert world.ledger.sends[send.id] == missed


def test_a_missed_send_that_nobody_released_does_not_start() -> None:
    world = FakeWorld(*people(3))
    send = launch(REVISION, TOPIC, world, author="ana", needs_release=True)
    world.advance(hours=3)
    pace_sends(world)
    with pytest.raises(StateError, match="is not released"):
        resume(send.id, world, who="ben")


def test_there_is_nothing_to_do_to_a_send_that_is_not_there() -> None:
    with pytest.raises(StateError, match="There is no send nobody"):
        pause("nobody", FakeWorld(), who="ana")


def test_of_two_changes_at_once_one_is_told_to_look_again() -> None:
    world = FakeWorld(*people(3))
    send = frozen(world)
    world.ledger.change_send = lambda old, new: False  # type: ignore[method-assign]
    with pytest.raises(StateError, match="has just changed"):
        pause(send.id, world, who="ana")


def test_times_are_kept_with_their_zone() -> None:
    world = FakeWorld()
    starts = datetime.fromisoformat("2018-04-12T09:00:00-05:00")
    send = launch(REVISION, TOPIC, world, starts)
    assert Send.from_json(send.to_json()) == send
