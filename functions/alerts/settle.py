"""Settling: what SES's events say about recipients in doubt.

Evidence is an index of the archived events; a doubt without evidence stays a doubt.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from functions.alerts.batch import DOUBT, LETTER, OPEN, Batch, Ref
from functions.alerts.delivery import Delivery, settled_letter

# `send_batch` may run for 60 s (serverless.yml); another 60 s for clocks that differ.
CALL_IS_OVER = 60 + 60
LISTED_AFTER = 24 * 3600  # seconds: a doubt this old no longer holds up the receipt


class Evidence:
    """The events of one send, by recipient; duplicates fall together, their order is no matter."""

    def __init__(self, deliveries: Iterable[Delivery]) -> None:
        self._seen: dict[tuple[int, int], dict[int, set[tuple[int, str, str]]]] = defaultdict(dict)
        for delivery in deliveries:
            ref = Ref.parse(delivery.ref)
            if ref is not None:
                told = self._seen[ref.part, ref.nr].setdefault(ref.place, set())
                told.add((ref.rev, delivery.type, delivery.subtype))

    def types(self, part: int, nr: int, place: int) -> frozenset[str]:
        """The types of the events about one recipient; empty if there are none."""
        told = self._seen.get((part, nr), {}).get(place, ())
        return frozenset(kind for _, kind, _ in told)

    def people(self) -> Iterator[frozenset[tuple[int, str, str]]]:
        """Per recipient with events, (rev of the call, type, subtype) of each."""
        for places in self._seen.values():
            yield from map(frozenset, places.values())


def is_due(batch: Batch, now: int) -> bool:
    """Whether the batch has doubts and the call that made them must be over."""
    return DOUBT in batch.codes and now - batch.at > CALL_IS_OVER


def settle(
    batch: Batch, evidence: Evidence, part: int, nr: int, *, now: int, owner: str, cancelled: bool
) -> Batch | None:
    """The batch one revision on with what can be settled now, or None if nothing can.

    `now` is in epoch seconds. In a cancelled send whoever is open counts as cancelled.
    """
    codes = list(batch.codes)
    if is_due(batch, now):
        for place in batch.where(DOUBT):
            types = evidence.types(part, nr, place)
            if types:
                codes[place] = settled_letter(types)
    if cancelled:
        codes = [LETTER["cancelled"] if code == OPEN else code for code in codes]
    text = "".join(codes)
    if text == batch.codes:
        return None
    return replace(batch, codes=text, rev=batch.rev + 1, owner=owner, at=batch.at or now)


def is_over(batch: Batch, now: int) -> bool:
    """Whether nobody is open, and nobody in doubt who could still be settled in time."""
    doubtful = DOUBT in batch.codes and now - batch.at <= LISTED_AFTER
    return OPEN not in batch.codes and not doubtful
