"""SES v2 on a laptop: a stand-in that answers real boto3 clients in the process.

It holds SES's limits, quota, rate, suppression and errors, renders bulk templates, hands every
message it takes to `deliver` and every event to come to `publish`. Nothing leaves the process.
Where AWS's documents leave the behaviour open the stricter reading is taken.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Literal

from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.compat import HTTPHeaders
from botocore.handlers import BUILTIN_HANDLERS

from functions.local import handlebars
from functions.local.ses_account import SIMULATOR, THROTTLED, Account, Refusal
from functions.local.ses_draft import (
    MAX_TEMPLATE_REQUEST,
    Draft,
    check_draft,
    read_entry,
    read_single,
)
from functions.local.ses_events import (
    Event,
    Outcome,
    Sent,
    event,
    fate,
    outcomes,
    rendering_failure,
)
from functions.local.ses_faults import Faults
from functions.local.ses_message import Mail, make_mail, sent_of
from functions.local.ses_model import Call, SesError, read_call
from functions.local.ses_settings import OPERATIONS

Deliver = Callable[[Mail], None]
Publish = Callable[[Event, datetime, str], None]  # the event, when it comes, the topic's ARN

MAX_ENTRIES = 50  # SES v2 API, SendBulkEmail: BulkEmailEntries
# moto's `passthrough` setting, so that its own half of SES does not answer before this one.
NOT_BY_MOTO = r"https?://email\..+\.amazonaws\.com"


class StandIn:
    """SES v2 for one account.

    `bulk_refusals` says how a bulk call is told that the whole account may not send or is
    throttled: in every entry, or as an exception of the call. AWS documents both and not which.
    `faults` (default: none) are what goes wrong on the way.
    """

    def __init__(
        self,
        account: Account,
        *,
        deliver: Deliver,
        publish: Publish,
        bulk_refusals: Literal["entries", "call"] = "entries",
        faults: Faults | None = None,
    ) -> None:
        self.account, self._faults = account, faults or Faults()
        self.bulk_refusals = bulk_refusals
        self._deliver, self._publish = deliver, publish
        self._taken = 0

    def __call__(self, request: AWSPreparedRequest, **_: Any) -> AWSResponse:
        """Answer a request as botocore's `before-send` event hands it over."""
        status, headers, body = self.answer(request.method, request.url, _bytes(request.body))
        return AWSResponse(request.url, status, HTTPHeaders.from_dict(headers), _Body(body))

    def answer(self, method: str, url: str, body: bytes) -> tuple[int, dict[str, str], bytes]:
        """Answer an HTTP request: status, headers, body; botocore's error where `faults` say so."""
        try:
            return self._faults.answer(read_call(method, url, body), url, self._run)
        except SesError as no:
            headers = {"content-type": "application/json", "x-amzn-errortype": no.code}
            return no.status, headers, json.dumps({"message": no.message}).encode()

    def _run(self, call: Call) -> dict[str, Any]:
        if call.operation == "SendEmail":
            return self._send(call.parameters)
        if call.operation == "SendBulkEmail":
            return self._send_bulk(call)
        if call.operation in OPERATIONS:
            return OPERATIONS[call.operation](self.account, call.parameters)
        known = ", ".join(sorted(("SendEmail", "SendBulkEmail", *OPERATIONS)))
        words = f"The local stand-in for SES has no {call.operation}; it has {known}."
        raise SesError("NotImplementedError", words)

    def _send(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        draft = read_single(asked)
        check_draft(draft)
        refusal = self.account.refusal(draft.sender, draft.configuration_set)
        refusal = refusal or self.account.take(draft.recipients)
        if refusal:
            raise SesError(refusal.exception, refusal.message)
        return {"MessageId": self._accept(draft)}

    def _send_bulk(self, call: Call) -> dict[str, Any]:
        entries = call.parameters["BulkEmailEntries"]
        if not 1 <= len(entries) <= MAX_ENTRIES:
            words = f"BulkEmailEntries must hold 1 to {MAX_ENTRIES} entries, not {len(entries)}."
            raise SesError("BadRequestException", words)
        if call.size > MAX_TEMPLATE_REQUEST:
            raise SesError("BadRequestException", "The request is above 1 MB.")
        drafts = [read_entry(call.parameters, entry) for entry in entries]
        for draft in filter(None, drafts):
            check_draft(draft)  # one bad address refuses the whole call
        asked = call.parameters
        no = self.account.refusal(
            asked.get("FromEmailAddress", ""), asked.get("ConfigurationSetName")
        )
        # An unverified sender fails the call whole: no entry of it could ever go out.
        if no and (self.bulk_refusals == "call" or no.exception == "MessageRejected"):
            raise SesError(no.exception, no.message)
        results = [self._take_entry(draft, no) for draft in drafts]
        if self.bulk_refusals == "call" and all(r["Status"] == THROTTLED.status for r in results):
            raise SesError(THROTTLED.exception, THROTTLED.message)
        return {"BulkEmailEntryResults": results}

    def _take_entry(self, draft: Draft | None, no: Refusal | None) -> dict[str, Any]:
        if draft is None:
            return {"Status": "INVALID_PARAMETER", "Error": "Template data is no JSON object."}
        no = no or self.account.take(draft.recipients)
        if no is None:
            return {"Status": "SUCCESS", "MessageId": self._accept(draft)}
        return {"Status": no.status, "Error": no.message}

    def _accept(self, draft: Draft) -> str:
        message_id, at = self._next_id(), self.account.now()
        try:
            mail = make_mail(draft, message_id, at)
        except handlebars.MissingValueError as missing:
            sent = sent_of(draft, message_id, at, draft.subject)
            self._tell(draft, sent, rendering_failure(str(missing)))
            return message_id
        suppressed = {a for a in draft.recipients if a.lower() in self.account.suppressed}
        if not suppressed.issuperset(draft.recipients):
            self._deliver(mail)
        for recipient in draft.recipients:
            self._suppress(recipient)
            for outcome in outcomes(recipient, recipient in suppressed):
                self._tell(draft, mail.sent, outcome)
        return message_id

    def _suppress(self, recipient: str) -> None:
        # SES puts hard bounces and complaints on the account's list by itself, but never its
        # simulator's addresses.
        reason = {"bounce": "BOUNCE", "complaint": "COMPLAINT"}.get(fate(recipient))
        if reason in self.account.suppressed_reasons and not recipient.endswith(SIMULATOR):
            self.account.suppressed.setdefault(recipient.lower(), (reason, self.account.now()))

    def _tell(self, draft: Draft, sent: Sent, outcome: Outcome) -> None:
        found = self.account.configuration_sets.get(draft.configuration_set or "")
        kind = _EVENT_TYPES.get(outcome.type, outcome.type.upper())
        if found is not None and found.topic is not None and kind in found.event_types:
            for at in self._faults.times(sent.at, sent.at + outcome.after):
                self._publish(event(sent, outcome), at, found.topic)

    def _next_id(self) -> str:
        self._taken += 1
        millis = int(self.account.now().timestamp() * 1000)
        unique = hashlib.sha256(f"{millis} {self._taken}".encode()).hexdigest()
        groups = (unique[:8], unique[8:12], unique[12:16], unique[16:20], unique[20:32])
        return f"0100{millis:012x}-{'-'.join(groups)}-000000"


@contextmanager
def installed(stand_in: StandIn) -> Iterator[StandIn]:
    """Answer every SES v2 client made inside, from whichever boto3 session.

    moto must be told NOT_BY_MOTO, or its own SES answers as well and raises.
    """
    hook = ("before-send.sesv2", stand_in)
    BUILTIN_HANDLERS.append(hook)
    try:
        yield stand_in
    finally:
        BUILTIN_HANDLERS.remove(hook)


_EVENT_TYPES = {"Rendering Failure": "RENDERING_FAILURE", "DeliveryDelay": "DELIVERY_DELAY"}


def _bytes(body: Any) -> bytes:
    if body is None:
        return b""
    if isinstance(body, bytes | bytearray):
        return bytes(body)
    return body.encode() if isinstance(body, str) else bytes(body.read())


class _Body(io.BytesIO):
    """A response's body as botocore reads one."""

    def stream(self, **_: Any) -> Iterator[bytes]:
        yield self.read()
