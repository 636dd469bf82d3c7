"""One schedule set up: people, AWS, the functions behind their queues, the minute tick."""

from __future__ import annotations

import functools
import itertools
import json
import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from functions.alerts.mail.token import parse_keys
from functions.alerts.sends.batch import Batch, Key
from functions.alerts.sends.filed import Filed
from functions.alerts.sends.freeze import Manifest
from functions.alerts.sends.send import Send
from functions.alerts.sends.supporter import Supporter
from functions.freeze_audience import freeze_audience
from functions.pace_sends import pace_sends
from functions.queued import each
from functions.record_event import record_event
from functions.send_batch import send_batch
from functions.settings import Settings, SubmitMode
from functions.settle_sends import settle_sends
from functions.start_send import start_send
from functions.wiring import World
from tests.fakes import KEYS, FakeAlarms, FakeFiled, FakeLeavings, FakePublished
from tests.faults.chances import Chances, Fate
from tests.faults.evidence import missing, whose
from tests.faults.memory import FaultySchedules, Ledger, Store, Supporters
from tests.faults.network import Network, Remote, RemoteLedger, RemoteStore
from tests.faults.queues import FaultyQueue, Letter, Source
from tests.faults.rules import broken_by
from tests.faults.ses import FaultySes, Mail
from tests.faults.simulation import Death, Ending, Simulation

TICK = 60.0
_KEYRING = parse_keys(KEYS)  # reading it each time would take as long as ten calls


