"""The receipt: targeted = submitted + skipped + failed + uncertain, to the person.

manifests + the ledger's codes, overlaid by events ─► Receipt ─► words for people
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from functions.alerts.batch import CODES, SUBMITTED, Batch
from functions.alerts.delivery import FAILURE, Delivery, settled_letter, suppression
from functions.alerts.errors import AlertsError
from functions.alerts.freeze import Manifest
from functions.alerts.settle import Evidence

VERSION = 1


class WrongReceiptError(AlertsError):
    """The codes do not add up to the frozen audience: a fault of this program."""


class Standing(NamedTuple):
    """A batch as the ledger has it, and where it is."""

    part: int
    nr: int
    batch: Batch


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What became of everybody a send meant. `skipped` and `failed` count by reason.

    `waiting` are those not called yet: 0 once the send is done. `delivered`, `bounced` and
    `complained` are as SES has told so far, `twice` those it took two mails for.
    """

    send: str
    state: str
    at: str  # ISO, UTC
    targeted: int
    submitted: int
    skipped: Mapping[str, int]
    failed: Mapping[str, int]
    uncertain: int
    waiting: int
    delivered: int
    bounced: int
    complained: int
    twice: int

    def to_json(self) -> str:
        """As it is stored."""
        return json.dumps({"v": VERSION, **asdict(self)}, sort_keys=True, indent=1)

    @classmethod
    def from_json(cls, text: str) -> Receipt:
        """The inverse of `to_json`."""
        content: dict[str, Any] = json.loads(text)
        content.pop("v")
        return cls(**content)

    def sum_line(self) -> str:
        """Where everybody of the audience is, as one sum."""
        parts = {
            "handed to Amazon": self.submitted,
            "skipped": sum(self.skipped.values()),
            "failed": sum(self.failed.values()),
            "uncertain": self.uncertain,
        } | ({"not called yet": self.waiting} if self.waiting else {})
        return f"{self.targeted:,} people = " + " + ".join(f"{n:,} {w}" for w, n in parts.items())

    def lines(self) -> tuple[str, ...]:
        """The receipt in words, one fact a line; what is zero is left out where it may be."""
        facts = [
            self.sum_line(),
            f"{self.submitted:,} handed to Amazon, {self.delivered:,} delivered so far",
            *(f"{n:,} skipped: {_SKIPPED[reason]}" for reason, n in self.skipped.items()),
            *(f"{n:,} failed: {_FAILED[reason]}" for reason, n in self.failed.items()),
            f"{self.uncertain:,} uncertain: Amazon may or may not have the mail",
            f"{self.bounced:,} bounced: the address does not work",
            f"{self.complained:,} complained: marked as spam",
            f"{self.twice:,} mailed twice",
        ]
        return tuple(facts[:2] + [fact for fact in facts[2:] if not fact.startswith("0 ")])


# Every reason of CODES and of the freeze, in words.
_SKIPPED: Mapping[str, str] = {
    "unsubscribed": "had unsubscribed",
    "bounced": "the address had bounced before",
    "complained": "had complained before",
    "pending": "never confirmed",
    "erased": "asked to be erased",
    "topic": "had dropped the topic",
    "already": "had got this alert before",
    "closed": "every ask had closed",
    "cancelled": "the send was cancelled",
}
_FAILED: Mapping[str, str] = {
    "rejected": "Amazon refused the message",
    "invalid": "Amazon refused the address",
    "not_rendered": "Amazon could not fill in the message",
}


def tally(
    send: str,
    state: str,
    manifests: Sequence[Manifest],
    standings: Iterable[Standing],
    deliveries: Iterable[Delivery],
    *,
    at: datetime,
) -> Receipt:
    """Add up a send. `standings` has each batch of each manifest once, claimed or not.

    Raises WrongReceiptError if the sum is not what the manifests say.
    """
    evidence = Evidence(deliveries)
    reasons: Counter[str] = Counter()
    for part, nr, batch in standings:
        for place, code in enumerate(batch.codes):
            reasons[_overlaid(code, evidence.types(part, nr, place))] += 1
    counts: dict[str, Counter[str]] = {kind: Counter() for kind in _KINDS}
    for letter, number in reasons.items():
        counts[CODES[letter].kind][CODES[letter].reason] += number
    for manifest in manifests:
        counts["skipped"].update(manifest.skipped)
    targeted = sum(manifest.targeted for manifest in manifests)
    total = sum(counter.total() for counter in counts.values())
    if total != targeted:
        raise WrongReceiptError(
            f"Send {send}: the codes sum up to {total}, the manifests to {targeted}."
        )
    return Receipt(
        send=send,
        state=state,
        at=at.astimezone(UTC).isoformat(timespec="seconds"),
        targeted=targeted,
        submitted=counts["submitted"].total(),
        skipped=_sorted(counts["skipped"]),
        failed=_sorted(counts["failed"]),
        uncertain=counts["uncertain"].total(),
        waiting=counts["open"].total(),
        **_told(evidence),
    )


_KINDS = ("open", "uncertain", "submitted", "skipped", "failed")


def _overlaid(code: str, types: frozenset[str]) -> str:
    """Reject and Rendering Failure beat 's': SES took the message and did not send it."""
    failed = code == SUBMITTED and not types.isdisjoint(FAILURE)
    return settled_letter(types) if failed else code


def _told(evidence: Evidence) -> dict[str, int]:
    told = Counter(word for person in evidence.people() for word in _words_of(person))
    return {word: told[word] for word in ("delivered", "bounced", "complained", "twice")}


def _words_of(person: frozenset[tuple[int, str, str]]) -> set[str]:
    words: set[str] = set()
    for _, kind, subtype in person:
        status = suppression(Delivery(ref="", type=kind, subtype=subtype, time=""))
        words |= {status} if status else set()
    if "bounced" not in words and any(kind == "Delivery" for _, kind, _ in person):
        words.add("delivered")
    if len({rev for rev, kind, _ in person if kind == "Send"}) > 1:
        words.add("twice")
    return words


def _sorted(counter: Counter[str]) -> dict[str, int]:
    return {reason: number for reason, number in sorted(counter.items()) if number}
