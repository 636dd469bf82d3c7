from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import boto3
import pytest
from botocore.awsrequest import AWSResponse
from botocore.exceptions import (
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    NoCredentialsError,
    ReadTimeoutError,
)

from functions.alerts.errors import NeverRetry
from functions.alerts.mail.message import Entry, bulk_request, single_request
from functions.alerts.mail.token import PREVIEW_KEYS
from functions.alerts.sends.answer import Answer, Whole
from functions.alerts.sends.ports import Account
from functions.aws import clients
from functions.aws.ses import SesMailer
from tests.alerts.mailing import EDITION, SENDER, SUPPORTER

URL = "https://email.us-east-2.amazonaws.com"
ENTRIES = [Entry(SUPPORTER, "s-0-0-0-1"), Entry(SUPPORTER, "s-0-0-1-1")]
BULK = bulk_request(EDITION, SENDER, ENTRIES, "alerts", PREVIEW_KEYS)
SINGLE = single_request(EDITION, SENDER, ENTRIES[0], "alerts", PREVIEW_KEYS)
UNVERIFIED = "Email address is not verified. The following identities failed the check: {}"


class Wire:
    """What stands where the network would be: gives each request the same answer."""

    def __init__(self) -> None:
        self.requests = 0
        self.answer: AWSResponse | Exception = _response(200, "{}")

    def __call__(self, request: Any, **_: object) -> AWSResponse:
        self.requests += 1
        self.path, self.body = urlsplit(request.url).path, json.loads(request.body or "{}")
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


class _Raw:
    def __init__(self, body: str) -> None:
        self._body = body.encode()

    def stream(self, **_: object) -> Any:
        yield self._body


def _response(status: int, body: str, headers: Mapping[str, str] | None = None) -> AWSResponse:
    return AWSResponse(URL, status, dict(headers or {}), _Raw(body))  # type: ignore[arg-type]


def error(status: int, code: str, message: str = "no") -> AWSResponse:
    body = f'{{"message": "{message}"}}'
    return _response(status, body, {"x-amzn-errortype": code})


def _told(answer: AWSResponse | Exception) -> str:
    if isinstance(answer, Exception):
        return type(answer).__name__
    code = answer.headers.get("x-amzn-errortype", "unreadable")
    return f"{answer.status_code} {code} {len(answer.content)}"


@pytest.fixture
def wire() -> Wire:
    return Wire()


@pytest.fixture
def mailer(wire: Wire, session: boto3.Session) -> SesMailer:
    client = clients.ses(session)
    client.meta.events.register("before-send.sesv2", wire)  # type: ignore[arg-type]
    return SesMailer(client)


def test_the_statuses_of_a_bulk_call_come_in_order(wire: Wire, mailer: SesMailer) -> None:
    results = '[{"Status": "SUCCESS", "MessageId": "1"}, {"Status": "FAILED", "Error": "x"}]'
    wire.answer = _response(200, f'{{"BulkEmailEntryResults": {results}}}')
    answer = mailer.submit_bulk(BULK)
    assert answer == Answer(whole="answered", statuses=("SUCCESS", "FAILED"))


def test_an_accepted_single_mail_is_a_success(wire: Wire, mailer: SesMailer) -> None:
    wire.answer = _response(200, '{"MessageId": "1"}')
    assert mailer.submit_single(SINGLE) == Answer(whole="answered", statuses=("SUCCESS",))


def test_a_single_mail_that_ses_refuses_is_rejected(wire: Wire, mailer: SesMailer) -> None:
    wire.answer = error(400, "MessageRejected", "Email contains a virus")
    assert mailer.submit_single(SINGLE).statuses == ("MESSAGE_REJECTED",)


