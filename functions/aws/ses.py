"""SES: one call, never repeated; every outcome is a value that `answer.py` reads."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from email.utils import parseaddr
from typing import TYPE_CHECKING, Any

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    NoCredentialsError,
    NoRegionError,
    ParamValidationError,
    PartialCredentialsError,
)
from botocore.parsers import ResponseParserError

from functions.alerts.errors import StateError
from functions.alerts.sends.answer import Answer, Whole
from functions.alerts.sends.ports import Account
from functions.aws import clients
from functions.aws.errors import NEVER_CONNECTED, code, reason, status, translated

if TYPE_CHECKING:
    import boto3
    from types_boto3_sesv2 import SESV2Client

_STALE = 5.0  # seconds; SES closes idle connections, and a reset looks like an ambiguous call
_NOT_SET_UP = (NoCredentialsError, NoRegionError, PartialCredentialsError)

# SES's error codes (SES API v2 reference, SendBulkEmail and SendEmail) that say more than their
# HTTP status, which is 400 for all of them.
_BY_CODE: Mapping[str, Whole] = {
    "AccountSuspendedException": "refused",
    "MailFromDomainNotVerifiedException": "refused",
    "SendingPausedException": "refused",
    "LimitExceededException": "daily_quota",
}


class SesMailer:
    """The account's SES. `ticks` is a monotonic clock in seconds."""

    def __init__(self, client: SESV2Client, ticks: Callable[[], float] = time.monotonic) -> None:
        self._client, self._ticks = client, ticks
        self._last_used = ticks()

    def submit_bulk(self, request: Mapping[str, Any]) -> Answer:
        """SendBulkEmail; its answer's statuses in the order of the entries."""
        return self._submit(self._client.send_bulk_email, request, _bulk_statuses)

    def submit_single(self, request: Mapping[str, Any]) -> Answer:
        """SendEmail; a message SES refuses is answered with the status MESSAGE_REJECTED."""
        answer = self._submit(self._client.send_email, request, lambda result: ("SUCCESS",))
        if answer.whole == "bad_request" and answer.detail == "MessageRejected":
            return Answer(whole="answered", statuses=("MESSAGE_REJECTED",), detail=answer.detail)
        return answer

    def account(self) -> Account:
        """GetAccount."""
        with translated("read the SES account's limits"):
            found = self._client.get_account()
        quota = found["SendQuota"]
        most = quota["Max24HourSend"]
        return Account(
            rate=quota["MaxSendRate"],
            left=None if most < 0 else max(0, int(most - quota["SentLast24Hours"])),
            enabled=found["SendingEnabled"] and found["EnforcementStatus"] != "SHUTDOWN",
            sandbox=not found["ProductionAccessEnabled"],
            sent=int(quota["SentLast24Hours"]),
        )

    def set_sending(self, configuration_set: str, on: bool) -> None:
        """PutConfigurationSetSendingOptions."""
        with translated("switch the configuration set"):
            self._client.put_configuration_set_sending_options(
                ConfigurationSetName=configuration_set, SendingEnabled=on
            )

    def _submit(
        self,
        call: Callable[..., Any],
        request: Mapping[str, Any],
        statuses: Callable[[Any], tuple[str, ...]],
    ) -> Answer:
        self._drop_stale_connections()
        try:
            return Answer(whole="answered", statuses=statuses(call(**request)))
        except ClientError as error:
            return Answer(whole=_outcome(error, request), detail=reason(error))
        except (BotoCoreError, ResponseParserError, KeyError, TypeError) as error:
            return Answer(whole=_without_answer(error), detail=type(error).__name__)
        finally:
            self._last_used = self._ticks()

    def _drop_stale_connections(self) -> None:
        if self._ticks() - self._last_used > _STALE:
            self._client._endpoint.http_session.close()  # type: ignore[attr-defined]


def account_mailer(session: boto3.Session) -> SesMailer:
    """The SES of whoever runs the command line; StateError says what they have not set up."""
    remedy = "Set it up as for the AWS CLI, or use --outbox to write the mails into a folder."
    if not session.region_name:
        raise StateError("No AWS region is chosen (AWS_DEFAULT_REGION).", remedy=remedy)
    if session.get_credentials() is None:
        raise StateError("There are no AWS credentials.", remedy=remedy)
    return SesMailer(clients.ses(session))


def _bulk_statuses(result: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(entry["Status"] for entry in result["BulkEmailEntryResults"])


def _outcome(error: ClientError, request: Mapping[str, Any]) -> Whole:
    if code(error) in _BY_CODE:
        return _BY_CODE[code(error)]
    if status(error) == 429 or code(error) == "TooManyRequestsException":
        return "daily_quota" if "daily" in _sentence(error).lower() else "throttled"
    if code(error) == "MessageRejected" and _names_sender(_sentence(error), request):
        return "refused"
    if status(error) in {401, 403, 404}:
        return "refused"
    return "bad_request" if 400 <= status(error) < 500 and status(error) != 408 else "unclear"


def _names_sender(sentence: str, request: Mapping[str, Any]) -> bool:
    """Whether "… is not verified. The following identities failed the check" means the sender.

    In the sandbox it may as well name recipients, and those fail alone.
    """
    address = parseaddr(str(request.get("FromEmailAddress", "")))[1].lower()
    failed = sentence.lower()
    return "not verified" in failed and bool(address) and address in failed


def _without_answer(error: Exception) -> Whole:
    if isinstance(error, NEVER_CONNECTED):
        return "never_connected"
    if isinstance(error, _NOT_SET_UP):
        return "refused"
    return "bad_request" if isinstance(error, ParamValidationError) else "unclear"


def _sentence(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Message", ""))