class Stage:
    """Everything of one schedule. `mails` and the memories are the truth about it."""

    def __init__(self, dice: random.Random, chances: Chances, *, tracing: bool = False) -> None:
        self.dice, self.chances = dice, chances
        self.simulation = Simulation()
        self.simulation.tracing = tracing
        self.fate = Fate(dice, chances)
        self.network = Network(self.simulation, self.fate)
        self.ledger, self.store = Ledger(self._opened), Store()
        self.ledger.clock = lambda: self.simulation.now
        self.supporters, self.leavings = Supporters(), FakeLeavings()
        self.filed_marks, self.published = FakeFiled(), FakePublished()
        self.queues = {name: self._queue(name) for name in ("control", "freeze", "batch", "event")}
        rate = dice.choice([1.0, 5.0, 14.0, 50.0])
        self.ses = FaultySes(self.network, self.queues["event"], rate, self._accepted)
        self.remailed: dict[tuple[Key, int], list[str]] = {}  # → what was missing as evidence
        self.owners: dict[str, str] = {}  # address, old or new → supporter id
        self.taken: dict[str, list[float]] = defaultdict(list)  # ref without its rev → when
        self.got: dict[str, set[str]] = defaultdict(set)  # send → whom SES took a mail for
        self.left: dict[str, float] = {}  # supporter id → since when not to be mailed any more
        self.filed: dict[str, float] = {}  # supporter id → when "I filed it" was pressed
        self.audiences: dict[str, tuple[Manifest | None, ...]] = {}  # as of the first mail
        self.broken: list[str] = []
        self._judged = False
        self.launching = 0  # commands that somebody is still giving
        self._nonces, self._calmed = itertools.count(1), chances.calm
        self._mode: SubmitMode = dice.choice(["bulk", "bulk", "bulk", "single"])
        self._warm: list[World] = []
        self._connect()

    def add(self, supporter: Supporter) -> None:
        """Somebody is on the list, or is changed there."""
        self.supporters.put(supporter)
        self.owners[supporter.email] = supporter.id

    def file(self, supporter_id: str, posting: str) -> None:
        """Somebody presses "I filed it"."""
        Filed(posting, _KEYRING).add(supporter_id, self.filed_marks)
        self.filed[supporter_id] = self.simulation.now

    def begin(self) -> None:
        """Start the ticks, and end the faults in time."""
        self.simulation.at(self.chances.calm, self._calm)
        self.simulation.at(self.dice.random() * TICK, self._tick)

    def storm(self, begins: float) -> None:
        """The faults come back, for as long as they had been there first."""
        self.simulation.at(begins, self._stormy)
        self.simulation.at(begins + self.chances.calm, self._calm)

    def end(self) -> None:
        """Nothing goes wrong any more: what happened is judged."""
        self._judged = self.fate.calm = True

    def over(self) -> bool:
        """Whether nothing more will happen by itself."""
        return (
            not self.ledger.active
            and not self.launching
            and not self.simulation.busy()
            and not any(queue.held for queue in self.queues.values())
        )

    def audience(self, send: Send) -> tuple[Manifest | None, ...]:
        """The manifests of a send as they are now, None for each that is missing."""
        return tuple(self.store.manifests.get((send.id, part)) for part in range(send.parts))

    # --- made once ---

    def _queue(self, name: str) -> FaultyQueue:
        return FaultyQueue(name, self.network, FaultyQueue(f"{name}-dead", self.network))

    @contextmanager
    def sandbox(self) -> Iterator[World]:
        """A world for one invocation at a time: warm ones remember; who dies takes it along."""
        world = self._warm.pop() if self._warm else self._world()
        try:
            yield world
        except Death:
            raise
        except BaseException:
            self._warm.append(world)
            raise
        self._warm.append(world)

    def _world(self) -> World:
        settings = Settings(configuration_set="alerts", token_keys=KEYS, submit_mode=self._mode)
        world = World(
            settings, now=self.simulation.moment, nonce=lambda: f"{next(self._nonces):016x}"
        )
        parts = {
            "ledger": RemoteLedger("ledger", self.ledger, self.network),
            "store": RemoteStore("store", self.store, self.network),
            "supporters": Remote("supporters", self.supporters, self.network),
            "mailer": self.ses,
            "schedules": FaultySchedules(self.network, self.queues["control"]),
            "leavings": Remote("leavings", self.leavings, self.network),
            "alarms": Remote("alarms", FakeAlarms(), self.network),
            "filed": Remote("filed", self.filed_marks, self.network),
            "published": Remote("published", self.published, self.network),
            "keyring": _KEYRING,
            "filed_keyring": _KEYRING,
        }
        for name, queue in self.queues.items():
            parts |= {f"{name}_queue": queue, f"{name}_dead_letters": queue.dead}
        world.__dict__.update(parts)  # in the place of the cached properties
        return world

    def _connect(self) -> None:
        """The event source mappings of serverless.yml."""
        left, dice = self.simulation.seconds_left, self.dice
        self._source("control", "start", start_send, timeout=60)
        self._source("freeze", "freeze", freeze_audience, timeout=300)
        self._source(
            "batch",
            "send",
            lambda message, world: send_batch(message, world, left),
            timeout=60,
            batch=dice.choice([1, 5]),
            workers=dice.choice([2, 4, 10]),
        )
        self.queues["event"].source = Source(
            function="record", serve=self._record, batch=500, timeout=60, workers=2, window=20
        )

    def _source(
        self,
        queue: str,
        function: str,
        handle: Callable[[Mapping[str, Any], World], object],
        *,
        timeout: float,
        batch: int = 1,
        workers: int = 2,
    ) -> None:
        """A function that handles each message by itself."""

        def serve(letters: Sequence[Letter]) -> Sequence[Letter]:
            records = [
                {"messageId": str(one.number), "body": json.dumps(one.body)} for one in letters
            ]
            with self.sandbox() as world:
                answer = each({"Records": records}, lambda message: handle(message, world))
            return _failed(letters, answer)

        self.queues[queue].source = Source(
            function=function, serve=serve, batch=batch, timeout=timeout, workers=workers
        )

    def _record(self, letters: Sequence[Letter]) -> Sequence[Letter]:
        records = [{"messageId": str(one.number), "body": one.body} for one in letters]
        with self.sandbox() as world:
            answer = record_event({"Records": records}, world)
        return _failed(letters, answer)

    # --- time goes by ---

    def _tick(self) -> None:
        chances = self.chances
        for function, run in (("pace", pace_sends), ("settle", settle_sends)):
            if self.fate.strikes(chances.tick_lost):
                continue
            for _ in range(2 if self.fate.strikes(chances.tick_twice) else 1):
                late = 60.0 * self.dice.random() if self.fate.strikes(chances.tick_late) else 0.0
                self.simulation.at(late, functools.partial(self._run, function, run))
        waiting = self.fate.calm and self.simulation.now > self._calmed + 7200
        self.simulation.at(10 * TICK if waiting else TICK, self._tick)

    def _run(self, function: str, run: Callable[[World], None]) -> None:
        self.invoke(function, run, timeout=50.0)

    def invoke(
        self,
        name: str,
        run: Callable[[World], object],
        ended: Callable[[Ending], None] = lambda ending: None,
        *,
        timeout: float,
    ) -> None:
        """Begin something that no queue brought about."""

        def body() -> None:
            with self.sandbox() as world:
                run(world)

        self.simulation.spawn(self.queues["batch"].process(name, timeout), body, ended)

    def _calm(self) -> None:
        self.simulation.tell("calm")
        self.fate.calm, self._calmed = True, self.simulation.now

    def _stormy(self) -> None:
        self.simulation.tell("faults again")
        self.fate.calm = self._judged

    # --- what must never happen is noticed when it does ---

    def _accepted(self, mail: Mail) -> None:
        send_id = mail.ref.rsplit("-", 4)[0]
        self.taken[whose(mail.ref)].append(self.simulation.now)
        self.broken += broken_by(mail, self.ledger.sends[send_id], self)
        if owner := self.owners.get(mail.address):
            self.got[send_id].add(owner)
        self.audiences.setdefault(send_id, self.audience(self.ledger.sends[send_id]))

    def _opened(self, key: Key, place: int, before: Batch) -> None:
        """Settling mails a doubt again: hold that against the evidence there is."""
        lacking = missing(self, key, before.at)
        self.simulation.tell("doubt opened again", key, place, lacking)
        self.remailed.setdefault((key, place), []).extend(lacking)


def _failed(letters: Sequence[Letter], answer: Any) -> Sequence[Letter]:
    failed = {one["itemIdentifier"] for one in answer["batchItemFailures"]}
    return [letter for letter in letters if str(letter.number) in failed]
