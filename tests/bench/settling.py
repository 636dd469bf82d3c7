"""The time of settle_sends for each batch it looks at, as its pages come from DynamoDB."""

from __future__ import annotations

import json
from time import process_time
from typing import Any

from functions.alerts.sends.batch import OPEN, SUBMITTED, Batch, Key
from functions.aws.ledger import DynamoLedger
from functions.settle_sends import settle_sends
from tests.bench.streaming import Streamed

_PEOPLE = 200_000
_ROUNDS = 3  # the best one counts: the others were disturbed


def seconds_per_batch() -> float:
    """CPU of one look at a batch whose send goes on."""
    world, pages = Streamed("settle_sends", _PEOPLE), _Pages()
    real: Any = DynamoLedger(pages, "t")  # type: ignore[arg-type]
    world.ledger.batches = real.batches  # type: ignore[method-assign]
    for part in range(world.send.parts):
        pages.add(world, part)
    times = []
    for _ in range(_ROUNDS):
        start = process_time()
        settle_sends(world)
        times.append(process_time() - start)
    assert not world.store.receipts, "The send was over."
    return min(times) / pages.items


class _Pages:
    """Answers a query as boto3 does: from JSON."""

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}
        self._written: list[dict[str, Any]] = []
        self.items = 0

    def add(self, world: Streamed, part: int) -> None:
        """All of a part's batches called, but the last."""
        ledger = DynamoLedger(self, "t")  # type: ignore[arg-type]
        self._written = []
        sizes = world.audience.sizes(part)
        for number, size in enumerate(sizes):
            letter = SUBMITTED if number < len(sizes) - 1 else OPEN
            batch = Batch(codes=letter * size, rev=2, owner="n" * 16, at=1_523_282_400)
            ledger.write_batch(Key(world.send.id, part, number), batch)
        self.items += len(sizes)
        self._texts[self._written[0]["pk"]["S"]] = json.dumps({"Items": self._written})

    def put_item(self, **asked: Any) -> dict[str, Any]:
        self._written.append(asked["Item"])
        return {}

    def query(self, **asked: Any) -> Any:
        key = next(iter(asked["ExpressionAttributeValues"].values()))["S"]
        return json.loads(self._texts[key])
