"""What becomes of a mail, and the events that tell of it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from functions.local.ses_events import stamp
from tests.local.ses_post import Post, entry

FATES = {
    "ana@people.example": ["Send", "Delivery"],
    "ana+choir@people.example": ["Send", "Delivery"],
    "success@simulator.amazonses.com": ["Send", "Delivery"],
    "ooto@simulator.amazonses.com": ["Send", "Delivery"],
    "ana+bounce@people.example": ["Send", "Bounce"],
    "bounce@simulator.amazonses.com": ["Send", "Bounce"],
    "bounce+7@simulator.amazonses.com": ["Send", "Bounce"],
    "suppressionlist@simulator.amazonses.com": ["Send", "Bounce"],
    "ana+complaint@people.example": ["Send", "Delivery", "Complaint"],
    "complaint@simulator.amazonses.com": ["Send", "Delivery", "Complaint"],
    "ana+slow@people.example": ["Send", "DeliveryDelay", "Delivery"],
    "ana+full@people.example": ["Send", "DeliveryDelay", "Bounce"],
    "ana+reject@people.example": ["Send", "Reject"],
}


@pytest.mark.parametrize(("address", "types"), FATES.items(), ids=FATES.keys())
def test_an_address_decides_what_becomes_of_its_mail(
    post: Post, address: str, types: list[str]
) -> None:
    post.simple(address)
    assert post.event_types() == types


def test_a_bounce_looks_as_ses_publishes_it(post: Post) -> None:
    message_id = post.simple("ana+bounce@people.example", EmailTags=[{"Name": "ref", "Value": "r"}])
    bounce = post.events[1]
    assert set(bounce) == {"eventType", "bounce", "mail"}
    assert (bounce["bounce"]["bounceType"], bounce["bounce"]["bounceSubType"]) == (
        "Permanent",
        "General",
    )
    assert bounce["bounce"]["bouncedRecipients"][0]["emailAddress"] == "ana+bounce@people.example"
    assert bounce["bounce"]["timestamp"] == "2018-04-09T14:00:03.000Z"
    assert bounce["mail"]["messageId"] == message_id
    assert bounce["mail"]["timestamp"] == "2018-04-09T14:00:00.000Z"
    assert bounce["mail"]["destination"] == ["ana+bounce@people.example"]


def test_every_event_carries_the_tags_of_its_entry_and_those_of_ses(post: Post) -> None:
    post.bulk(
        [entry(ReplacementTags=[{"Name": "ref", "Value": "s-0-1-2-1"}])],
        DefaultEmailTags=[{"Name": "ref", "Value": "none"}],
    )
    tags = post.events[0]["mail"]["tags"]
    assert tags["ref"] == ["s-0-1-2-1"]
    assert tags["ses:configuration-set"] == ["alerts"]
    assert tags["ses:from-domain"] == ["icirr.example"]


def test_missing_data_gives_an_id_and_then_a_rendering_failure_and_no_mail(post: Post) -> None:
    (result,) = post.bulk([entry()], "<p>{{h0}} {{h1}}</p>")
    assert result["Status"] == "SUCCESS"
    assert (post.mails, post.event_types()) == ([], ["Rendering Failure"])
    assert post.events[0]["failure"] == {
        "errorMessage": "Attribute 'h1' is not present in the rendering data.",
        "templateName": "InlineTemplate",
    }


def test_a_suppressed_address_is_taken_and_bounced_without_a_mail(post: Post) -> None:
    post.client.put_suppressed_destination(EmailAddress="ana@people.example", Reason="COMPLAINT")
    (result,) = post.bulk([entry("ana@people.example")])
    assert (result["Status"], post.mails) == ("SUCCESS", [])
    assert post.event_types() == ["Send", "Bounce"]
    assert post.events[1]["bounce"]["bounceSubType"] == "OnAccountSuppressionList"


def test_a_hard_bounce_is_suppressed_from_then_on(post: Post) -> None:
    post.simple("ana+bounce@people.example")
    post.simple("ana+bounce@people.example")
    subtypes = [e["bounce"]["bounceSubType"] for e in post.events if e["eventType"] == "Bounce"]
    assert subtypes == ["General", "OnAccountSuppressionList"]


def test_the_simulator_is_never_suppressed(post: Post) -> None:
    post.simple("bounce@simulator.amazonses.com")
    assert post.account.suppressed == {}


def test_without_a_configuration_set_there_are_no_events(post: Post) -> None:
    post.client.send_email(
        FromEmailAddress="alerts@icirr.example",
        Destination={"ToAddresses": ["ana@people.example"]},
        Content={"Simple": {"Subject": {"Data": "a"}, "Body": {"Text": {"Data": "b"}}}},
    )
    assert (len(post.mails), post.events) == (1, [])


def test_events_that_the_destination_does_not_want_are_not_published(post: Post) -> None:
    destination = {
        "Enabled": True,
        "MatchingEventTypes": ["BOUNCE"],
        "SnsDestination": {"TopicArn": "arn:aws:sns:us-east-2:123456789012:other"},
    }
    post.client.create_configuration_set_event_destination(
        ConfigurationSetName="alerts", EventDestinationName="events", EventDestination=destination
    )
    post.simple("ana+bounce@people.example")
    assert post.event_types() == ["Bounce"]


def test_times_are_written_as_ses_writes_them() -> None:
    moment = datetime(2018, 4, 9, 14, 0, 0, 5_999, tzinfo=UTC)
    assert stamp(moment) == "2018-04-09T14:00:00.005Z"
