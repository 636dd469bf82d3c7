"""A send of any size takes the memory of one part."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from dataclasses import replace

from functions.alerts.outcomes.delivery import Delivery
from functions.alerts.sends.batch import Batch
from functions.alerts.sends.freeze import Manifest
from functions.services.receipts import drawn
from functions.settle_sends import settle_sends
from tests.alerts.sends.test_send import SEND
from tests.fakes import FakeLedger, FakeStore, FakeWorld
from tests.sending import REVISION

BATCHES = 20  # of a part


class WideLedger(FakeLedger):
    """Every batch of every part: made when it is asked for."""

    def batches(
        self, send_id: str, part: int, first: int = 0, last: int | None = None
    ) -> Iterator[tuple[int, Batch]]:
        for nr in range(BATCHES):
            yield nr, Batch(codes="s" * 49 + "?", rev=2, owner=f"{part}-{nr}", at=1_523_282_400)


def manifest(send_id: str, part: int) -> Manifest:
    return Manifest(send=send_id, part=part, key="", sizes=(50,) * BATCHES, skipped={})


class WideStore(FakeStore):
    """A send of many parts, each recipient with two events."""

    def manifest(self, send_id: str, part: int) -> Manifest:
        return manifest(send_id, part)

    def events(self, send_id: str, part: int | None = None) -> Iterator[Delivery]:
        for nr in range(BATCHES):
            for place in range(49):
                for kind in ("Send", "Delivery"):
                    ref = f"{send_id}-{part}-{nr}-{place}-1"
                    yield Delivery(ref=ref, type=kind, subtype="", time="2018-04-09T14:00:05Z")


def wide(parts: int) -> FakeWorld:
    world = FakeWorld()
    world.ledger, world.store = WideLedger(), WideStore()
    world.store.store_revision(REVISION)
    send = replace(SEND, digest=REVISION.digest, parts=parts, state="sending", batch_size=50)
    world.ledger.create_send(send)
    return world


def peak(parts: int) -> int:
    """Bytes at most in use while a tick settles the send and then draws its receipt."""
    world = wide(parts)
    (send,) = world.ledger.active_sends()
    world.advance(minutes=20)  # the doubts are quiet: the evidence is read, and read again
    manifests = [manifest(send.id, part) for part in range(parts)]
    tracemalloc.start()
    try:
        settle_sends(world)
        receipt = drawn(send, manifests, world)
        assert (receipt.submitted, receipt.delivered) == (parts * 980, parts * 980)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_send_of_many_parts_takes_the_memory_of_a_few() -> None:
    peak(1)  # imports and caches
    assert peak(12) < 1.5 * peak(2)
