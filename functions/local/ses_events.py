"""What becomes of a message SES took, and the events that tell of it, in SES's own JSON.

Shapes: SES developer guide, "Examples of event data that Amazon SES publishes to Amazon SNS".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from functions.local.ses_account import SIMULATOR

Event = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One event to come: its type, how long after the call, and its own part of the JSON."""

    type: str  # as in `eventType`
    after: timedelta
    detail: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What an event repeats of the message it tells of."""

    message_id: str
    at: datetime
    sender: str
    recipients: Sequence[str]
    subject: str
    tags: Mapping[str, Sequence[str]]


# What a label of an address (`maria+bounce@…`) or a simulator address brings about. Labels are
# ours, for sample supporters; the simulator's names are in SES's developer guide.
FATES = ("bounce", "complaint", "ooto", "suppressionlist", "full", "slow", "reject")


def fate(address: str) -> str:
    """Name what will become of a mail to `address`: one of FATES or `success`."""
    local, _, domain = address.partition("@")
    name, _, label = local.lower().partition("+")
    wanted = name if domain == SIMULATOR else label
    return wanted if wanted in FATES else "success"


def outcomes(address: str, suppressed: bool) -> tuple[Outcome, ...]:
    """Foretell the events of a mail to `address`, in order; `suppressed` by the account's list."""
    taken = Outcome("Send", timedelta(milliseconds=200), {"send": {}})
    delivered = Outcome("Delivery", timedelta(seconds=2), {"delivery": _delivery(address)})
    if suppressed:
        return taken, _bounce(address, "Permanent", "OnAccountSuppressionList")
    later: Mapping[str, tuple[Outcome, ...]] = {
        "bounce": (_bounce(address, "Permanent", "General"),),
        "suppressionlist": (_bounce(address, "Permanent", "Suppressed"),),
        "full": (_delay(address), _bounce(address, "Transient", "MailboxFull")),
        "slow": (_delay(address), delivered),
        "complaint": (delivered, _complaint(address)),
        "reject": (Outcome("Reject", timedelta(seconds=1), {"reject": {"reason": "Bad content"}}),),
    }
    return (taken, *later.get(fate(address), (delivered,)))


def rendering_failure(reason: str) -> Outcome:
    """Tell that a template could not be filled: the mail is never sent, no Send event comes."""
    failure = {"errorMessage": reason, "templateName": "InlineTemplate"}
    return Outcome("Rendering Failure", timedelta(milliseconds=200), {"failure": failure})


def event(sent: Sent, outcome: Outcome) -> Event:
    """Write the event as SES publishes it, dated where SES dates it."""
    at = stamp(sent.at + outcome.after)
    detail = {
        name: {**part, "timestamp": at} if name in _DATED else part
        for name, part in outcome.detail.items()
    }
    return {"eventType": outcome.type, "mail": _mail(sent), **detail}


_DATED = frozenset({"delivery", "bounce", "complaint", "deliveryDelay"})


def stamp(moment: datetime) -> str:
    """Write a time as SES does: UTC, milliseconds, a `Z`."""
    moment = moment.astimezone(UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _mail(sent: Sent) -> dict[str, Any]:
    return {
        "timestamp": stamp(sent.at),
        "source": sent.sender,
        "sendingAccountId": "123456789012",
        "messageId": sent.message_id,
        "destination": list(sent.recipients),
        "headersTruncated": False,
        "headers": [
            {"name": "From", "value": sent.sender},
            {"name": "To", "value": ", ".join(sent.recipients)},
            {"name": "Subject", "value": sent.subject},
        ],
        "commonHeaders": {
            "from": [sent.sender],
            "to": list(sent.recipients),
            "messageId": sent.message_id,
            "subject": sent.subject,
        },
        "tags": {name: list(values) for name, values in sent.tags.items()},
    }


def _delivery(address: str) -> dict[str, Any]:
    return {
        "processingTimeMillis": 1800,
        "recipients": [address],
        "smtpResponse": "250 2.6.0 Message received",
        "reportingMTA": "a8-70.smtp-out.amazonses.com",
    }


def _bounce(address: str, kind: str, subtype: str) -> Outcome:
    status = "5.1.1" if kind == "Permanent" else "4.2.2"
    code = {"5.1.1": "smtp; 550 5.1.1 user unknown", "4.2.2": "smtp; 452 4.2.2 mailbox full"}
    person = {"emailAddress": address, "action": "failed", "status": status}
    detail = {
        "bounceType": kind,
        "bounceSubType": subtype,
        "bouncedRecipients": [{**person, "diagnosticCode": code[status]}],
        "feedbackId": "0100017c00000000-00000000-0000-0000-0000-000000000000-000000",
        "reportingMTA": "dns; amazonses.com",
    }
    wait = timedelta(seconds=3) if kind == "Permanent" else timedelta(minutes=10)
    return Outcome("Bounce", wait, {"bounce": detail})


def _complaint(address: str) -> Outcome:
    detail = {
        "complainedRecipients": [{"emailAddress": address}],
        "feedbackId": "0100017c00000001-00000000-0000-0000-0000-000000000000-000000",
        "complaintSubType": None,
        "userAgent": "Amazon SES Mailbox Simulator",
        "complaintFeedbackType": "abuse",
    }
    return Outcome("Complaint", timedelta(seconds=90), {"complaint": detail})


def _delay(address: str) -> Outcome:
    person = {"emailAddress": address, "status": "4.4.1"}
    detail = {
        "delayType": "TransientCommunicationFailure",
        "delayedRecipients": [
            {**person, "diagnosticCode": "smtp; 421 4.4.1 Unable to connect to remote host"}
        ],
    }
    return Outcome("DeliveryDelay", timedelta(minutes=1), {"deliveryDelay": detail})
