"""A send of a million on a virtual clock: the real pace_sends and send_batch, SES with its rate.

tick ─► queue (delays) ─► workers, each a Lambda invocation ─► SES: a second's worth of tokens

No bodies are built, and everybody has one address: neither takes part in the timing.
"""

from __future__ import annotations

import heapq
import itertools
import random
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

from functions.alerts.sends.answer import Answer
from functions.alerts.sends.batch import Batch, Key, untouched
from functions.alerts.sends.freeze import FrozenBatch, Part, manifest_of
from functions.alerts.sends.ports import Account
from functions.alerts.sends.send import Send, batch_size, create_send
from functions.alerts.sends.supporter import Supporter
from functions.alerts.sends.switch import Switch
from functions.pace_sends import pace_sends
from functions.queued import Message
from functions.send_batch import send_batch
from tests.fakes import FakeLedger, FakeMailer, FakeQueue, FakeSupporters, FakeWorld
from tests.sending import REVISION, TOPIC, person

SIZE = 50  # recipients of a batch, at a rate of 100 and above
TAKEN = 5  # messages of an invocation, as in serverless.yml
CALL = 0.6  # seconds of one call to SES
TICK = 60.0
PATIENCE = 600  # ticks; then something is wrong
LATE = 2.0  # seconds a tick may come late
IDS = tuple(person(number).id for number in range(SIZE))  # of every batch: nobody looks at them
START = datetime(2018, 4, 9, 14, tzinfo=UTC)


@dataclass(frozen=True)
class Outcome:
    """What became of a simulation; times in seconds after its start, by send."""

    began: Mapping[str, float]  # the first tick that found the send
    ended: Mapping[str, float]  # the answer to its last call
    calls: int
    throttled: int  # calls in which SES refused somebody for the rate


class Simulation:
    """Some sends, `rate` messages a second, and so many calls at a time.

    `told` is what the account says of its rate, should that not be true.
    """

    def __init__(self, rate: float, workers: int, seed: int = 1, told: float | None = None) -> None:
        self.world = _World(rate, told or rate)
        self._idle, self._count = workers, itertools.count()
        self._busy: list[tuple[float, int, deque[Message]]] = []  # ready when, and its messages
        self._random = random.Random(seed)
        self._began: dict[str, float] = {}
        self._later: list[tuple[float, str, int, bool]] = []

    def add(self, name: str, people: int, at: float = 0.0, *, urgent: bool = False) -> None:
        """A send whose audience is frozen at that second."""
        self._later.append((at, name, people, urgent))

    def run(self) -> Outcome:
        """Until everybody is mailed."""
        with patch("functions.send_batch.bulk_request", _counted):
            for minute in range(PATIENCE):
                tick = minute * TICK + self._random.uniform(0, LATE)
                self._work(until=tick)
                if self._is_over():
                    break
                self._tick(tick)
        mailer = self.world.mailer
        assert self._is_over(), "The send does not end."
        return Outcome(self._began, mailer.ended, mailer.count, mailer.throttled)

    def _tick(self, at: float) -> None:
        self.world.set(at)
        for start, name, people, urgent in list(self._later):
            if start <= at:
                self._later.remove((start, name, people, urgent))
                self.world.freeze(name, people, urgent=urgent)
                self._began[name] = at
        pace_sends(self.world)

    def _work(self, until: float) -> None:
        """Let the workers call, in the order of time, whatever is visible."""
        queue = self.world.batch_queue
        while True:
            if self._idle and queue.first_at < until:  # somebody wakes as soon as there is work
                self._idle -= 1
                woken = max(queue.first_at, self.world.seconds)
                heapq.heappush(self._busy, (woken, next(self._count), deque()))
            if not self._busy or self._busy[0][0] >= until:
                return
            at, _, messages = heapq.heappop(self._busy)
            messages = messages or deque(queue.receive(at, TAKEN))
            if messages:
                then = self._call(messages.popleft(), at)
                heapq.heappush(self._busy, (then, next(self._count), messages))
            else:
                self._idle += 1

    def _call(self, message: Message, at: float) -> float:
        """Handle a message; when its call is answered. One that calls nobody takes no time."""
        self.world.set(at)
        called = self.world.mailer.count
        send_batch(message, self.world, lambda: 60.0)
        return at + CALL * (self.world.mailer.count - called)

    def _is_over(self) -> bool:
        done = self.world.mailer.mailed
        expected = self.world.expected
        return not self._later and bool(expected) and all(done[n] >= expected[n] for n in expected)


