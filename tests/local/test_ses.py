"""The stand-in for SES as a real boto3 client sees it: limits, errors, quota, rate."""

from __future__ import annotations

from collections.abc import Callable
from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.local.ses_post import Post, entry


def code_of(call: Callable[[], object]) -> str:
    with pytest.raises(ClientError) as caught:
        call()
    return str(caught.value.response["Error"]["Code"])


def headers(count: int, value: str = "x") -> list[dict[str, str]]:
    return [{"Name": f"X-{n}", "Value": value} for n in range(count)]


def test_a_simple_message_becomes_a_mail_with_the_date_and_id_of_ses(post: Post) -> None:
    message_id = post.simple()
    mail = message_from_bytes(post.mails[0].eml, policy=default)
    assert mail["Message-ID"] == f"<{message_id}@email.amazonses.com>"
    assert mail["Date"] == "Mon, 09 Apr 2018 14:00:00 +0000"
    assert (mail["To"], mail["Subject"]) == ("ana@people.example", "News")


def test_a_raw_message_keeps_its_parts_and_loses_its_own_date_and_id(post: Post) -> None:
    raw = b"Date: Sat, 1 Jan 2000 00:00:00 +0000\r\nMessage-ID: <mine@a.example>\r\n"
    raw += b"To: ana@people.example\r\nSubject: Raw\r\n\r\nHello\r\n"
    message_id = post.simple(Content={"Raw": {"Data": raw}})
    mail = message_from_bytes(post.mails[0].eml, policy=default)
    assert (mail["Subject"], mail.get_content().strip()) == ("Raw", "Hello")
    assert mail.get_all("Message-ID") == [f"<{message_id}@email.amazonses.com>"]
    assert mail.get_all("Date") == ["Mon, 09 Apr 2018 14:00:00 +0000"]


def test_every_entry_of_a_bulk_call_gets_its_own_text_and_headers(post: Post) -> None:
    ana = entry("ana@people.example", '{"h0": "Ana"}', ReplacementHeaders=headers(1, "own"))
    results = post.bulk([ana, entry("bo@people.example")])
    assert [r["Status"] for r in results] == ["SUCCESS", "SUCCESS"]
    assert [mail.html for mail in post.mails] == ["<p>Ana</p>", "<p>friend</p>"]
    assert b"X-0: own" in post.mails[0].eml
    assert b"X-0" not in post.mails[1].eml


def test_one_message_can_be_rendered_from_a_template_too(post: Post) -> None:
    template = {
        "TemplateContent": {"Subject": "Hi {{h0}}", "Html": "<p>{{h0}}</p>", "Text": "{{h0}}"},
        "TemplateData": '{"h0": "Zoë"}',
        "Headers": headers(1, "own"),
    }
    post.simple(Content={"Template": template})
    assert (post.mails[0].sent.subject, post.mails[0].text) == ("Hi Zoë", "Zoë")
    assert b"X-0: own" in post.mails[0].eml


def test_a_stored_template_is_not_found(post: Post) -> None:
    content = {"Template": {"TemplateName": "welcome", "TemplateData": "{}"}}
    assert code_of(lambda: post.simple(Content=content)) == "NotFoundException"


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("POST", "/v2/email/nothing", b"", 501, "NotImplementedError"),
        ("POST", "/v2/email/outbound-emails", b"{", 400, "BadRequestException"),
        ("POST", "/v2/email/outbound-emails", b'"x"', 400, "BadRequestException"),
        ("POST", "/v2/email/outbound-emails", b"{}", 400, "BadRequestException"),
        ("POST", "/v2/email/outbound-emails", b'{"Content": []}', 400, "BadRequestException"),
    ],
    ids=["no such path", "no JSON", "no object", "nothing in it", "a wrong type"],
)
def test_a_request_that_is_none_is_answered_as_http(
    post: Post, method: str, path: str, body: bytes, status: int, code: str
) -> None:
    found = post.stand_in.answer(method, f"https://email.us-east-2.amazonaws.com{path}", body)
    assert (found[0], found[1]["x-amzn-errortype"]) == (status, code)


def test_ids_of_messages_are_all_different(post: Post) -> None:
    results = post.bulk([entry() for _ in range(50)])
    assert len({r["MessageId"] for r in results}) == 50


