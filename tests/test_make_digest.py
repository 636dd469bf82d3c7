"""A recurring digest is due: once per occurrence, with what is open then, or told why not."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from functions import wiring
from functions.alerts.errors import NeverRetry, StateError
from functions.alerts.sends.published import Source
from functions.alerts.sends.recurrence import Every, Recurrence, digest_message
from functions.alerts.sends.segment import Segment
from functions.alerts.sends.send import Send
from functions.alerts.sends.switch import Switch
from functions.make_digest import handler, make_digest
from functions.services.launch import release
from functions.services.recurring import end, set_up
from functions.start_send import start_send
from tests.cli.conftest import StaffWorld
from tests.fakes import FakeWorld
from tests.sending import people, person
from tests.ses_events import sqs_event
from tests.written import AWARD, ORGANIZATION

MONDAY = Every(days=(0,), at=time(9), zone="America/Chicago")
TOPIC = Segment(topics=frozenset({"welcoming"}))
DUE = datetime(2018, 4, 9, 14, tzinfo=UTC)
NEWER = ORGANIZATION.replace("Wabash", "Jackson")
COMMENT = """\
level: federal
headline: Comment
asks:
  - ask: comment
    docket: DACA rule
    agency: USCIS
    link: https://example.org/daca
    closes: 2018-04-20 5:00 PM
