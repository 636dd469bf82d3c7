from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest

from functions import wiring
from functions.alerts.errors import TryLater
from functions.alerts.outcomes.delivery import SOFT_LIMIT, Delivery
from functions.alerts.outcomes.probe import PART as PROBES
from functions.record_event import handler, record_event
from tests.fakes import FakeWorld
from tests.sending import people, released
from tests.ses_events import event_of, in_envelope, queue_body, sqs_event

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


@pytest.mark.parametrize("name", ["bounce-permanent", "complaint"])
def test_a_bounce_or_complaint_stands_in_the_audit_once(name: str) -> None:
    mailed = Mailed()
    mailed.record(queue_body(name, mailed.ref), queue_body(name, mailed.ref))
    [line] = mailed.world.ledger.audit_of(mailed.supporter)
    assert (line.who, line.what) == ("record_event", mailed.status())
    assert line.reason == f"send {mailed.send}"


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


@pytest.mark.parametrize("error", [TryLater("S3 is slow"), ValueError("odd")])
def test_events_that_cannot_be_archived_come_back(error: Exception) -> None:
    mailed = Mailed()

    def failing(*_: object) -> None:
        raise error

    mailed.world.store.archive = failing  # type: ignore[method-assign, assignment]
    answer = mailed.record(queue_body("send", mailed.ref), queue_body("send", "foreign"))
    assert answer == {"batchItemFailures": [{"itemIdentifier": "m0"}, {"itemIdentifier": "m1"}]}


def test_soft_bounces_of_many_sends_suppress_and_the_same_one_told_again_does_not() -> None:
    mailed = Mailed()
    body = queue_body("bounce-transient", mailed.ref)
    for _ in range(SOFT_LIMIT):
        mailed.record(body)
    assert mailed.status() == "subscribed"
    mailed.world.supporters.soft[mailed.supporter] |= {f"s{n}" for n in range(SOFT_LIMIT - 1)}
    mailed.record(body)
    assert mailed.status() == "bounced"


@pytest.mark.parametrize(
    ("time", "day"),
    [
        ("2018-04-01T09:00:00Z", "2018-04-01"),
        ("2018-02-31T09:00:00Z", "2018-04-09"),
        ("", "2018-04-09"),
    ],
    ids=["told", "no such day", "not told"],
)
def test_a_soft_bounce_is_noted_under_a_day_that_there_is(time: str, day: str) -> None:
    mailed, noted = Mailed(), list[str]()

    def soft_bounce(supporter_id: str, send_id: str, on: str) -> int:
        noted.append(on)
        return 1

    mailed.world.supporters.soft_bounce = soft_bounce  # type: ignore[method-assign, assignment]
    event = event_of("bounce-transient")
    event["mail"]["tags"]["ref"], event["mail"]["timestamp"] = [mailed.ref], ""
    event["bounce"]["timestamp"] = time
    assert mailed.record(in_envelope(event)) == NONE_FAILED
    assert noted == [day]


@pytest.mark.parametrize("name", ["open", "click"])
def test_who_opened_or_clicked_is_not_kept(name: str) -> None:
    mailed = Mailed()
    assert mailed.record(queue_body(name, mailed.ref)) == NONE_FAILED
    assert mailed.world.store.archived == {}


def test_the_word_that_ses_writes_at_the_first_deploy_is_no_dead_letter() -> None:
    mailed = Mailed()
    notice = "Successfully validated SNS topic for Amazon SES event publishing."
    body = json.dumps({"Type": "Notification", "Message": notice})
    assert mailed.record(body, queue_body("send", mailed.ref)) == NONE_FAILED
    assert [event.type for event in mailed.world.store.archived[mailed.send]] == ["Send"]


def test_what_ses_says_of_its_own_contact_lists_changes_nobody() -> None:
    mailed = Mailed()
    assert mailed.record(queue_body("subscription", mailed.ref)) == NONE_FAILED
    assert mailed.status() == "subscribed"
    assert [event.type for event in mailed.world.store.archived[mailed.send]] == ["Subscription"]