@pytest.mark.parametrize(
    ("answer", "whole"),
    [
        (error(429, "TooManyRequestsException", "Maximum sending rate exceeded."), "throttled"),
        (error(429, "TooManyRequestsException", "Daily message quota exceeded."), "daily_quota"),
        (error(400, "LimitExceededException"), "daily_quota"),
        (error(400, "AccountSuspendedException"), "refused"),
        (error(400, "SendingPausedException"), "refused"),
        (error(400, "MailFromDomainNotVerifiedException"), "refused"),
        (error(400, "MessageRejected", UNVERIFIED.format(SENDER.address)), "refused"),
        (error(400, "MessageRejected", UNVERIFIED.format(SUPPORTER.email)), "bad_request"),
        (error(400, "BadRequestException"), "bad_request"),
        (error(403, "AccessDeniedException"), "refused"),
        (error(404, "NotFoundException"), "refused"),
        (error(408, "RequestTimeout"), "unclear"),
        (error(500, "InternalFailure"), "unclear"),
        (error(503, "ServiceUnavailable"), "unclear"),
        (_response(200, "not JSON"), "unclear"),
        (_response(200, "{}"), "unclear"),
        (_response(200, '{"BulkEmailEntryResults": [{"MessageId": "1"}]}'), "unclear"),
        (EndpointConnectionError(endpoint_url=URL), "never_connected"),
        (ConnectTimeoutError(endpoint_url=URL), "never_connected"),
        (ReadTimeoutError(endpoint_url=URL), "unclear"),
        (ConnectionClosedError(endpoint_url=URL), "unclear"),
        (NoCredentialsError(), "refused"),
    ],
    ids=lambda value: value if isinstance(value, str) else _told(value),
)
def test_every_outcome_of_a_call_is_a_value_and_no_call_is_repeated(
    wire: Wire, mailer: SesMailer, answer: AWSResponse | Exception, whole: Whole
) -> None:
    wire.answer = answer
    assert mailer.submit_bulk(BULK).whole == whole
    assert wire.requests == 1


def test_a_request_that_boto3_refuses_never_leaves(wire: Wire, mailer: SesMailer) -> None:
    assert mailer.submit_bulk({"Nonsense": 1}).whole == "bad_request"
    assert wire.requests == 0


def test_details_quote_no_address(wire: Wire, mailer: SesMailer) -> None:
    wire.answer = error(400, "BadRequestException", f"Illegal address {SUPPORTER.email}")
    assert mailer.submit_bulk(BULK).detail == "BadRequestException"


@pytest.mark.parametrize(("idle", "closed"), [(4.9, 0), (5.1, 1)], ids=["fresh", "stale"])
def test_connections_that_were_idle_too_long_are_dropped_before_a_call(
    session: boto3.Session, monkeypatch: pytest.MonkeyPatch, idle: float, closed: int
) -> None:
    client: Any = clients.ses(session)
    client.meta.events.register("before-send.sesv2", Wire())
    times, drops = iter([0.0, idle, idle]), []
    monkeypatch.setattr(client._endpoint.http_session, "close", lambda: drops.append(1))
    SesMailer(client, ticks=lambda: next(times)).submit_bulk(BULK)
    assert len(drops) == closed


QUOTA = '"SendQuota": {{"Max24HourSend": {}, "MaxSendRate": 14.0, "SentLast24Hours": 30.0}}'
REST = '"SendingEnabled": {}, "EnforcementStatus": "{}", "ProductionAccessEnabled": {}'


@pytest.mark.parametrize(
    ("body", "account"),
    [
        (
            QUOTA.format("50000.0") + "," + REST.format("true", "HEALTHY", "true"),
            Account(rate=14.0, left=49_970, enabled=True, sandbox=False, sent=30),
        ),
        (
            QUOTA.format("-1.0") + "," + REST.format("false", "HEALTHY", "true"),
            Account(rate=14.0, left=None, enabled=False, sandbox=False, sent=30),
        ),
        (
            QUOTA.format("20.0") + "," + REST.format("true", "SHUTDOWN", "false"),
            Account(rate=14.0, left=0, enabled=False, sandbox=True, sent=30),
        ),
    ],
    ids=["healthy", "paused, no quota", "shut down, over quota, sandbox"],
)
def test_the_accounts_limits_are_read(
    wire: Wire, mailer: SesMailer, body: str, account: Account
) -> None:
    wire.answer = _response(200, f"{{{body}}}")
    assert mailer.account() == account


@pytest.mark.parametrize("on", [True, False], ids=["on", "off"])
def test_sess_own_switch_of_a_configuration_set_can_be_turned(
    wire: Wire, mailer: SesMailer, on: bool
) -> None:
    mailer.set_sending("alerts", on)
    assert wire.path.endswith("/configuration-sets/alerts/sending")
    assert wire.body == {"SendingEnabled": on}


def test_a_switch_of_ses_that_cannot_be_turned_is_told(wire: Wire, mailer: SesMailer) -> None:
    wire.answer = error(404, "NotFoundException")
    with pytest.raises(NeverRetry, match="Could not switch the configuration set"):
        mailer.set_sending("alerts", False)
