"""What a supporter costs when an audience is frozen: the real handler over real boto3 and TLS.

pages of the table ─► segment ─► batches ─► part and manifest in S3

CPU of this process only. Run by `make bench`, or alone: `python -m tests.bench.bench_freeze`.
"""

from __future__ import annotations

import itertools
import json
from dataclasses import replace
from time import process_time

from functions.alerts.sends.freeze import freeze, manifest_of
from functions.alerts.sends.send import SHARDS, Send, create_send, shards_of
from functions.alerts.sends.supporter import Supporter
from functions.freeze_audience import handler
from functions.wiring import World
from tests.bench.answering import answering
from tests.bench.endpoint import SHARD
from tests.bench.table import Row, show
from tests.sending import REVISION, TOPIC

AIM = 15.0  # µs per supporter
ROUNDS = 4  # parts; the best one counts: the others were disturbed


def main() -> None:
    """Print µs per supporter, all of it and the core's share."""
    with answering("freeze_audience") as world:
        send = _stored(world)
        whole = min(_whole(send, part, world) for part in range(ROUNDS))
        (shard,) = shards_of(0, send.parts)
        core = min(_core(send, list(world.supporters.in_shard(shard))) for _ in range(ROUNDS))
    show(
        f"Freeze, CPU per supporter, shards of {SHARD:,}, µs",
        Row("real handler and boto3: read, sort, store", whole, AIM),
        Row("the core alone: segment, batches, manifest, JSON", core),
    )


def _stored(world: World) -> Send:
    send = create_send(REVISION, TOPIC, world.now(), id="20180409-c0ffee01", nonce="n")
    send = replace(send, state="freezing", batch_size=50, parts=SHARDS)
    assert world.ledger.create_send(send)
    return send


def _whole(send: Send, part: int, world: World) -> float:
    body = json.dumps({"v": 1, "send": send.id, "part": part})
    start = process_time()
    answer = handler({"Records": [{"messageId": "m", "body": body}]}, None)
    taken = process_time() - start
    manifest = world.store.manifest(send.id, part)
    assert answer == {"batchItemFailures": []}
    assert manifest is not None and manifest.frozen == SHARD
    return taken * 1e6 / SHARD


def _core(send: Send, people: list[Supporter]) -> float:
    start = process_time()
    part = freeze(send, 0, itertools.chain(people))
    part.to_json()
    manifest_of(part, "key").to_json()
    return (process_time() - start) * 1e6 / len(people)


if __name__ == "__main__":
    main()
