from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from functions.alerts.errors import StateError
from functions.alerts.sends.batch import Key
from functions.alerts.sends.filed import Filed
from functions.alerts.sends.send import Send
from functions.freeze_audience import freeze_audience
from functions.launch import launch, start_message
from functions.pace_sends import pace_sends
from functions.remind import remind
from functions.send_batch import send_batch
from functions.settle_sends import settle_sends
from functions.start_send import start_send
from tests.fakes import FakeWorld
from tests.sending import HEARING, REVISION, TOPIC, people, plenty

POSTING = "sb-35@2018-04-10"
OPEN = replace(
    REVISION,
    editions=tuple(replace(edition, open_asks=("sb-35",)) for edition in REVISION.editions),
)


class Done:
    """An alert that four people got the day before."""

    def __init__(self) -> None:
        self.world = FakeWorld(*people(4))
        self.world.time = HEARING - timedelta(days=2)
        self.send = self.mailed()
        settle_sends(self.world)

    def mailed(self) -> Send:
        send = launch(OPEN, TOPIC, self.world)
        self.go(send)
        return send

    def go(self, send: Send) -> None:
        """Freeze the send and mail its first minute."""
        start_send(start_message(send), self.world)
        freeze_audience({"v": 1, "send": send.id, "part": 0}, self.world)
        for _ in range(2):
            pace_sends(self.world)
        for message in self.world.batch_queue.take():
            send_batch(message, self.world, plenty)

    def remind(self) -> Send:
        return remind(
            self.send.id,
            self.world,
            posting=POSTING,
            deadline=HEARING,
            before=timedelta(hours=24),
        )


def test_a_reminder_is_scheduled_before_the_deadline() -> None:
    done = Done()
    reminder = done.remind()
    assert (reminder.kind, reminder.of, reminder.digest) == ("reminder", done.send.id, OPEN.digest)
    assert reminder.starts == HEARING - timedelta(hours=24)
    assert (reminder.id, reminder.gen) in done.world.schedules.planned


def test_a_reminder_goes_to_those_who_got_the_alert_and_have_not_filed() -> None:
    done = Done()
    first, second, third, fourth = sorted(done.world.supporters.people)
    Filed(POSTING, done.world.keyring).add(first, done.world.filed)
    done.world.supporters.suppress(second, "unsubscribed")
    someone = done.world.supporters.people[third]
    done.world.supporters.put(replace(someone, topics=frozenset({"daca"})))
    reminder = done.remind()
    done.world.time = reminder.starts
    done.go(reminder)
    assert done.world.ledger.stored[Key(reminder.id, 0, 0)].codes == "s"
    assert done.world.mailer.addresses[-1] == done.world.supporters.people[fourth].email
    assert len(done.world.mailer.addresses) == 5


def test_a_reminder_planned_twice_is_refused() -> None:
    done = Done()
    done.remind()
    with pytest.raises(StateError, match="of the same alert goes out at"):
        done.remind()


def test_there_is_nothing_to_remind_of_an_unknown_send() -> None:
    with pytest.raises(StateError, match="There is no send nobody"):
        remind(
            "nobody",
            FakeWorld(),
            posting=POSTING,
            deadline=HEARING,
            before=timedelta(hours=24),
        )
