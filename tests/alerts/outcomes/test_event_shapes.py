"""The events in `tests/events/` have the shape that AWS documents.

"Contents of event data that Amazon SES publishes to Amazon SNS", SES developer guide: the fields
of each type, what stands there only now and then in brackets.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ses_events import event_of

NAMES = sorted(path.stem for path in Path(__file__).parents[2].joinpath("events").glob("*.json"))
# AWS's examples of Rendering Failure and DeliveryDelay have no headers, Open and Click no ARN.
MAIL = (
    "timestamp messageId source [sourceArn] sendingAccountId destination headersTruncated [headers]"
    " [commonHeaders] tags"
)
# eventType → the object beside `mail`, and its fields.
DETAILS = {
    "Send": ("send", ""),
    "Delivery": ("delivery", "timestamp processingTimeMillis recipients smtpResponse reportingMTA"),
    "Bounce": (
        "bounce",
        "bounceType bounceSubType bouncedRecipients timestamp feedbackId [reportingMTA]",
    ),
    "Complaint": (
        "complaint",
        "complainedRecipients timestamp feedbackId complaintSubType"
        " [userAgent] [complaintFeedbackType] [arrivalDate]",
    ),
    "Reject": ("reject", "reason"),
    "Rendering Failure": ("failure", "templateName errorMessage"),
    "DeliveryDelay": (
        "deliveryDelay",
        "delayType delayedRecipients expirationTime timestamp [reportingMTA]",
    ),
    "Subscription": (
        "subscription",
        "contactList timestamp source newTopicPreferences oldTopicPreferences",
    ),
    "Open": ("open", "ipAddress timestamp userAgent"),
    "Click": ("click", "ipAddress timestamp userAgent link linkTags"),
}


@pytest.mark.parametrize("name", [name for name in NAMES if name != "sns-envelope"])
def test_an_event_has_the_documented_fields(name: str) -> None:
    event = event_of(name)
    part, words = DETAILS[event["eventType"]]
    assert set(event) == {"eventType", "mail", part}
    for content, fields in ((event["mail"], MAIL.split()), (event[part], words.split())):
        must = {field for field in fields if not field.startswith("[")}
        assert must <= set(content) <= {field.strip("[]") for field in fields}


def test_there_is_an_event_of_every_type() -> None:
    found = {event_of(name)["eventType"] for name in NAMES if name != "sns-envelope"}
    assert found == set(DETAILS)