def test_the_event_of_a_probe_is_archived_with_its_send_and_is_about_nobody() -> None:
    mailed = Mailed()
    ref = f"{mailed.send}-{PROBES}-0-1-1"
    assert mailed.record(queue_body("bounce-permanent", ref)) == NONE_FAILED
    assert [event.ref for event in mailed.world.store.events(mailed.send, PROBES)] == [ref]
    assert mailed.status() == "subscribed"


def test_an_event_that_comes_twice_in_one_invocation_and_again_later_suppresses_once() -> None:
    mailed = Mailed()
    body = queue_body("complaint", mailed.ref)
    mailed.record(body, body)
    mailed.world.advance(days=80)
    assert mailed.record(body) == NONE_FAILED
    assert mailed.status() == "complained"
    assert len(mailed.world.leavings.log) == 1


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("maria@supporter.example", "the message is not JSON."),
        (in_envelope({"eventType": "Opened"}), "eventType is none of the SES event types"),
        (in_envelope({"eventType": "Bounce", "mail": {}}), "bounce of the Bounce event is not"),
        (
            in_envelope({"eventType": "Send", "mail": "maria@supporter.example"}),
            "mail or mail.tags",
        ),
    ],
    ids=["no JSON", "unknown type", "no details", "no mail"],
)
def test_why_an_event_is_malformed_is_logged_without_its_content(
    body: str, reason: str, caplog: pytest.LogCaptureFixture
) -> None:
    mailed = Mailed()
    answer = mailed.record(queue_body("send", mailed.ref), body, queue_body("delivery", mailed.ref))
    assert answer == {"batchItemFailures": [{"itemIdentifier": "m1"}]}
    (record,) = [one for one in caplog.records if one.getMessage() == "event_failed"]
    fields = record.__dict__["fields"]
    assert reason in fields["reason"] and fields["message"] == "m1"
    assert "@" not in str(fields)
    assert len(mailed.world.store.archived[mailed.send]) == 2


def test_an_event_that_comes_before_its_call_has_returned_is_kept() -> None:
    mailed = Mailed()
    assert mailed.world.ledger.stored == {}
    mailed.record(queue_body("send", mailed.ref))
    assert [event.ref for event in mailed.world.store.archived[mailed.send]] == [mailed.ref]


def test_a_complaint_after_the_parts_are_gone_is_archived_and_suppresses_nobody() -> None:
    mailed = Mailed()
    mailed.world.store.parts.clear()
    assert mailed.record(queue_body("complaint", mailed.ref)) == NONE_FAILED
    assert (mailed.status(), len(mailed.world.store.archived[mailed.send])) == ("subscribed", 1)


def test_each_part_of_a_send_gets_an_object_of_its_own() -> None:
    mailed, calls = Mailed(), list[tuple[int, str | None, str]]()

    def noted(deliveries: Sequence[Delivery], send_id: str | None, unique: str) -> None:
        calls.append((len(deliveries), send_id, unique))

    mailed.world.store.archive = noted  # type: ignore[method-assign]
    refs = [mailed.ref, mailed.ref, f"{mailed.send}-7-0-1-1", "foreign"]
    mailed.record(*(queue_body("send", ref) for ref in refs))
    whose = [(count, send) for count, send, _ in calls]
    assert whose == [(2, mailed.send), (1, mailed.send), (1, None)]
    assert len({unique for *_, unique in calls}) == 3


def test_bounces_from_all_over_an_audience_read_each_part_once() -> None:
    mailed, keys = Mailed(), list[str]()
    read = mailed.world.store.read_part
    mailed.world.store.read_part = lambda key: (keys.append(key), read(key))[1]  # type: ignore[func-returns-value, method-assign]
    manifest = mailed.world.store.manifests[mailed.send, 0]
    for part in (7, 8):
        mailed.world.store.manifests[mailed.send, part] = manifest
    refs = [f"{mailed.send}-{part}-0-{place}-1" for place in (0, 1) for part in (0, 7, 8)]
    mailed.record(*(queue_body("bounce-permanent", ref) for ref in refs))
    assert len(keys) == 3


def test_the_handler_serves_the_queue() -> None:
    mailed = Mailed()
    with wiring.use(mailed.world):
        answer = handler(sqs_event(queue_body("complaint", mailed.ref)), None)
    assert answer == NONE_FAILED
    assert mailed.status() == "complained"
