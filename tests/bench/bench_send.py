"""What a recipient costs the sender, all of it: the real handler, real boto3, TLS.

message ─► supporters read ─► claim ─► fields, tokens ─► body ─► SES ─► classify ─► record

AWS is a process of its own that answers everything. Beside it, in the same run, the usual way:
Jinja, EmailMessage and one SendEmail per recipient, without asking who they are and without writing
down what became of them. CPU of this process only; on AWS the rest of a call is waiting.

Run by `make bench`, or alone: `python -m tests.bench.bench_send [--profile]`.
"""

from __future__ import annotations

import cProfile
import itertools
import json
import pstats
import sys
from collections.abc import Callable
from dataclasses import replace
from time import process_time
from typing import Any

import boto3

from functions.alerts.sends.send import SHARDS, Send, create_send
from functions.send_batch import handler
from functions.wiring import World
from tests.bench.answering import answering
from tests.bench.bench_fields import long_edition, usual_way
from tests.bench.endpoint import supporter_id
from tests.bench.table import Row, show
from tests.sending import REVISION, TOPIC

AIM, LATER_AIM = 120.0, 60.0  # µs per recipient; the later one with a hand-parsed read
SIZE, RECORDS = 50, 5  # recipients of a batch; batches of an invocation, as in serverless.yml
ROUNDS, INVOCATIONS = 5, 8  # the best round counts: the others were disturbed


class Context:
    """Lambda's, with time enough."""

    def get_remaining_time_in_millis(self) -> int:
        return 60_000


def main() -> None:
    """Print µs of CPU per recipient, and how many times more the usual way takes."""
    with answering("send_batch") as world:
        step = _sending(world)
        step()  # everything is warm afterwards: clients, connections, revision
        ours = _microseconds(step, INVOCATIONS, RECORDS * SIZE)
        call = _microseconds(lambda: world.ledger.read_send("nobody"), 100, 1)
        naive = _naive()
        naive()
        usual = _microseconds(naive, 40, 1)
    show(
        "Send step, CPU per recipient, µs",
        Row("real handler and boto3, batches of 50", ours, AIM),
        Row("the same, second aim", ours, LATER_AIM),
        Row("a call of boto3 that does nothing (GetItem of no item)", call),
        Row("usual way: Jinja, EmailMessage, SendEmail each", usual),
        Row("times longer", usual / ours),
    )


def _sending(world: World) -> Callable[[], object]:
    """A step that hands the handler the next five batches."""
    send = _stored(world)
    numbers = itertools.count()

    def step() -> None:
        event = {"Records": [_record(send, next(numbers)) for _ in range(RECORDS)]}
        assert handler(event, Context()) == {"batchItemFailures": []}

    return step


def _stored(world: World) -> Send:
    edition = long_edition()
    revision = replace(REVISION, languages=("en",), editions=(edition,), send_when_closed=True)
    world.store.store_revision(revision)
    start = world.now()
    send = create_send(revision, TOPIC, start, id="20180409-c0ffee00", nonce="n")
    send = replace(send, state="sending", batch_size=SIZE, parts=1, targeted=SIZE)
    assert world.ledger.create_send(send)
    return send


def _record(send: Send, nr: int) -> dict[str, Any]:
    ids = [
        supporter_id(f"{number % SHARDS:02x}", number)
        for number in range(nr * SIZE, (nr + 1) * SIZE)
    ]
    message = {"v": 1, "send": send.id, "part": 0, "nr": nr, "language": "en", "ids": ids}
    return {"messageId": str(nr), "body": json.dumps(message)}


def _naive() -> Callable[[], object]:
    client: Any = boto3.client("sesv2")
    compose = usual_way(long_edition())

    def step() -> object:
        return client.send_email(
            FromEmailAddress="alerts@icirr.example",
            Destination={"ToAddresses": ["maria@supporter.example"]},
            Content={"Raw": {"Data": compose()}},
        )

    return step


def _microseconds(step: Callable[[], object], number: int, recipients: int) -> float:
    times = []
    for _ in range(ROUNDS):
        start = process_time()
        for _ in range(number):
            step()
        times.append(process_time() - start)
    return min(times) * 1e6 / (number * recipients)


def _profile() -> None:
    with answering("send_batch") as world:
        step = _sending(world)
        step()
        profile = cProfile.Profile()
        profile.enable()
        for _ in range(INVOCATIONS):
            step()
        profile.disable()
    pstats.Stats(profile).sort_stats("tottime").print_stats(45)


if __name__ == "__main__":
    _profile() if "--profile" in sys.argv else main()
