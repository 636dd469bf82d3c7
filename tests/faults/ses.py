"""SES as `send_batch` meets it: it takes mails and says so, or does not, or says something else.

What it took is the truth that ledger and receipts are held against; every mail it took has events.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from functions.alerts.outcomes.probe import ADDRESS
from functions.alerts.sends.answer import Answer, Whole
from functions.alerts.sends.ports import Account
from tests.faults.network import Network
from tests.faults.queues import FaultyQueue
from tests.faults.simulation import START

_TIMEOUT = 20.0  # `functions/aws/clients.py`
# How long an event takes to its queue. With the 60 s that a late acceptance adds and the age of the
# claim by then, every event stays within the 15 quiet minutes.
_LONGEST_EVENT = 600.0

_REFUSALS: Sequence[Whole] = (
    "never_connected",
    "throttled",
    "throttled",
    "bad_request",
    "daily_quota",
    "refused",
)
# Per entry: the status, and whether SES took the mail nevertheless.
_ENTRIES: Sequence[tuple[str, bool]] = (
    ("ACCOUNT_THROTTLED", False),
    ("ACCOUNT_THROTTLED", False),
    ("MESSAGE_REJECTED", False),
    ("INVALID_PARAMETER", False),
    ("TRANSIENT_FAILURE", False),
    ("TRANSIENT_FAILURE", True),
    ("FAILED", False),
    ("FAILED", True),
    ("SOMETHING_NEW", False),
    ("SOMETHING_NEW", True),
    ("ACCOUNT_DAILY_QUOTA_EXCEEDED", False),
    ("ACCOUNT_SENDING_PAUSED", False),
)
_FINAL = frozenset({"MESSAGE_REJECTED", "INVALID_PARAMETER"})  # it will never take this mail


@dataclass(slots=True)
class Mail:
    """One mail that SES took. `sent` is False when it failed to render it or found a virus."""

    ref: str
    address: str
    at: float
    sent: bool


class FaultySes:
    """`ports.Mailer`. `accepted` is called with each mail at the moment SES takes it."""

    def __init__(
        self, network: Network, events: FaultyQueue, rate: float, accepted: Callable[[Mail], None]
    ) -> None:
        self.mails: list[Mail] = []
        self.rate, self.enabled, self.left = rate, True, 1_000_000
        self.probes = 0  # mails to the simulator, which are not among `mails`
        self.refused: set[str] = set()  # refs that it said it will never take
        self.retries = 1  # how often the SDK repeats an unclear call; more is a mutation
        self.off: set[str] = set()  # configuration sets that are switched off
        self._network, self._events, self._accepted = network, events, accepted
        self._simulation, self._fate = network.simulation, network.fate
        self._recent: deque[float] = deque()

    # --- the port ---

    def submit_bulk(self, request: Mapping[str, Any]) -> Answer:
        """SendBulkEmail."""
        entries = [
            (entry["ReplacementTags"][0]["Value"], entry["Destination"]["ToAddresses"][0])
            for entry in request["BulkEmailEntries"]
        ]
        return self._submit(entries, request["ConfigurationSetName"])

    def submit_single(self, request: Mapping[str, Any]) -> Answer:
        """SendEmail."""
        entry = request["EmailTags"][0]["Value"], request["Destination"]["ToAddresses"][0]
        return self._submit([entry], request["ConfigurationSetName"])

    def account(self) -> Account:
        """GetAccount."""
        found: Account = self._network.call(
            "ses.account",
            lambda: Account(rate=self.rate, left=self.left, enabled=self.enabled, sandbox=False),
            writes=False,
        )
        return found

    def set_sending(self, configuration_set: str, on: bool) -> None:
        """PutConfigurationSetSendingOptions."""
        change = self.off.discard if on else self.off.add
        self._network.call("ses.set_sending", lambda: change(configuration_set), writes=True)

    # --- what happens ---

    def _submit(self, entries: Sequence[tuple[str, str]], name: str) -> Answer:
        answer = Answer(whole="unclear")
        for _ in range(self.retries):
            answer = self._once(entries, name)
            if answer.whole != "unclear":
                break
        return answer

    def _once(self, entries: Sequence[tuple[str, str]], name: str) -> Answer:
        chances, tell = self._fate.chances, self._simulation.tell
        self._network.wait("before ses.submit", 0.0)
        fate = self._fate.one_of(
            chances.ses_lost,
            chances.ses_unanswered,
            chances.ses_late,
            chances.ses_refused,
            chances.ses_garbled,
        )
        tell("ses", fate, [ref for ref, _ in entries])
        if fate == 0:
            return self._unclear()
        if fate == 2:
            wait = 60.0 * self._fate.dice.random()
            self._simulation.at(wait, lambda: self._some(entries))
            return self._unclear()
        refusal = self._refusal(entries, name, drawn=fate == 3)
        if refusal:
            self._network.wait("after ses.submit", 0.0)
            if refusal == "bad_request":
                self.refused |= {ref for ref, _ in entries[:1] if len(entries) == 1}
            return Answer(whole=refusal, detail=refusal)
        if fate == 1:
            self._some(entries)
            return self._unclear()
        statuses = tuple(self._entry(ref, address) for ref, address in entries)
        self._network.wait("after ses.submit", 0.5)
        if fate == 4:
            cut = self._fate.dice.randint(0, len(entries))
            return (
                Answer(whole="answered", statuses=statuses[:cut])
                if cut < len(entries)
                else Answer(whole="unclear", detail="ResponseParserError")
            )
        return Answer(whole="answered", statuses=statuses)

    def _unclear(self) -> Answer:
        """A time-out, a connection that was closed, a 5xx."""
        self._simulation.step("no answer of ses.submit", self._fate.dice.choice([0.1, _TIMEOUT]))
        return Answer(whole="unclear")

    def _refusal(
        self, entries: Sequence[tuple[str, str]], name: str, *, drawn: bool
    ) -> Whole | None:
        if name in self.off or not self.enabled:
            return "refused"
        while self._recent and self._recent[0] <= self._simulation.now - 1.0:
            self._recent.popleft()
        if self.left < len(entries):
            return "daily_quota"
        if len(self._recent) + len(entries) > max(1.0, self.rate) * 1.5:
            return "throttled"
        if any("bad" in address for _, address in entries):
            return "bad_request"
        return self._fate.dice.choice(_REFUSALS) if drawn else None

    def _some(self, entries: Sequence[tuple[str, str]]) -> None:
        """Take all of them, or only some before something broke."""
        whole = self._fate.dice.random() < 0.7
        for ref, address in entries:
            if whole or self._fate.dice.random() < 0.5:
                self._take(ref, address)

    def _entry(self, ref: str, address: str) -> str:
        if self._fate.strikes(self._fate.chances.ses_entry):
            status, taken = self._fate.dice.choice(_ENTRIES)
            if taken:
                self._take(ref, address)
            if status in _FINAL:
                self.refused.add(ref)
            return status
        self._take(ref, address)
        return "SUCCESS"

    def _take(self, ref: str, address: str) -> None:
        self._simulation.tell("ses takes", ref)
        self._recent.append(self._simulation.now)
        if address == ADDRESS:  # the simulator: always delivered, and not held to the quota
            self.probes += 1
            self._accepted(Mail(ref, address, self._simulation.now, sent=True))
            self._tell(ref, "Send")
            self._tell(ref, "Delivery")
            return
        self.left -= 1
        fate = self._fate.dice.random()
        failure = "Rendering Failure" if fate < 0.02 else "Reject" if fate < 0.04 else ""
        mail = Mail(ref, address, self._simulation.now, sent=not failure)
        self.mails.append(mail)
        self._accepted(mail)
        if not failure or failure == "Reject":
            self._tell(ref, "Send")
        if failure:
            self._tell(ref, failure)
        elif fate < 0.07:
            self._tell(
                ref, "Bounce", bounce={"bounceType": "Permanent", "bounceSubType": "General"}
            )
        elif fate < 0.1:
            self._tell(
                ref, "Bounce", bounce={"bounceType": "Transient", "bounceSubType": "General"}
            )
        elif fate < 0.6:
            self._tell(ref, "Delivery")
        if 0.5 < fate < 0.53:
            self._tell(ref, "Complaint", complaint={"complaintFeedbackType": "abuse"})

    def _tell(self, ref: str, kind: str, **details: Any) -> None:
        chances, dice = self._fate.chances, self._fate.dice
        if chances.event_lost and dice.random() < chances.event_lost:
            self._simulation.tell("event lost", kind, ref)
            return
        at = START + timedelta(seconds=self._simulation.now)
        body = event_body(ref, kind, at.isoformat(timespec="milliseconds"), **details)
        for _ in range(2 if self._fate.strikes(chances.event_twice) else 1):
            slow = self._fate.strikes(chances.event_slow)
            self._events.keep(body, dice.random() * (_LONGEST_EVENT if slow else 5.0))
        if self._fate.strikes(chances.event_odd):
            self._events.keep(
                dice.choice([event_body("other-1", "Send", ""), "{}", "nonsense"]), 1.0
            )


def event_body(ref: str, kind: str, time: str, **details: Any) -> str:
    """One event in SNS's envelope, with what `delivery.strip` reads."""
    mail = {"timestamp": time, "messageId": "m", "tags": {"ref": [ref]}}
    bare = {"reject": {"reason": "Bad content"}} if kind == "Reject" else {}
    return json.dumps({"Message": json.dumps({"eventType": kind, "mail": mail, **bare, **details})})
