"""SQS and Lambda's event source mappings: messages come twice, late, in any order, or never."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from functions.alerts.errors import TryLater
from tests.faults.network import Network
from tests.faults.simulation import Ending, Process

_RECEIVES = 5  # maxReceiveCount in infra/sqs.yml
_LAG = 60.0  # seconds that SQS's counts may be behind


@dataclass(slots=True, eq=False)
class Letter:
    """One message in a queue."""

    body: Any
    number: int
    received: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A function behind a queue. `serve` answers with the messages that failed."""

    function: str
    serve: Callable[[Sequence[Letter]], Sequence[Letter]]
    batch: int
    timeout: float
    workers: int
    window: float = 0.0


class FaultyQueue:
    """One queue, `ports.Queue` to the handlers; `dead` gets what failed too often."""

    def __init__(self, name: str, network: Network, dead: FaultyQueue | None = None) -> None:
        self.name, self.dead = name, dead
        self.source: Source | None = None
        self.held = 0  # everything in it: waiting, delayed, in flight
        self.copies = 1  # of each message that is put; more is a mutation
        self._network, self._simulation, self._fate = network, network.simulation, network.fate
        self._visible: list[Letter] = []
        self._running = self._count = 0
        self._changed = -1e9  # when it became empty, or no longer was
        self._pumping = False

    # --- the port ---

    def put(self, messages: Sequence[Mapping[str, Any]], delays: Sequence[float] = ()) -> None:
        """Each ten are a request; SQS may take only some."""
        pairs = list(zip(messages, delays or [0] * len(messages), strict=True))
        for start in range(0, len(pairs), 10):
            ten = pairs[start : start + 10]
            if self._fate.strikes(self._fate.chances.lost):
                ten = ten[: self._fate.dice.randrange(len(ten))]
            take = functools.partial(self._take, ten)
            self._network.call(f"{self.name}.put {len(ten)}", take, writes=True)
            if len(ten) < len(pairs[start : start + 10]):
                raise TryLater("SQS took only some")

    def is_empty(self) -> bool:
        """What SQS counts, which lags."""
        empty: bool = self._network.call(f"{self.name}.count", self._seems_empty, writes=False)
        return empty

    def waiting(self) -> int:
        """How many could be received now."""
        found: int = self._network.call(
            f"{self.name}.waiting", lambda: len(self._visible), writes=False
        )
        return found

    def peek(self) -> list[Mapping[str, Any]]:
        """Some of what waits."""
        found: list[Mapping[str, Any]] = self._network.call(
            f"{self.name}.peek",
            lambda: [one.body if isinstance(one.body, dict) else {} for one in self._visible[:10]],
            writes=False,
        )
        return found

    # --- what arrives ---

    def arrive(self, body: Any, delay: float = 0.0) -> None:
        """A message is in the queue, and visible after `delay`; it may get lost or doubled."""
        chances, dice = self._fate.chances, self._fate.dice
        if self._fate.strikes(chances.message_lost):
            self._simulation.tell(self.name, "loses", body)
            return
        if self._fate.strikes(chances.message_slow):
            delay += dice.choice([1.0, 60.0, 400.0]) * dice.random()
        self.keep(body, delay)
        if self._fate.strikes(chances.message_twice):
            self.keep(body, delay + dice.choice([0.0, 1.0, 90.0, 600.0]) * dice.random())

    def keep(self, body: Any, delay: float = 0.0) -> None:
        """A message that is surely kept."""
        self._count += 1
        self._hold(1)
        letter = Letter(body, self._count)
        self._simulation.at(delay, functools.partial(self._show, letter))

    def redrive(self, to: FaultyQueue, unless: Callable[[Any], bool]) -> None:
        """A person moves what lies here back to its queue, and throws away the rest."""
        letters, self._visible = self._visible, []
        for letter in letters:
            self._hold(-1)
            if not unless(letter.body):
                to.keep(letter.body)

    # --- Lambda's poller ---

    def _show(self, letter: Letter) -> None:
        self._visible.append(letter)
        if self.source and not self._pumping:
            self._pumping = True
            window = self.source.window * self._fate.dice.random()
            self._simulation.at(window, self._pump)

    def _pump(self) -> None:
        self._pumping = False
        source = self.source
        assert source is not None
        while self._visible and self._running < source.workers:
            self._fate.dice.shuffle(self._visible)
            letters = self._visible[: source.batch]
            del self._visible[: source.batch]
            self._invoke(source, letters)

    def _invoke(self, source: Source, letters: Sequence[Letter]) -> None:
        self._running += 1
        for letter in letters:
            letter.received += 1
        failed: list[Letter] = list(letters)
        numbers = "+".join(str(letter.number) for letter in letters)

        def run() -> None:
            failed[:] = source.serve(letters)

        def ended(ending: Ending) -> None:
            self._running -= 1
            for letter in letters:
                self._after(letter, source, done=ending == "returned" and letter not in failed)
            if self._visible and not self._pumping:
                self._pump()

        process = self.process(f"{source.function} {numbers}", source.timeout)
        self._simulation.spawn(process, run, ended)

    def _after(self, letter: Letter, source: Source, *, done: bool) -> None:
        chances = self._fate.chances
        if done and not self._fate.strikes(chances.delete_lost):
            self._hold(-1)
        elif letter.received >= _RECEIVES and self.dead is not None:
            self._simulation.tell(self.name, "dead letter", letter.number)
            self._hold(-1)
            self.dead.keep(letter.body)
        else:  # visible again: six time-outs after it was received
            again = 6 * source.timeout * (0.2 + 0.8 * self._fate.dice.random())
            self._simulation.at(again, functools.partial(self._show, letter))

    def process(self, name: str, timeout: float) -> Process:
        """An invocation with a clock and an end of its own."""
        fate, simulation = self._fate, self._simulation
        skew = 0.0 if fate.calm else fate.chances.skew * (2 * fate.dice.random() - 1)
        steps = fate.dice.choice([10, 40, 200])  # long invocations die late, too
        dies = fate.dice.randint(1, steps) if fate.strikes(fate.chances.death) else 0
        return Process(name, simulation.now + timeout, skew, dies)

    def _take(self, pairs: list[tuple[Mapping[str, Any], float]]) -> None:
        for body, delay in pairs * self.copies:
            self.arrive(body, delay)

    def _hold(self, number: int) -> None:
        before, self.held = self.held, self.held + number
        if (before == 0) != (self.held == 0):
            self._changed = self._simulation.now

    def _seems_empty(self) -> bool:
        empty = self.held == 0
        behind = self._simulation.now - self._changed < _LAG * self._fate.dice.random()
        return not empty if behind and not self._fate.calm else empty