"""


def source(id: str, text: str, *, day: int = 1, organization: str = ORGANIZATION) -> Source:
    """A campaign that was published on that day of April."""
    at = datetime(2018, 4, day, tzinfo=UTC)
    return Source(campaign=id, text=text, organization=organization, at=at)


@pytest.fixture
def world() -> StaffWorld:
    """A stack with three people on which one alert is published; it is Monday at nine."""
    world = StaffWorld(*people(3))
    world.published.put("award", source("award", AWARD))
    return world


def recurring(world: FakeWorld, **more: Any) -> Recurrence:
    return set_up(MONDAY, TOPIC, world, author="ana", **more)


def fire(world: FakeWorld, recurrence: Recurrence, at: datetime = DUE) -> list[Send]:
    make_digest(digest_message(recurrence, at.isoformat()), world)
    return list(world.ledger.sends.values())


def mail(world: FakeWorld, send: Send, language: str = "en") -> Any:
    found = world.store.revisions[send.digest].at(language, world.time)
    assert found is not None
    return found


def test_what_is_open_is_launched_to_the_segment(world: StaffWorld) -> None:
    (send,) = fire(world, recurring(world))
    assert (send.kind, send.segment, send.starts, send.author) == ("digest", TOPIC, DUE, "ana")
    assert mail(world, send).open_asks == ("sb-35", "no-registry-act", "donate")
    assert mail(world, send, "es").subject == "Lo que usted puede hacer ahora"
    assert [one["send"] for one in world.control_queue.messages] == [send.id]


def test_an_occurrence_is_sent_once_however_often_it_fires(world: StaffWorld) -> None:
    recurrence = recurring(world)
    (send,) = fire(world, recurrence)
    world.advance(minutes=20)
    world.published.put("comment", source("comment", COMMENT))
    assert fire(world, recurrence, DUE + timedelta(seconds=20)) == [send]
    assert len(world.control_queue.messages) == 1


def test_two_firings_at_once_launch_one_send(world: StaffWorld) -> None:
    recurrence = recurring(world)
    (send,) = fire(world, recurrence)
    world.ledger.read_send = lambda send_id: None  # type: ignore[method-assign]
    assert fire(world, recurrence) == [send]
    assert (len(world.control_queue.messages), world.alarms.told) == (1, [])


def test_the_next_occurrence_is_a_send_of_its_own_to_the_same_people(world: StaffWorld) -> None:
    recurrence = recurring(world)
    world.published.put("comment", source("comment", COMMENT))
    fire(world, recurrence)
    world.advance(days=7)
    first, second = fire(world, recurrence, DUE + timedelta(days=7))
    assert first.campaign != second.campaign
    assert (second.earlier, mail(world, second).open_asks) == ((), ("comment", "donate"))


@pytest.mark.parametrize("change", ["ended", "replaced", "unknown"])
def test_a_schedule_that_does_not_count_any_more_fires_into_nothing(
    world: StaffWorld, change: str
) -> None:
    old = recurring(world)
    end(old.id, world, who="bo")
    if change == "replaced":
        assert recurring(world).gen == 3
    if change == "unknown":
        world.digests.recurrences.stored.clear()
    assert (fire(world, old), world.alarms.told) == ([], [])


def test_nothing_open_sends_nothing_and_wakes_nobody(world: StaffWorld) -> None:
    world.published.stored = {"card": source("card", COMMENT)}
    world.time = DUE + timedelta(days=14)
    assert fire(world, recurring(world), world.time) == []
    world.published.stored = {}
    assert fire(world, recurring_again(world), world.time) == []
    assert world.alarms.told == []


def recurring_again(world: FakeWorld) -> Recurrence:
    (found,) = world.digests.recurrences.all()
    return found


def in_sandbox(world: StaffWorld) -> None:
    world.mailer.limits = replace(world.mailer.limits, sandbox=True)


def stopped(world: StaffWorld) -> None:
    world.ledger.set_switch(Switch(on=False, by="bo", at="today"))


def too_many(world: StaffWorld) -> None:
    world.settings = replace(world.settings, most_per_send="2")


def nobody(world: StaffWorld) -> None:
    world.supporters.people = {"0": person(1, topics=("other",))}


def all_gone(world: StaffWorld) -> None:
    world.supporters.people = {one.id: one for one in [person(1, "unsubscribed")]}


def late(world: StaffWorld) -> None:
    world.advance(hours=2, seconds=1)


@pytest.mark.parametrize(
    ("prepare", "why"),
    [
        (in_sandbox, "sandbox"),
        (stopped, "bo stopped it"),
        (too_many, "3 people are more than the 2"),
        (nobody, "Nobody on the list asked for"),
        (all_gone, "all 1 would be skipped."),
        (late, "too late"),
    ],
)
def test_what_speaks_against_a_launch_is_told_and_nothing_is_sent(
    world: StaffWorld, prepare: Callable[[StaffWorld], None], why: str
) -> None:
    recurrence = recurring(world)
    prepare(world)
    assert fire(world, recurrence) == []
    [(subject, text)] = world.alarms.told
    assert (recurrence.id in subject, why in text) == (True, True)
    assert "welcoming" not in text  # a topic


def test_one_that_comes_within_its_grace_time_counts_from_its_own_time(world: StaffWorld) -> None:
    recurrence = recurring(world)
    world.advance(hours=1, minutes=59)
    (send,) = fire(world, recurrence)
    assert send.starts == DUE


def test_what_is_broken_is_left_out_and_told_and_the_others_go(world: StaffWorld) -> None:
    world.published.put("old", source("old", "level: nowhere\n"))
    world.published.broken.add("unreadable")
    (send,) = fire(world, recurring(world))
    [(_, text)] = world.alarms.told
    assert mail(world, send).open_asks == ("sb-35", "no-registry-act", "donate")
    assert "unreadable, old" in text


def test_what_is_withdrawn_meanwhile_is_not_broken(world: StaffWorld) -> None:
    world.published.names = lambda: ["award", "gone"]  # type: ignore[method-assign]
    assert len(fire(world, recurring(world))) == 1
    assert world.alarms.told == []


def test_what_stands_under_a_foreign_name_is_left_out(world: StaffWorld) -> None:
    world.published.put("copy", source("comment", COMMENT))
    (send,) = fire(world, recurring(world))
    assert "comment" not in mail(world, send).open_asks
    assert "copy" in world.alarms.told[0][1]


def test_the_organization_is_the_one_published_last(world: StaffWorld) -> None:
    world.published.put("comment", source("comment", COMMENT, day=5, organization=NEWER))
    (send,) = fire(world, recurring(world))
    assert "Jackson" in mail(world, send).html
    assert "Wabash" not in mail(world, send).html


def test_a_frame_gives_subject_and_words_and_its_own_asks_at_the_end(world: StaffWorld) -> None:
    text = AWARD.replace("We won!", "This week").split("  - ask: slip")[0]
    (send,) = fire(world, recurring(world, frame=source("weekly", text)))
    edition = mail(world, send)
    assert (edition.subject, "belongs to all" in edition.text) == ("This week", True)
    assert edition.open_asks == ("sb-35", "no-registry-act", "donate")


@pytest.mark.parametrize("lost", [True, False])
def test_a_frame_that_is_gone_or_broken_is_told(world: StaffWorld, lost: bool) -> None:
    recurrence = recurring(world, frame=source("weekly", "level: nowhere\n"))
    if lost:
        world.digests.frames.stored.clear()
    assert fire(world, recurrence) == []
    assert "cannot be made" in world.alarms.told[0][1]


def test_a_digest_that_needs_a_release_waits_for_a_second_person(world: StaffWorld) -> None:
    (send,) = fire(world, recurring(world, needs_release=True))
    start_send(world.control_queue.take()[0], world)
    assert world.ledger.sends[send.id].state == "waiting"
    with pytest.raises(StateError, match="cannot release it too"):
        release(send.id, world, who="ana")
    assert release(send.id, world, who="bo").state == "scheduled"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"do": "start"}, "cannot do"),
        ({"recurrence": ""}, "no text under recurrence"),
        ({"at": "<aws.scheduler.scheduled-time>"}, "no time under at"),
        ({"at": "2018-04-09T14:00:00"}, "no zone"),
        ({"at": "2018-04-09T14:02:00Z"}, "not due yet"),
        ({"gen": "1"}, "no number under gen"),
    ],
    ids=["command", "id", "time", "zone", "early", "generation"],
)
def test_a_malformed_message_is_refused(
    world: StaffWorld, change: dict[str, Any], why: str
) -> None:
    message = {**digest_message(recurring(world), "2018-04-09T14:00:00Z"), **change}
    with pytest.raises(NeverRetry, match=why):
        make_digest(message, world)


def test_the_handler_serves_the_queue(world: StaffWorld) -> None:
    message = digest_message(recurring(world), "2018-04-09T14:00:00Z")
    with wiring.use(world):
        answer = handler(sqs_event(json.dumps(message)), None)
    assert (answer, len(world.ledger.sends)) == ({"batchItemFailures": []}, 1)


def test_a_schedule_that_belongs_to_nothing_is_looked_at(
    world: StaffWorld, caplog: pytest.LogCaptureFixture
) -> None:
    old = recurring(world)
    world.digests.recurrences.stored.clear()
    fire(world, old)
    assert [(record.levelname, record.getMessage()) for record in caplog.records] == [
        ("WARNING", "digest_unknown")
    ]


def test_no_topic_and_no_text_of_an_alert_is_logged(
    world: StaffWorld, caplog: pytest.LogCaptureFixture
) -> None:
    nobody(world)
    caplog.set_level("INFO", logger="alerts")
    fire(world, recurring(world))
    told = str([vars(record) for record in caplog.records])
    assert ("digest_not_sent" in told, "welcoming" in told, "SB 35" in told) == (True, False, False)
