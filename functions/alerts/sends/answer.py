"""What SES answered to one call, and what that makes of each callee: two tables and their reading.

The statuses are those of BulkEmailEntryResult.Status, SES API v2 reference.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from functions.alerts.sends.batch import DOUBT, OPEN, SUBMITTED

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


# So many refused and nobody of the batch taken: it is the mail, then, and not their addresses.
_TELLING = 3
EVERYBODY_REFUSED = "EVERYBODY_REFUSED"


def refuses_everybody(codes: str) -> bool:
    """Whether a batch with these codes says that SES would refuse whoever is called next, too.

    Else a header that SES does not like would fail a whole audience, one call a person.
    """
    refused = sum(code in _REFUSED for code in codes)
    return refused >= _TELLING and SUBMITTED not in codes


_REFUSED = frozenset({ENTRY["MESSAGE_REJECTED"].letter, ENTRY["INVALID_PARAMETER"].letter})


def _why(rule: Rule, detail: str) -> str:
    return detail if rule.halt else ""


# What to do about a send that stopped, by its reason: SES's word for it, or one of ours.
_PAUSED = "Amazon has paused this account: the SES console says why. Then `alerts resume`."
_SUSPENDED = "Amazon has suspended this account: answer its message in the SES console."
_SET = "Sending is off for our configuration set: `alerts stop --lift`, then `alerts resume`."
_QUOTA = "Amazon's daily quota is used up: it goes on by itself. SES gives a higher one if asked."
_SENDER = "Amazon does not know the sender's domain: verify it in SES, then `alerts resume`."
_SET_UP = "Something is missing from the stack: deploy it again, then `alerts resume`."
REMEDY: Mapping[str, str] = {
    "ACCOUNT_SENDING_PAUSED": _PAUSED,
    "SendingPausedException": "Sending is paused in SES, for the account or for our configuration "
    "set: turn it on (`alerts stop --lift` for the set), then `alerts resume`.",
    "CONFIGURATION_SET_SENDING_PAUSED": _SET,
    "ACCOUNT_SUSPENDED": _SUSPENDED,
    "AccountSuspendedException": _SUSPENDED,
    "ACCOUNT_DAILY_QUOTA_EXCEEDED": _QUOTA,
    "LimitExceededException": _QUOTA,
    "TooManyRequestsException": _QUOTA,
    "MAIL_FROM_DOMAIN_NOT_VERIFIED": _SENDER,
    "MailFromDomainNotVerifiedException": _SENDER,
    "MessageRejected": _SENDER,
    "CONFIGURATION_SET_NOT_FOUND": _SET_UP,
    "NotFoundException": _SET_UP,
    "TEMPLATE_NOT_FOUND": _SET_UP,
    "INVALID_SENDING_POOL_NAME": _SET_UP,
    "AccessDeniedException": _SET_UP,
    "MESSAGE_NOT_BUILT": "A mail could not be made: the log says why (message_not_built). "
    "Mend it, then `alerts resume`.",
    EVERYBODY_REFUSED: "Amazon refused one person after another, so it is not their addresses: the "
    "log has its word (call_not_taken). Mend it, then `alerts resume`; whoever was refused gets "
    "it by another `alerts send`.",
    "SANDBOX": "This account is in the SES sandbox and may mail verified addresses only: ask for "
    "production access in the SES console, then `alerts resume`.",
    "RELEASE_NEEDED": "A second person has to let it go: `alerts release`.",
    "TOO_MANY_BOUNCES": "More than 5 % bounced: look at where these addresses come from before "
    "`alerts resume`.",
    "TOO_MANY_COMPLAINTS": "More than 0.1 % marked it as spam: look at whom it goes to before "
    "`alerts resume`.",
    "restored": "The ledger or the list was restored from a backup and may not know who was mailed "
    "or has left since: compare before `alerts stop --lift` and `alerts resume`.",
}


def remedy(reason: str) -> str:
    """What a person can do about a send that stopped for `reason`; never empty."""
    return REMEDY.get(reason, "See why (`alerts status`), mend it, then `alerts resume`.")