BAD_BULK: dict[str, dict[str, Any]] = {
    "51 entries": {"BulkEmailEntries": [entry() for _ in range(51)]},
    "no entries": {"BulkEmailEntries": []},
    "16 headers": {"BulkEmailEntries": [entry(ReplacementHeaders=headers(16))]},
    "a header of 996": {"BulkEmailEntries": [entry(ReplacementHeaders=headers(1, "x" * 996))]},
    "a header that is not ASCII": {
        "BulkEmailEntries": [entry(ReplacementHeaders=headers(1, "café"))]
    },
    "a header with a line end": {
        "BulkEmailEntries": [entry(ReplacementHeaders=headers(1, "a\r\nBcc: b@c.example"))]
    },
    "a header SES writes": {
        "BulkEmailEntries": [entry(ReplacementHeaders=[{"Name": "Message-ID", "Value": "<a@b>"}])]
    },
    "a tag with a dot": {
        "BulkEmailEntries": [entry(ReplacementTags=[{"Name": "ref", "Value": "a.b"}])]
    },
    "a tag of 257": {
        "BulkEmailEntries": [entry(ReplacementTags=[{"Name": "ref", "Value": "a" * 257}])]
    },
    "template data of 262,145": {
        "BulkEmailEntries": [entry(data='{"h0":"' + "x" * 262_136 + '"}')]
    },
    "an address without a domain": {"BulkEmailEntries": [entry(), entry("bo")]},
    "an address that is not ASCII": {"BulkEmailEntries": [entry("josé@people.example")]},
    "nobody to send to": {"BulkEmailEntries": [entry(Destination={"ToAddresses": []})]},
    "51 recipients": {
        "BulkEmailEntries": [entry(Destination={"ToAddresses": ["a@b.example"] * 51})]
    },
    "a block in the template": {"html": "{{#if h0}}x{{/if}}"},
    "a template left open": {"html": "<p>{{h0</p>"},
    "above 1 MB": {"html": "x" * 1_000_001},
}


@pytest.mark.parametrize("over", BAD_BULK.values(), ids=BAD_BULK.keys())
def test_what_no_account_may_send_refuses_the_whole_call(post: Post, over: dict[str, Any]) -> None:
    entries = over.get("BulkEmailEntries", [entry()])
    html = over.get("html", "<p>{{h0}}</p>")
    assert code_of(lambda: post.bulk(entries, html)) == "BadRequestException"
    assert post.mails == []


GOOD_BULK = {
    "50 entries": [entry() for _ in range(50)],
    "15 headers": [entry(ReplacementHeaders=headers(15))],
    "a header line of 998": [entry(ReplacementHeaders=headers(1, "x" * (998 - len("X-0: "))))],
    "a tag of 256": [entry(ReplacementTags=[{"Name": "ref", "Value": "a" * 256}])],
    "template data of 262,144": [entry(data='{"h0":"' + "x" * 262_135 + '"}')],
}


@pytest.mark.parametrize("entries", GOOD_BULK.values(), ids=GOOD_BULK.keys())
def test_the_limits_themselves_are_allowed(post: Post, entries: list[dict[str, Any]]) -> None:
    assert {r["Status"] for r in post.bulk(entries)} == {"SUCCESS"}


def test_template_data_that_is_no_object_fails_its_entry_alone(post: Post) -> None:
    results = post.bulk([entry(data="[1]"), entry()])
    assert [r["Status"] for r in results] == ["INVALID_PARAMETER", "SUCCESS"]


def suspended(post: Post) -> None:
    post.account.enforcement = "SHUTDOWN"


def paused(post: Post) -> None:
    post.client.put_account_sending_attributes(SendingEnabled=False)


def set_paused(post: Post) -> None:
    post.client.put_configuration_set_sending_options(
        ConfigurationSetName="alerts", SendingEnabled=False
    )


def set_gone(post: Post) -> None:
    post.account.configuration_sets.clear()


def over_quota(post: Post) -> None:
    post.account.daily_quota = 0


def throttled(post: Post) -> None:
    post.bulk([entry() for _ in range(50)])
    post.mails.clear()


def sandboxed(post: Post) -> None:
    post.account.production = False


REFUSALS: dict[Callable[[Post], None], tuple[str, str]] = {
    suspended: ("AccountSuspendedException", "ACCOUNT_SUSPENDED"),
    paused: ("SendingPausedException", "ACCOUNT_SENDING_PAUSED"),
    set_paused: ("SendingPausedException", "CONFIGURATION_SET_SENDING_PAUSED"),
    set_gone: ("NotFoundException", "CONFIGURATION_SET_NOT_FOUND"),
    over_quota: ("TooManyRequestsException", "ACCOUNT_DAILY_QUOTA_EXCEEDED"),
    throttled: ("TooManyRequestsException", "ACCOUNT_THROTTLED"),
    sandboxed: ("MessageRejected", "MESSAGE_REJECTED"),
}


@pytest.mark.parametrize(
    ("prepare", "single", "status"),
    [(prepare, *codes) for prepare, codes in REFUSALS.items()],
    ids=[prepare.__name__ for prepare in REFUSALS],
)
def test_a_refusal_is_an_exception_of_one_and_a_status_of_many(
    post: Post, prepare: Callable[[Post], None], single: str, status: str
) -> None:
    prepare(post)
    assert code_of(post.simple) == single
    assert [r["Status"] for r in post.bulk([entry(), entry()])] == [status, status]
    assert post.mails == []


