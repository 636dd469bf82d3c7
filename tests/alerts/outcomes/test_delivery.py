from __future__ import annotations

import json

import pytest

from functions.alerts.errors import NeverRetry
from functions.alerts.outcomes.delivery import (
    Delivery,
    is_soft,
    send_of,
    strip,
    suppression,
)
from functions.alerts.sends.supporter import Status
from tests.ses_events import in_envelope, queue_body

REF = "20180409-1a2b-0-3-7-1"
SENT = "2018-04-09T14:00:05.123Z"


def told(name: str, ref: str | None = None) -> Delivery:
    """One of SES's events, stripped."""
    delivery = strip(queue_body(name, ref))
    assert delivery
    return delivery


@pytest.mark.parametrize(
    ("name", "kind", "subtype", "time"),
    [
        ("send", "Send", "", SENT),
        ("delivery", "Delivery", "", "2018-04-09T14:00:09.512Z"),
        ("bounce-permanent", "Bounce", "Permanent/General", "2018-04-09T14:00:08.000Z"),
        (
            "bounce-suppressed",
            "Bounce",
            "Permanent/OnAccountSuppressionList",
            "2018-04-09T14:00:06.000Z",
        ),
        ("bounce-transient", "Bounce", "Transient/MailboxFull", "2018-04-09T15:00:08.000Z"),
        ("complaint", "Complaint", "abuse", "2018-04-09T18:20:00.000Z"),
        ("complaint-not-spam", "Complaint", "not-spam", "2018-04-09T18:21:00.000Z"),
        ("reject", "Reject", "Bad content", SENT),
        ("rendering-failure", "Rendering Failure", "", SENT),
        ("delivery-delay", "DeliveryDelay", "MailboxFull", "2018-04-09T14:30:00.000Z"),
        ("subscription", "Subscription", "", "2018-04-09T14:10:00.000Z"),
        (
            "bounce-undetermined",
            "Bounce",
            "Undetermined/Undetermined",
            "2018-04-09T15:00:08.000Z",
        ),
        ("open", "Open", "", "2018-04-09T14:22:11.000Z"),
        ("click", "Click", "", "2018-04-09T14:23:40.000Z"),
    ],
)
def test_an_event_is_stripped_to_reference_type_and_time(
    name: str, kind: str, subtype: str, time: str
) -> None:
    stripped = strip(queue_body(name))
    assert stripped == Delivery(ref=REF, type=kind, subtype=subtype, time=time)


def test_an_event_without_our_tag_keeps_an_empty_reference() -> None:
    foreign = {"eventType": "Send", "mail": {"timestamp": SENT, "tags": {}}, "send": {}}
    assert strip(in_envelope(foreign)) == Delivery(ref="", type="Send", subtype="", time=SENT)


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("", "the message is not JSON"),
        ("[]", "the message is not a JSON object"),
        ("{}", "Message is not JSON"),
        (json.dumps({"Message": "hello maria@supporter.example"}), "Message is not JSON"),
        (json.dumps({"Message": "7"}), "Message is not a JSON object"),
        (in_envelope({}), "eventType is none"),
        (in_envelope({"eventType": "Opened", "mail": {}}), "eventType is none"),
        (in_envelope({"eventType": ["Send"], "mail": {}}), "eventType is none"),
        (in_envelope({"eventType": "Send"}), "mail or mail.tags of the Send event"),
        (in_envelope({"eventType": "Send", "mail": {"tags": []}}), "mail or mail.tags"),
        (in_envelope({"eventType": "Send", "mail": {"tags": {"ref": "x"}}}), "mail.tags.ref"),
        (in_envelope({"eventType": "Bounce", "mail": {}, "bounce": 1}), "bounce of the Bounce"),
        (in_envelope({"eventType": "Complaint", "mail": {}}), "complaint of the Complaint"),
    ],
)
def test_what_is_no_ses_event_is_refused_without_quoting_it(body: str, fault: str) -> None:
    with pytest.raises(NeverRetry, match=fault) as refused:
        strip(body)
    assert "@" not in str(refused.value)


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("bounce-permanent", "bounced"),
        ("bounce-suppressed", "bounced"),
        ("bounce-transient", None),
        ("bounce-undetermined", None),
        ("complaint", "complained"),
        ("complaint-not-spam", None),
        ("delivery", None),
        ("reject", None),
    ],
)
def test_hard_bounces_and_complaints_suppress(name: str, status: Status | None) -> None:
    assert suppression(told(name)) == status


@pytest.mark.parametrize(
    ("name", "soft"),
    [("bounce-transient", True), ("bounce-undetermined", True), ("bounce-permanent", False)],
)
def test_a_bounce_that_is_not_permanent_is_soft(name: str, soft: bool) -> None:
    assert is_soft(told(name)) is soft


def test_the_send_of_an_event_is_in_its_reference() -> None:
    delivery = told("send")
    assert send_of(delivery) == "20180409-1a2b"
    assert send_of(told("send", ref="test-mail")) is None


def test_an_archived_event_of_the_first_release_is_read() -> None:
    line = '{"ref":"s-0-0-0-1","type":"Send","subtype":"","time":""}'
    assert Delivery.from_json(line) == Delivery(ref="s-0-0-0-1", type="Send", subtype="", time="")


def test_an_archived_event_carries_its_version() -> None:
    assert json.loads(told("send").to_json())["v"] == 1


def test_an_archived_event_survives_and_later_versions_may_add_to_it() -> None:
    delivery = told("complaint")
    later = json.dumps(json.loads(delivery.to_json()) | {"new": 1})
    assert Delivery.from_json(later) == delivery
