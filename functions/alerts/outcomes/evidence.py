"""Evidence: what SES's events say about each recipient of a part, in a few bytes a person.

archived events ─► by recipient and by call (the revision in the tag) ─► one letter, a few words
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from functions.alerts.outcomes.delivery import FAILURE, Delivery, suppression
from functions.alerts.sends.batch import SUBMITTED, Ref

# Bits of what is known about one call for one person.
SENT, DELIVERED, BOUNCED, COMPLAINED, SOFT = 1, 2, 4, 8, 16
_FAILED: Mapping[str, int] = {kind: 32 << n for n, kind in enumerate(FAILURE)}
_TOLD: Mapping[str, int] = {"Delivery": DELIVERED | SENT, **_FAILED}
_PLACES = 50  # recipients of a batch: SendBulkEmail's maximum
_BATCHES = 100_000  # of a part: five digits
_REVS = 65_536


class Evidence:
    """The events of some parts; duplicates fall together, their order is no matter.

    Events of one call for a person, which is nearly everybody, take seven bytes; others a dict.
    """

    def __init__(self, deliveries: Iterable[Delivery]) -> None:
        self._calls: dict[int, _Calls] = defaultdict(_Calls)
        for delivery in deliveries:
            ref = Ref.parse(delivery.ref)
            if ref is not None and _is_possible(ref):
                self._calls[ref.part].add(ref, delivery)

    def calls(self, part: int, nr: int, place: int) -> dict[int, int]:
        """Revision of a call → the bits its events told about one recipient; mostly one."""
        found = self._calls.get(part)
        return found.of(nr * _PLACES + place) if found else {}

    def plain(self, part: int, nr: int, size: int) -> bytes | None:
        """The bits of a batch's recipients in their order, if none of them has events of two calls.

        That is nearly every batch, and bytes are counted a hundred times faster than people.
        """
        found = self._calls.get(part)
        return found.plain(nr, size) if found else bytes(size)

    def letter(self, part: int, nr: int, place: int, since: int = 0) -> str | None:
        """The code the events prove, or None if there are none. A call that got through wins.

        Only calls of revision `since` and later are looked at.
        """
        told = [bits for rev, bits in self.calls(part, nr, place).items() if rev >= since]
        return letter_of(told)

    def times(self, part: int, nr: int, place: int) -> int:
        """When one of the calls was made by SES's clock (epoch seconds), or 0."""
        found = self._calls.get(part)
        return found.time(nr * _PLACES + place) if found else 0


def letter_of(calls: Iterable[int]) -> str | None:
    """The code of somebody about whose calls these bits are known; None if nothing is."""
    letter = None
    for bits in calls:
        failed = next((FAILURE[kind] for kind, bit in _FAILED.items() if bits & bit), None)
        if failed is None:
            return SUBMITTED
        letter = letter or failed
    return letter


def bits_of(delivery: Delivery) -> int:
    """What an event tells about its call: every event proves that SES took the mail."""
    status = suppression(delivery)
    if status is not None:
        return SENT | (BOUNCED if status == "bounced" else COMPLAINED)
    if delivery.type == "Bounce":
        return SENT | SOFT
    return _TOLD.get(delivery.type, SENT)


def seconds(time: str) -> int:
    """SES's ISO time in epoch seconds; 0 for what is none."""
    try:
        return int(datetime.fromisoformat(time).timestamp())
    except (ValueError, OverflowError):
        return 0


class _Calls:
    """One part: three arrays by recipient; whoever was called twice has the rest in `_more`."""

    def __init__(self) -> None:
        self._bits, self._revs, self._times = bytearray(), array("H"), array("I")
        self._more: dict[int, dict[int, int]] = {}
        self._twice: set[int] = set()  # the batches of those in `_more`

    def add(self, ref: Ref, delivery: Delivery) -> None:
        index = ref.nr * _PLACES + ref.place
        self._grow(index + 1)
        if not self._bits[index]:
            self._revs[index] = ref.rev
        if self._revs[index] == ref.rev:
            self._bits[index] |= bits_of(delivery)
        else:
            self._twice.add(ref.nr)
            more = self._more.setdefault(index, {})
            more[ref.rev] = more.get(ref.rev, 0) | bits_of(delivery)
        if delivery.type == "Send" or not self._times[index]:
            self._times[index] = max(0, min(seconds(delivery.time), 2**32 - 1))

    def of(self, index: int) -> dict[int, int]:
        if index >= len(self._bits) or not self._bits[index]:
            return {}
        return {self._revs[index]: self._bits[index], **self._more.get(index, {})}

    def plain(self, nr: int, size: int) -> bytes | None:
        if nr in self._twice:
            return None
        return bytes(self._bits[nr * _PLACES : nr * _PLACES + size]).ljust(size, b"\0")

    def time(self, index: int) -> int:
        return self._times[index] if index < len(self._times) else 0

    def _grow(self, size: int) -> None:
        missing = size - len(self._bits)
        if missing > 0:
            room = max(missing, len(self._bits) // 4)
            self._bits.extend(bytes(room))
            self._revs.frombytes(bytes(room * self._revs.itemsize))
            self._times.frombytes(bytes(room * self._times.itemsize))


def _is_possible(ref: Ref) -> bool:
    return ref.place < _PLACES and ref.nr < _BATCHES and ref.rev < _REVS


def words(calls: Mapping[int, int]) -> Iterator[str]:
    """What the events tell people about one recipient: `delivered bounced complained twice`.

    A later bounce takes the delivery back. `twice`: SES took a mail in two calls.
    """
    bits = 0
    for told in calls.values():
        bits |= told
    if bits & BOUNCED:
        yield "bounced"
    elif bits & DELIVERED:
        yield "delivered"
    if bits & COMPLAINED:
        yield "complained"
    if sum(letter_of([told]) == SUBMITTED for told in calls.values()) > 1:
        yield "twice"