@pytest.mark.parametrize("prepare", [suspended, paused, set_gone, throttled])
def test_bulk_refusals_can_come_as_an_exception_too(
    post: Post, prepare: Callable[[Post], None]
) -> None:
    prepare(post)
    post.stand_in.bulk_refusals = "call"
    assert code_of(lambda: post.bulk([entry(), entry()])) == REFUSALS[prepare][0]


def test_an_unverified_sender_is_refused_whole(post: Post) -> None:
    post.account.identities.clear()
    assert code_of(post.simple) == "MessageRejected"
    assert code_of(lambda: post.bulk([entry()])) == "MessageRejected"


def test_throttling_in_the_middle_of_a_call_takes_the_first_entries_only(post: Post) -> None:
    post.account.rate = 2
    results = post.bulk([entry() for _ in range(3)])
    assert [r["Status"] for r in results] == ["SUCCESS", "SUCCESS", "ACCOUNT_THROTTLED"]
    assert len(post.mails) == 2


def test_the_rate_comes_back_with_time(post: Post) -> None:
    throttled(post)
    post.clock.advance(0.1)
    assert [r["Status"] for r in post.bulk([entry() for _ in range(6)])].count("SUCCESS") == 5


def test_the_quota_counts_24_hours(post: Post) -> None:
    post.account.daily_quota = 1
    post.simple()
    post.clock.advance(24 * 3600 - 1)
    assert code_of(post.simple) == "TooManyRequestsException"
    post.clock.advance(1)
    post.simple()
    assert post.client.get_account()["SendQuota"]["SentLast24Hours"] == 1


def test_the_simulator_is_held_to_the_rate_and_not_to_the_quota(post: Post) -> None:
    post.account.daily_quota, post.account.rate = 1, 2
    results = post.bulk([entry("success@simulator.amazonses.com") for _ in range(3)])
    assert [r["Status"] for r in results] == ["SUCCESS", "SUCCESS", "ACCOUNT_THROTTLED"]
    assert post.client.get_account()["SendQuota"]["SentLast24Hours"] == 0


def test_the_sandbox_lets_verified_people_and_the_simulator_through(post: Post) -> None:
    post.account.production = False
    post.account.identities.add("bo@people.example")
    people = ["ana@people.example", "bo@people.example", "success@simulator.amazonses.com"]
    results = post.bulk([entry(to) for to in people])
    assert [r["Status"] for r in results] == ["MESSAGE_REJECTED", "SUCCESS", "SUCCESS"]


def test_an_operation_the_stand_in_lacks_says_so_and_what_it_has(post: Post) -> None:
    with pytest.raises(ClientError, match=r"has no ListTenants; it has .*SendBulkEmail"):
        post.client.list_tenants()


def test_the_account_tells_its_limits(post: Post) -> None:
    account = post.client.get_account()
    quota = {"Max24HourSend": 50_000.0, "MaxSendRate": 50.0, "SentLast24Hours": 0.0}
    assert account["SendQuota"] == quota
    assert account["ProductionAccessEnabled"] is True
    assert account["EnforcementStatus"] == "HEALTHY"


def test_a_suppressed_address_is_put_listed_found_and_removed(post: Post) -> None:
    ses = post.client
    ses.put_suppressed_destination(EmailAddress="Ana+x@People.example", Reason="BOUNCE")
    listed = ses.list_suppressed_destinations(Reasons=["BOUNCE"])
    assert listed["SuppressedDestinationSummaries"][0]["EmailAddress"] == "ana+x@people.example"
    found = ses.get_suppressed_destination(EmailAddress="ana+x@people.example")
    assert found["SuppressedDestination"]["LastUpdateTime"] == post.clock.now
    ses.delete_suppressed_destination(EmailAddress="ana+x@people.example")
    lost = code_of(lambda: ses.get_suppressed_destination(EmailAddress="ana+x@people.example"))
    assert lost == "NotFoundException"


def test_identities_and_configuration_sets_are_made_and_found(post: Post) -> None:
    post.client.create_email_identity(EmailIdentity="other.example")
    assert post.client.get_email_identity(EmailIdentity="other.example")["VerifiedForSendingStatus"]
    post.client.create_configuration_set(ConfigurationSetName="more")
    found = post.client.get_configuration_set(ConfigurationSetName="more")
    assert found["SendingOptions"] == {"SendingEnabled": True}
    again = code_of(lambda: post.client.create_configuration_set(ConfigurationSetName="more"))
    assert again == "AlreadyExistsException"
