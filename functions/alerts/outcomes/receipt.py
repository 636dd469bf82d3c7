"""The receipt: targeted = submitted + skipped + failed + uncertain, to the person.

manifests + the ledger's codes, overlaid by events ─► Receipt ─► words for people, CSV
"""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from typing import Any

from functions.alerts.errors import AlertsError
from functions.alerts.outcomes.delivery import Delivery
from functions.alerts.outcomes.evidence import Evidence, bits_of, letter_of, words
from functions.alerts.outcomes.probe import PART as PROBES
from functions.alerts.outcomes.recipient import FAILED, SKIPPED
from functions.alerts.outcomes.settle import proven
from functions.alerts.sends.batch import CODES, DOUBT, OPEN, SUBMITTED, Batch, Ref
from functions.alerts.sends.freeze import Manifest

VERSION = 1


def so_far(send_id: str) -> str:
    """The name of the receipt of a send that still goes on.

    It is not the send's own name: written late or by a second tick it must not replace the last.
    """
    return f"{send_id}.so-far"


class WrongReceiptError(AlertsError):
    """The codes do not add up to the frozen audience: a fault of this program."""


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
        """The inverse of `to_json`; fields of later versions are passed over."""
        content: dict[str, Any] = json.loads(text)
        return cls(**{field.name: content[field.name] for field in fields(cls)})

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
            *(f"{n:,} skipped: {SKIPPED[reason]}" for reason, n in self.skipped.items()),
            *(f"{n:,} failed: {FAILED[reason]}" for reason, n in self.failed.items()),
            f"{self.uncertain:,} uncertain: Amazon may or may not have the mail",
            f"{self.bounced:,} bounced: the address does not work",
            f"{self.complained:,} complained: marked as spam",
            f"{self.twice:,} mailed twice",
        ]
        return tuple(facts[:2] + [fact for fact in facts[2:] if not fact.startswith("0 ")])

    def csv(self) -> str:
        """The receipt as a table, `number,outcome,reason`, its rows add up to "people in all"."""
        text = io.StringIO()
        table = csv.writer(text, lineterminator="\n")
        table.writerow(("number", "outcome", "reason"))
        table.writerow((self.submitted, "handed to Amazon", ""))
        table.writerows((n, "skipped", SKIPPED[reason]) for reason, n in self.skipped.items())
        table.writerows((n, "failed", FAILED[reason]) for reason, n in self.failed.items())
        table.writerow((self.uncertain, "uncertain", ""))
        table.writerow((self.waiting, "not called yet", ""))
        table.writerow((self.targeted, "people in all", ""))
        table.writerow((self.delivered, "of those handed over: delivered so far", ""))
        table.writerow((self.bounced, "of those handed over: bounced", ""))
        table.writerow((self.complained, "of those handed over: marked as spam", ""))
        table.writerow((self.twice, "of those handed over: mailed twice", ""))
        return text.getvalue()


class Tally:
    """Adds up a send part by part, so that no more than one part is held at a time."""

    def __init__(self, send: str) -> None:
        self._send, self._targeted = send, 0
        self._counts: dict[str, Counter[str]] = {kind: Counter() for kind in _KINDS}
        self._told: Counter[str] = Counter()

    def add(
        self, manifest: Manifest, batches: Iterable[tuple[int, Batch]], evidence: Evidence | None
    ) -> None:
        """One part: each batch of its manifest once, by number, claimed or not.

        Without evidence the codes count as they stand, which is quick.
        """
        part, letters = manifest.part, Counter[str]()
        people: Counter[tuple[str, int]] = Counter()  # by code and by what one call's events told
        for nr, batch in batches:
            if evidence is None:
                letters.update(batch.codes)
                continue
            told = evidence.plain(part, nr, len(batch.codes))
            if told is not None and not batch.again:
                people.update(zip(batch.codes, told, strict=True))
                continue
            for place in range(len(batch.codes)):
                letters[outcome(batch, evidence, part, nr, place)] += 1
                self._hear(evidence.calls(part, nr, place))
        for (code, bits), number in people.items():
            proof = letter_of([bits]) if bits and code in _OVERLAID else None
            letters[proof or code] += number
            self._hear({0: bits} if bits else {}, number)
        for letter, number in letters.items():
            self._counts[CODES[letter].kind][CODES[letter].reason] += number
        self._counts["skipped"].update(manifest.skipped)
        self._targeted += manifest.targeted

    def _hear(self, calls: Mapping[int, int], people: int = 1) -> None:
        for word in words(calls) if calls else ():
            self._told[word] += people

    def add_returned(self, deliveries: Iterable[Delivery]) -> None:
        """Count bounces and complaints by themselves, each person once."""
        people: dict[tuple[int, int, int], int] = {}
        for delivery in deliveries:
            ref = Ref.parse(delivery.ref)
            if ref is not None and ref.part != PROBES:
                person = (ref.part, ref.nr, ref.place)
                people[person] = people.get(person, 0) | bits_of(delivery)
        for bits in people.values():
            self._hear({0: bits})

    def receipt(self, state: str, at: datetime) -> Receipt:
        """The sums. Raises WrongReceiptError if they are not what the manifests say."""
        counts, told = self._counts, self._told
        total = sum(counter.total() for counter in counts.values())
        if total != self._targeted:
            raise WrongReceiptError(
                f"Send {self._send}: the codes sum up to {total}, the manifests to"
                f" {self._targeted}."
            )
        return Receipt(
            send=self._send,
            state=state,
            at=at.astimezone(UTC).isoformat(timespec="seconds"),
            targeted=self._targeted,
            submitted=counts["submitted"].total(),
            skipped=_sorted(counts["skipped"]),
            failed=_sorted(counts["failed"]),
            uncertain=counts["uncertain"].total(),
            waiting=counts["open"].total(),
            delivered=told["delivered"],
            bounced=told["bounced"],
            complained=told["complained"],
            twice=told["twice"],
        )


def outcome(batch: Batch, evidence: Evidence, part: int, nr: int, place: int) -> str:
    """The code of one recipient as people are told it: the ledger's, overlaid by the events.

    Reject and Rendering Failure beat 's'. A listed doubt whose event comes late is settled after
    all. Somebody who was in doubt and is skipped or refused later may have the first mail: a doubt.
    """
    code, marked = batch.codes[place], any(place == mark for mark, _ in batch.again)
    if code not in _OVERLAID and not marked:
        return code
    letter = proven(batch, evidence, part, nr, place)
    if code in _OVERLAID or letter == SUBMITTED:
        return letter or code
    return code if code == OPEN or evidence.calls(part, nr, place) else DOUBT


_OVERLAID = frozenset({SUBMITTED, DOUBT})  # codes that events can change by themselves
_KINDS = ("open", "uncertain", "submitted", "skipped", "failed")


def _sorted(counter: Counter[str]) -> dict[str, int]:
    return {reason: number for reason, number in sorted(counter.items()) if number}
