"""What SES says after the call: its events, stripped to what is kept, and what follows from each.

SES event ─► Delivery {ref, type, subtype, time}: no address, no IP, no subject is kept
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from functions.alerts.errors import NeverRetry
from functions.alerts.sends.batch import Ref

VERSION = 1  # of an archived event; a line without it is of the first release

# Where the subtype of each event type stands in SES's JSON ("Contents of event data that Amazon SES
# publishes to Amazon SNS", SES developer guide). Types that are not here have none that matters.
_SUBTYPE: Mapping[str, tuple[str, str, str]] = {
    "Bounce": ("bounce", "bounceType", "bounceSubType"),
    "Complaint": ("complaint", "complaintFeedbackType", "complaintSubType"),
    "DeliveryDelay": ("deliveryDelay", "delayType", ""),
    "Reject": ("reject", "reason", ""),
}
# Who opened or clicked is nobody's business: should somebody subscribe to it, it is not kept.
UNKEPT = frozenset({"Open", "Click"})
_KNOWN = frozenset({"Send", "Delivery", "Rendering Failure", "Subscription", *UNKEPT, *_SUBTYPE})

# What SES writes to a topic when it becomes an event destination, as at each first deploy: no JSON.
# As quoted in ope-tech/laravel-ses issue 10 on GitHub.
_NOTICE = "Successfully validated SNS topic for Amazon SES event publishing."

# Soft bounces of so many sends within `SOFT_DAYS` count as one hard one. A full mailbox or a
# server that is away for a week is no reason to lose somebody; an address dead for a quarter is.
SOFT_LIMIT = 5
SOFT_DAYS = 90

Returned = Literal["bounced", "complained"]  # what a supporter becomes by an event

# Event types that prove the mail was never sent → the code that beats 's' and '?'.
FAILURE: Mapping[str, str] = {"Reject": "r", "Rendering Failure": "n"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One event as it is archived. `ref` is the recipient's tag, `time` SES's own ISO time."""

    ref: str
    type: str
    subtype: str
    time: str

    def to_json(self) -> str:
        """One line of an archived object."""
        return json.dumps({"v": VERSION, **asdict(self)}, separators=(",", ":"))

    @classmethod
    def from_json(cls, line: str) -> Delivery:
        """The inverse of `to_json`; keys added by later versions are passed over."""
        content = json.loads(line)
        return cls(**{name: content[name] for name in ("ref", "type", "subtype", "time")})


def strip(body: str) -> Delivery | None:
    """The queue message (SNS's envelope around SES's JSON) without anything about the person.

    An event without our tag keeps an empty `ref`. None: SES only says that it may write here.
    Raises NeverRetry when it is no SES event; the message names the field at fault and quotes
    nothing, since the body holds an address.
    """
    told = _object(body, "the message").get("Message")
    if told == _NOTICE:
        return None
    event = _object(told, "Message")
    kind, mail = event.get("eventType"), event.get("mail")
    if not isinstance(kind, str) or kind not in _KNOWN:
        raise NeverRetry("eventType is none of the SES event types we subscribe to.")
    if not isinstance(mail, dict) or not isinstance(mail.get("tags", {}), dict):
        raise NeverRetry(f"mail or mail.tags of the {kind} event is not an object.")
    tags = mail.get("tags", {}).get("ref") or [""]
    if not isinstance(tags, list):
        raise NeverRetry(f"mail.tags.ref of the {kind} event is not a list.")
    details, time = _details(kind, event)
    return Delivery(
        ref=str(tags[0]), type=kind, subtype=details, time=time or str(mail.get("timestamp", ""))
    )


def suppression(delivery: Delivery) -> Returned | None:
    """The status the supporter gets by this event, or None.

    Hard bounces count, SES's own suppression list too (`Permanent/OnAccountSuppressionList`); soft
    ones do not. A "not-spam" report is the reader taking mail out of the spam folder.
    """
    kind, _, _ = delivery.subtype.partition("/")
    if delivery.type == "Bounce" and kind == "Permanent":
        return "bounced"
    if delivery.type == "Complaint" and kind != "not-spam":
        return "complained"
    return None


def is_soft(delivery: Delivery) -> bool:
    """Whether the mail came back although the address may work: mailbox full, server away."""
    return delivery.type == "Bounce" and not delivery.subtype.startswith("Permanent")


def send_of(delivery: Delivery) -> str | None:
    """The send an event belongs to, or None for a foreign one (a test mail, another program)."""
    ref = Ref.parse(delivery.ref)
    return ref.send if ref else None


def _details(kind: str, event: Mapping[str, Any]) -> tuple[str, str]:
    if kind not in _SUBTYPE:
        told = event.get(kind.lower())
        return "", str(told.get("timestamp", "")) if isinstance(told, dict) else ""
    name, main, minor = _SUBTYPE[kind]
    told = event.get(name)
    if not isinstance(told, dict):
        raise NeverRetry(f"{name} of the {kind} event is not an object.")
    words = [str(told[key]) for key in (main, minor) if key and told.get(key)]
    return "/".join(words), str(told.get("timestamp", ""))


def _object(text: Any, name: str) -> dict[str, Any]:
    try:
        content = json.loads(text)
    except (TypeError, ValueError) as error:
        raise NeverRetry(f"{name} is not JSON.") from error
    if not isinstance(content, dict):
        raise NeverRetry(f"{name} is not a JSON object.")
    return content
