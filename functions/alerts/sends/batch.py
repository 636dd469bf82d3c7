"""A batch: up to 50 recipients of one language, one message, one SES call, one ledger item.

open '.' ─claim─► '?' ─SES call─► classify ─record─► 's', a reason, or '.' again
The codes are the ledger: progress and receipt are sums of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from functions.alerts.sends.segment import Segment, refusal
from functions.alerts.sends.supporter import Supporter

VERSION = 1
OPEN, DOUBT, SUBMITTED = ".", "?", "s"

Kind = Literal["open", "uncertain", "submitted", "skipped", "failed"]


class Code(NamedTuple):
    """What a letter in `Batch.codes` says about one recipient."""

    kind: Kind
    reason: str


CODES: Mapping[str, Code] = {
    OPEN: Code("open", "open"),
    DOUBT: Code("uncertain", "uncertain"),  # in a call, or its outcome was never learnt
    SUBMITTED: Code("submitted", "submitted"),
    "p": Code("skipped", "pending"),
    "u": Code("skipped", "unsubscribed"),
    "b": Code("skipped", "bounced"),
    "m": Code("skipped", "complained"),
    "e": Code("skipped", "erased"),
    "t": Code("skipped", "topic"),  # the topic was dropped since the freeze
    "x": Code("skipped", "closed"),  # every ask had closed
    "c": Code("skipped", "cancelled"),
    "r": Code("failed", "rejected"),
    "i": Code("failed", "invalid"),
    "n": Code("failed", "not_rendered"),
}
LETTER: Mapping[str, str] = {code.reason: letter for letter, code in CODES.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """One ledger item. `rev` rises with every write; `codes` has a letter per recipient.

    `owner` is the nonce of who wrote it last, `at` the claim's time in epoch seconds, `edition`
    what the last claim mailed, `solo` that one recipient is called at a time from now on. `again`
    marks who was in doubt, had no event and was opened again: (place, rev that opened it); `told`
    are those whose 's' is known by an event alone. `since` is the claim of the oldest doubt, where
    that is not `at`.
    """

    codes: str
    rev: int = 0
    owner: str = ""
    at: int = 0
    edition: str = ""
    solo: bool = False
    again: tuple[tuple[int, int], ...] = ()
    told: tuple[int, ...] = ()
    since: int = 0

    @property
    def marked(self) -> Mapping[int, int]:
        """Place → the revision that last opened it again after a doubt."""
        return dict(self.again)

    def where(self, letter: str) -> list[int]:
        """The indexes of the recipients with this code."""
        return [index for index, code in enumerate(self.codes) if code == letter]


class Key(NamedTuple):
    """Where a batch is: batch `nr` of `part` of a send."""

    send: str
    part: int
    nr: int


class Claim(NamedTuple):
    """A batch as claimed, and whom to call (indexes; empty: only skips were found)."""

    batch: Batch
    callees: tuple[int, ...]


def untouched(size: int) -> Batch:
    """The batch that is not in the ledger yet: everybody open."""
    return Batch(codes=OPEN * size)


def claim(
    batch: Batch,
    ids: Sequence[str],
    supporters: Mapping[str, Supporter],
    segment: Segment,
    *,
    edition: str | None,
    owner: str,
    at: int,
) -> Claim:
    """Step 3: those to call become '?', the others get their final skip code.

    `edition` None means that every ask has closed: nobody is called any more. In a solo batch only
    the first one is called. `at` is in epoch seconds. The result is not valid until it is stored
    on condition of `batch.rev`.
    """
    codes = list(batch.codes)
    callees: list[int] = []
    for index in batch.where(OPEN):
        reason = refusal(supporters.get(ids[index]), segment)
        if reason is None and edition is None:
            reason = "closed"
        if reason is not None:
            codes[index] = LETTER[reason]
        elif not (batch.solo and callees):
            codes[index] = DOUBT
            callees.append(index)
    claimed = replace(
        batch,
        codes="".join(codes),
        rev=batch.rev + 1,
        owner=owner,
        at=at,
        edition=edition or "",
        since=(batch.since or batch.at) if DOUBT in batch.codes else 0,
    )
    return Claim(claimed, tuple(callees))


def record(claimed: Claim, letters: str, *, solo: bool) -> Batch:
    """Step 6: the claimed batch with the callees' letters (in their order), one revision on.

    Store it on condition of the claim's rev and owner.
    """
    codes = list(claimed.batch.codes)
    for index, letter in zip(claimed.callees, letters, strict=True):
        codes[index] = letter
    batch = claimed.batch
    return replace(batch, codes="".join(codes), rev=batch.rev + 1, solo=batch.solo or solo)


class Ref(NamedTuple):
    """The tag of one recipient of one call, `send-part-nr-place-rev`; SES's events carry it."""

    send: str
    part: int
    nr: int
    place: int
    rev: int

    def __str__(self) -> str:
        return f"{self.send}-{self.part}-{self.nr}-{self.place}-{self.rev}"

    @classmethod
    def parse(cls, text: str) -> Ref | None:
        """The inverse of `str`; None for a tag that is not ours."""
        send, *numbers = text.rsplit("-", 4)
        if not send or len(numbers) != 4 or not all(n.isascii() and n.isdigit() for n in numbers):
            return None
        part, nr, place, rev = map(int, numbers)
        return cls(send, part, nr, place, rev)