class _World(FakeWorld):
    ledger: _Ledger
    batch_queue: _Queue
    mailer: _Mailer

    def __init__(self, rate: float, told: float) -> None:
        super().__init__()
        self.ledger, self.batch_queue = _Ledger(), _Queue(self)
        self.mailer, self.supporters = _Mailer(rate, self), _Everybody()
        self.mailer.limits = Account(rate=told, left=None, enabled=True, sandbox=False)
        self.store.store_revision(REVISION)
        self.expected: dict[str, int] = {}
        self.seconds = 0.0

    def set(self, seconds: float) -> None:
        """Put the clock there."""
        self.seconds, self.time = seconds, START + timedelta(seconds=seconds)

    def freeze(self, name: str, people: int, *, urgent: bool) -> None:
        """A send of so many, frozen in parts of 20,000, but for what would fill no whole batch."""
        batch = batch_size(self.mailer.limits.rate)
        sizes = [20_000 // batch * batch] * (people // 20_000)
        self.expected[name] = sum(sizes)
        for number, size in enumerate(sizes):
            batches = (FrozenBatch(language="en", ids=IDS[:batch]),) * (size // batch)
            part = Part(send=name, part=number, batches=batches, skipped={})
            key = self.store.write_part(part, f"{name}-{number}")
            self.store.settle_manifest(manifest_of(part, key))
        send = create_send(REVISION, TOPIC, self.now(), id=name, nonce="n", urgent=urgent)
        self.ledger.create_send(replace(send, state="freezing", batch_size=batch, parts=len(sizes)))


class _Ledger(FakeLedger):
    """The same with an index: a million recipients are twenty thousand batches."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: dict[tuple[str, int], dict[int, Batch]] = defaultdict(dict)

    def read_job(self, key: Key, size: int) -> tuple[Send | None, Switch, Batch]:
        batch = self._parts[key[:2]].get(key.nr) or untouched(size)
        return self.read_send(key.send), self.read_switch(), batch

    def write_batch(self, key: Key, batch: Batch, *, owner: str | None = None) -> bool:
        before = self._parts[key[:2]].get(key.nr)
        fits = (before.rev if before else 0) == batch.rev - 1
        if fits and owner in (None, before.owner if before else None):
            self._parts[key[:2]][key.nr] = batch
        return self._parts[key[:2]].get(key.nr) == batch

    def batches(
        self, send_id: str, part: int, first: int = 0, last: int | None = None
    ) -> Iterator[tuple[int, Batch]]:
        for number, batch in sorted(self._parts[send_id, part].items()):
            if first <= number <= (number if last is None else last):
                yield number, batch


class _Queue(FakeQueue):
    """Messages become visible after their delay, in whole seconds, and are taken in that order."""

    def __init__(self, world: _World) -> None:
        super().__init__()
        self._world = world
        self._heap: list[tuple[float, int, Mapping[str, Any]]] = []
        self._count = itertools.count()

    def put(self, messages: Sequence[Mapping[str, Any]], delays: Sequence[float] = ()) -> None:
        for message, delay in zip(messages, delays or [0] * len(messages), strict=True):
            at = self._world.seconds + int(delay)  # SQS's DelaySeconds has no fractions
            heapq.heappush(self._heap, (at, next(self._count), message))

    @property
    def first_at(self) -> float:
        """When the next message can be taken."""
        return self._heap[0][0] if self._heap else float("inf")

    def receive(self, at: float, most: int) -> list[Mapping[str, Any]]:
        """Take what is visible then."""
        taken: list[Mapping[str, Any]] = []
        while len(taken) < most and self.first_at <= at:
            taken.append(heapq.heappop(self._heap)[2])
        return taken

    def is_empty(self) -> bool:
        return not self._heap

    def waiting(self) -> int:
        return sum(at <= self._world.seconds for at, _, _ in self._heap)


class _Mailer(FakeMailer):
    """SES with its rate: a second's worth of tokens, and a refusal of each entry beyond them."""

    def __init__(self, rate: float, world: _World) -> None:
        super().__init__()
        self._world, self._rate, self._tokens, self._at = world, rate, rate, 0.0
        self.count = self.throttled = 0
        self.mailed: dict[str, int] = defaultdict(int)
        self.ended: dict[str, float] = {}

    def submit_bulk(self, request: Mapping[str, Any]) -> Answer:
        send, entries = request["send"], request["entries"]
        now = self._world.seconds
        self._tokens = min(self._rate, self._tokens + (now - self._at) * self._rate)
        self._at = now
        taken = min(entries, int(self._tokens + 1e-9))
        self._tokens -= taken
        self.count += 1
        self.throttled += taken < entries
        self.mailed[send] += taken
        if taken:
            self.ended[send] = max(self.ended.get(send, 0.0), now + CALL)
        refused = ("ACCOUNT_THROTTLED",) * (entries - taken)
        return Answer(whole="answered", statuses=("SUCCESS",) * taken + refused)


class _Everybody(FakeSupporters):
    """Whoever is asked for is subscribed and wants the topic."""

    def read(self, ids: Sequence[str]) -> Mapping[str, Supporter]:
        return dict.fromkeys(ids, _SOMEBODY)


_SOMEBODY = person(1)


def _counted(edition: object, sender: object, entries: Any, *rest: object) -> dict[str, Any]:
    """In place of a body: whose call it is and of how many."""
    return {"send": entries[0].ref.rsplit("-", 4)[0], "entries": len(entries)}
