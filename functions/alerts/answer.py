"""What SES answered to one call, and what that makes of each callee: two tables and their reading.

The statuses are those of BulkEmailEntryResult.Status, SES API v2 reference.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from functions.alerts.batch import DOUBT, OPEN, SUBMITTED

Whole = Literal[
    "answered",  # 200: the statuses count
    "never_connected",
    "throttled",
    "daily_quota",
    "refused",  # 403, 404, suspended, paused: this account or set-up may not send
    "bad_request",  # any other 400: something in the request, perhaps one recipient's address
    "unclear",  # time-out, connection lost, 408, 5xx, an unreadable 200
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One call's outcome; `statuses` (one per entry) only when `whole` is "answered".

    `detail` is SES's own error code, for the log and the person who has to mend it.
    """

    whole: Whole
    statuses: tuple[str, ...] = ()
    detail: str = ""


Halt = Literal["", "wait", "block"]  # what becomes of the send: nothing, wait for quota, blocked


class Rule(NamedTuple):
    """The letter a callee gets, and what becomes of the send."""

    letter: str
    halt: Halt = ""


_UNKNOWN = Rule(DOUBT)
_BLOCK = Rule(OPEN, "block")

ENTRY: Mapping[str, Rule] = {
    "SUCCESS": Rule(SUBMITTED),
    "MESSAGE_REJECTED": Rule("r"),
    "INVALID_PARAMETER": Rule("i"),
    "ACCOUNT_THROTTLED": Rule(OPEN),
    "ACCOUNT_DAILY_QUOTA_EXCEEDED": Rule(OPEN, "wait"),
    "ACCOUNT_SENDING_PAUSED": _BLOCK,
    "CONFIGURATION_SET_SENDING_PAUSED": _BLOCK,
    "ACCOUNT_SUSPENDED": _BLOCK,
    "CONFIGURATION_SET_NOT_FOUND": _BLOCK,
    "TEMPLATE_NOT_FOUND": _BLOCK,
    "MAIL_FROM_DOMAIN_NOT_VERIFIED": _BLOCK,
    "INVALID_SENDING_POOL_NAME": _BLOCK,
    "TRANSIENT_FAILURE": _UNKNOWN,
    "FAILED": _UNKNOWN,
}

WHOLE: Mapping[Whole, Rule] = {
    "never_connected": Rule(OPEN),
    "throttled": Rule(OPEN),
    "daily_quota": Rule(OPEN, "wait"),
    "refused": _BLOCK,
    "unclear": _UNKNOWN,
}


class Verdict(NamedTuple):
    """A letter per callee, in their order; whether the batch goes solo; what stops the send."""

    letters: str
    solo: bool = False
    halt: Halt = ""
    reason: str = ""  # SES's word for the halt


def classify(answer: Answer, callees: int) -> Verdict:
    """Step 5: what the answer to one call with that many callees means.

    Whatever is not understood stays in doubt: an unknown status, a count that does not match.
    """
    if answer.whole == "bad_request":  # one bad address fails a whole bulk call: find it alone
        return Verdict("i") if callees == 1 else Verdict(OPEN * callees, solo=True)
    if answer.whole != "answered":
        rule = WHOLE[answer.whole]
        return Verdict(rule.letter * callees, halt=rule.halt, reason=_why(rule, answer.detail))
    if len(answer.statuses) != callees:
        return Verdict(DOUBT * callees)
    rules = [ENTRY.get(status, _UNKNOWN) for status in answer.statuses]
    letters = "".join(rule.letter for rule in rules)
    for halt in ("block", "wait"):  # the stronger first
        for status, rule in zip(answer.statuses, rules, strict=True):
            if rule.halt == halt:
                return Verdict(letters, halt=rule.halt, reason=status)
    return Verdict(letters)


def _why(rule: Rule, detail: str) -> str:
    return detail if rule.halt else ""
