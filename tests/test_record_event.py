from __future__ import annotations

from typing import Any

import pytest

from functions import wiring
from functions.alerts.errors import TryLater
from functions.record_event import handler, record_event
from tests.fakes import FakeWorld
from tests.sending import people, released
from tests.ses_events import queue_body, sqs_event

NONE_FAILED: dict[str, Any] = {"batchItemFailures": []}


class Mailed:
    """A send whose first batch went out; `ref` tags its second recipient."""

    def __init__(self) -> None:
        self.world = FakeWorld(*people(3))
        (message,) = released(self.world)
        self.send, self.supporter = message["send"], message["ids"][1]
        self.ref = f"{self.send}-0-0-1-1"

    def record(self, *bodies: str) -> dict[str, Any]:
        return record_event(sqs_event(*bodies), self.world)

    def status(self) -> str:
        return self.world.supporters.people[self.supporter].status


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("bounce-permanent", "bounced"),
        ("bounce-suppressed", "bounced"),
        ("complaint", "complained"),
        ("bounce-transient", "subscribed"),
        ("complaint-not-spam", "subscribed"),
        ("delivery", "subscribed"),
    ],
)
def test_hard_bounces_and_complaints_suppress_the_supporter(name: str, status: str) -> None:
    mailed = Mailed()
    assert mailed.record(queue_body(name, mailed.ref)) == NONE_FAILED
    assert mailed.status() == status


def test_nobody_else_is_suppressed() -> None:
    mailed = Mailed()
    mailed.record(queue_body("complaint", mailed.ref))
    others = mailed.world.supporters.people.keys() - {mailed.supporter}
    assert {mailed.world.supporters.people[one].status for one in others} == {"subscribed"}


def test_who_unsubscribed_stays_unsubscribed_after_a_bounce() -> None:
    mailed = Mailed()
    mailed.world.supporters.suppress(mailed.supporter, "unsubscribed")
    mailed.record(queue_body("bounce-permanent", mailed.ref))
    assert mailed.status() == "unsubscribed"


def test_events_are_archived_by_send_without_anything_about_the_person() -> None:
    mailed = Mailed()
    mailed.record(queue_body("send", mailed.ref), queue_body("complaint", mailed.ref))
    archived = mailed.world.store.archived[mailed.send]
    assert [event.type for event in archived] == ["Send", "Complaint"]
    lines = "".join(event.to_json() for event in archived)
    assert not any(word in lines for word in ("@", "maria", "203.0.113.9", "We won"))


@pytest.mark.parametrize("ref", ["", "test-mail", "other-0-0-1-1"])
def test_foreign_bounces_suppress_nobody(ref: str) -> None:
    mailed = Mailed()
    assert mailed.record(queue_body("bounce-permanent", ref)) == NONE_FAILED
    assert mailed.status() == "subscribed"


@pytest.mark.parametrize("place", ["9-0-0", "0-9-0", "0-0-9"], ids=["part", "batch", "place"])
def test_a_tag_that_only_looks_like_ours_suppresses_nobody(place: str) -> None:
    mailed = Mailed()
    body = queue_body("bounce-permanent", f"{mailed.send}-{place}-1")
    assert mailed.record(body) == NONE_FAILED
    assert {one.status for one in mailed.world.supporters.people.values()} == {"subscribed"}


def test_a_malformed_event_fails_alone() -> None:
    mailed = Mailed()
    answer = mailed.record("{", queue_body("send", mailed.ref), queue_body("send") + "}")
    assert answer == {"batchItemFailures": [{"itemIdentifier": "m0"}, {"itemIdentifier": "m2"}]}
    assert len(mailed.world.store.archived[mailed.send]) == 1


def test_events_that_cannot_be_archived_come_back() -> None:
    mailed = Mailed()

    def failing(*_: object) -> None:
        raise TryLater("S3 is slow")

    mailed.world.store.archive = failing  # type: ignore[method-assign, assignment]
    answer = mailed.record(queue_body("send", mailed.ref), queue_body("send", "foreign"))
    assert answer == {"batchItemFailures": [{"itemIdentifier": "m0"}, {"itemIdentifier": "m1"}]}


def test_the_handler_serves_the_queue() -> None:
    mailed = Mailed()
    with wiring.use(mailed.world):
        answer = handler(sqs_event(queue_body("complaint", mailed.ref)), None)
    assert answer == NONE_FAILED
    assert mailed.status() == "complained"
