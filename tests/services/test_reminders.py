"""Reminders that a campaign's file asks for: from the launch to the mails, or why not."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from functions.alerts.errors import TryLater
from functions.alerts.sends.filed import Filed
from functions.alerts.sends.planned import PlannedReminder
from functions.alerts.sends.published import Source
from functions.alerts.sends.send import Send
from functions.freeze_audience import freeze_audience
from functions.pace_sends import pace_sends
from functions.send_batch import send_batch
from functions.services.launch import cancel, launch, release
from functions.services.move_sends import manifests_of
from functions.services.receipts import finish
from functions.services.reminders import outlook
from functions.settle_sends import settle_sends
from functions.start_send import start_send
from tests.fakes import FakeWorld
from tests.sending import HEARING, REVISION, TOPIC, people, plenty

POSTING = "sb-35@2018-04-10"
OPEN = replace(
    REVISION,
    editions=tuple(
        replace(one, open_asks=("sb-35", "donate") if one.ends == HEARING else ("donate",))
        for one in REVISION.editions
    ),
)
DAY_BEFORE = PlannedReminder(
    ask="sb-35", at=HEARING - timedelta(hours=5), closes=HEARING, posting=POSTING
)


def clock(at: datetime) -> str:
    return f"{at:%d %H:%M}"


class Alert:
    """An alert to three people, two days before the hearing, with a reminder five hours before."""

    def __init__(self, *reminders: PlannedReminder, **terms: Any) -> None:
        self.world = FakeWorld(*people(3))
        self.world.time = HEARING - timedelta(days=2)
        planned = reminders or (DAY_BEFORE,)
        send = launch(OPEN, TOPIC, self.world, author="ana", reminders=planned, **terms)
        self.id = send.id

    @property
    def send(self) -> Send:
        return self.world.ledger.sends[self.id]

    @property
    def reminders(self) -> list[Send]:
        return [send for send in self.world.ledger.sends.values() if send.of == self.id]

    def work(self, minutes: int = 4) -> None:
        """What the functions do in some minutes."""
        for _ in range(minutes):
            self.world.advance(minutes=1)
            pace_sends(self.world)
            for message in self.world.control_queue.take():
                start_send(message, self.world)
            for message in self.world.freeze_queue.take():
                freeze_audience(message, self.world)
            for message in self.world.batch_queue.take():
                send_batch(message, self.world, plenty)
            settle_sends(self.world)

    def told(self) -> list[str]:
        return list(outlook(self.send, self.world, clock))


def test_when_the_alert_is_over_its_reminder_is_a_send_of_the_same_mails_and_author() -> None:
    alert = Alert()
    alert.work()
    (reminder,) = alert.reminders
    assert (alert.send.state, reminder.state, reminder.kind) == ("done", "scheduled", "reminder")
    assert (reminder.starts, reminder.ask) == (DAY_BEFORE.at, "sb-35")
    assert (reminder.digest, reminder.author) == (alert.send.digest, "ana")
    assert reminder.segment.not_filed == POSTING
    assert alert.world.schedules.planned == {}


def test_it_goes_out_at_its_time_to_those_who_got_the_alert_and_have_not_filed() -> None:
    alert = Alert()
    alert.work()
    filed, *others = alert.world.supporters.people.values()
    Filed(POSTING, alert.world.filed_keyring).add(filed.id, alert.world.filed)
    alert.world.supporters.put(people(4)[3])  # joined since
    alert.world.time, alert.world.mailer.addresses = DAY_BEFORE.at - timedelta(seconds=90), []
    alert.work(1)
    assert alert.world.mailer.addresses == []
    alert.work()
    assert sorted(alert.world.mailer.addresses) == sorted(one.email for one in others)
    assert alert.reminders[0].state == "done"


def test_an_end_that_is_done_twice_makes_one_reminder() -> None:
    alert = Alert()
    alert.work()
    (before,) = alert.reminders
    alert.world.ledger.active[alert.id] = None
    alert.world.advance(hours=1)
    settle_sends(alert.world)
    assert alert.reminders == [before]
    assert [line.what for line in alert.world.ledger.audit(before.id)] == ["launch"]


def test_a_crash_between_the_end_and_the_reminder_loses_none() -> None:
    def failing(send: Send) -> bool:
        raise TryLater("DynamoDB is slow")

    alert = Alert()
    create = alert.world.ledger.create_send
    alert.world.ledger.create_send = failing  # type: ignore[method-assign]
    alert.work()
    assert (alert.send.state, alert.reminders) == ("done", [])
    alert.world.ledger.create_send = create  # type: ignore[method-assign]
    alert.work(1)
    assert len(alert.reminders) == 1


def test_a_reminder_that_was_cancelled_is_not_made_again() -> None:
    alert = Alert()
    alert.work()
    cancel(alert.reminders[0].id, alert.world, who="ben", why="the hearing is off")
    alert.world.ledger.active[alert.id] = None
    settle_sends(alert.world)
    assert [send.state for send in alert.reminders] == ["cancelled"]
    assert alert.told() == [
        f"Reminder of sb-35, 10 15:00: send {alert.reminders[0].id} is cancelled:"
        " the hearing is off"
    ]


def test_who_released_the_alert_has_released_its_reminder() -> None:
    alert = Alert(needs_release=True)
    release(alert.id, alert.world, who="ben")
    alert.work()
    (reminder,) = alert.reminders
    assert (reminder.release, reminder.released_by) == ("given", "ben")


def test_two_reminders_of_one_alert_reach_everybody_twice() -> None:
    early = replace(DAY_BEFORE, at=HEARING - timedelta(hours=26))
    alert = Alert(early, DAY_BEFORE)
    alert.work()
    for at in (early.at, DAY_BEFORE.at):
        alert.world.time = at
        alert.work()
    assert [send.state for send in alert.reminders] == ["done", "done"]
    assert len(alert.world.mailer.addresses) == 9


def test_a_reminder_whose_alert_is_not_over_by_then_is_none_and_says_so() -> None:
    alert = Alert()
    alert.work(1)
    alert.world.time = DAY_BEFORE.at + timedelta(hours=2, minutes=1)
    alert.work()
    assert (alert.send.state, alert.reminders) == ("done", [])
    assert alert.told() == ["Reminder of sb-35, 10 15:00: not sent. The send was not over by then."]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"at": HEARING - timedelta(hours=30)}, "of the same alert goes out at"),
        ({"ask": "gone"}, "no mail of this alert carries gone any more"),
        ({"at": HEARING - timedelta(minutes=59)}, "too soon for a reminder"),
    ],
    ids=["too close", "not in the mail", "too late"],
)
def test_a_reminder_that_does_not_fit_is_none_and_says_why(
    change: dict[str, Any], why: str
) -> None:
    alert = Alert(replace(DAY_BEFORE, **change))
    alert.world.time = HEARING - timedelta(hours=31)
    alert.world.ledger.sends[alert.id] = replace(alert.send, starts=alert.world.time)
    alert.work()
    assert alert.reminders == []
    assert why in alert.told()[0]


def test_the_gap_is_counted_from_the_last_mail_of_an_alert_that_took_long() -> None:
    alert = Alert()
    alert.world.ledger.sends[alert.id] = replace(alert.send, grace=3 * 86_400)
    alert.world.time = DAY_BEFORE.at - timedelta(hours=19)
    alert.work()
    assert alert.reminders == []
    assert "The last mail of send" in alert.told()[0]


def test_an_alert_that_is_cancelled_has_no_reminder() -> None:
    alert = Alert()
    alert.work(1)
    cancel(alert.id, alert.world, who="ana")
    alert.work()
    assert alert.reminders == []
    assert "The send it belongs to was cancelled." in alert.told()[0]


def test_before_the_end_a_reminder_is_said_to_follow() -> None:
    assert Alert().told() == ["Reminder of sb-35, 10 15:00: follows, if this send is over by then."]


def test_a_correction_takes_the_reminders_place_also_once_it_is_planned() -> None:
    alert = Alert()
    alert.work()
    corrected = launch(OPEN, TOPIC, alert.world, kind="correction", of=alert.id)
    alert.world.time = DAY_BEFORE.at - timedelta(minutes=2)
    alert.work()
    reminder = next(send for send in alert.reminders if send.kind == "reminder")
    assert reminder.state == "cancelled"
    assert reminder.reason == f"Send {corrected.id} has corrected send {alert.id} since."
    assert alert.world.ledger.audit(reminder.id)[-1].what == "cancel"


@pytest.mark.parametrize(
    ("asks", "state", "why"),
    [
        (("sb-35", "donate"), "done", ""),
        (("donate",), "cancelled", "The ask was withdrawn"),
    ],
    ids=["only its texts", "withdrawn"],
)
def test_a_reminder_is_held_against_the_alert_as_it_was_published_since(
    asks: tuple[str, ...], state: str, why: str
) -> None:
    alert = Alert()
    alert.work()
    editions = tuple(
        replace(one, subject="New", open_asks=asks if one.ends == HEARING else ("donate",))
        for one in OPEN.editions
    )
    publish(alert.world, replace(OPEN, editions=editions))
    alert.world.time = DAY_BEFORE.at
    alert.work()
    (reminder,) = alert.reminders
    assert (reminder.state, reminder.reason.startswith(why)) == (state, True)


def test_an_ask_that_was_moved_since_is_not_reminded_of() -> None:
    alert = Alert()
    alert.work()
    later = HEARING + timedelta(days=1)
    editions = tuple(
        replace(
            one,
            begins=later if one.begins == HEARING else one.begins,
            ends=later if one.ends == HEARING else one.ends,
        )
        for one in OPEN.editions
    )
    publish(alert.world, replace(OPEN, editions=editions))
    alert.world.time = DAY_BEFORE.at
    alert.work()
    assert alert.reminders[0].reason.startswith("The ask was moved")


def test_what_was_published_before_the_launch_says_nothing() -> None:
    alert = Alert()
    alert.work()
    publish(alert.world, replace(REVISION), ago=timedelta(days=1))
    alert.world.time = DAY_BEFORE.at
    alert.work()
    assert alert.reminders[0].state == "done"


def test_parts_are_kept_until_the_reminder_has_read_them() -> None:
    alert = Alert()
    alert.work()
    assert alert.world.store.expiring == []
    alert.world.time = DAY_BEFORE.at
    alert.work()
    assert set(alert.world.store.expiring) == {alert.id, alert.reminders[0].id}


def test_a_pacer_that_is_quicker_with_the_end_of_an_alert_keeps_what_was_decided() -> None:
    alert = Alert()
    alert.work(1)
    pace_sends(alert.world)
    for message in alert.world.batch_queue.take():
        send_batch(message, alert.world, plenty)
    behind = alert.send
    assert behind.state == "sending"
    alert.world.ledger.sends[alert.id] = replace(behind, gen=behind.gen + 1, change="pacer")
    finish(behind, manifests_of(behind, alert.world), alert.world)
    assert (alert.send.state, len(alert.reminders)) == ("done", 1)


def publish(world: FakeWorld, revision: Any, ago: timedelta = timedelta(0)) -> None:
    """Publish the campaign again, with these mails."""
    world.store.store_revision(revision)
    at = world.time - ago
    source = Source(
        campaign=revision.campaign, text="", organization="", at=at, revision=revision.digest
    )
    world.published.put(revision.campaign, source)
