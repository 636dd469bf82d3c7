"""The virtual machine under the handlers: one clock, and processes that interleave and may die.

A process is a greenlet: the handlers run in it unchanged, and every call of an adapter is a switch
point. Which process goes on is decided by the virtual time each call takes, drawn from the seed.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from greenlet import getcurrent, greenlet  # type: ignore[import-untyped]

START = datetime(2018, 4, 9, 14, tzinfo=UTC)

Ending = Literal["returned", "failed", "died"]


class Death(BaseException):
    """The process is gone between two instructions: killed, out of time, its machine lost."""


class Process:
    """One invocation. `skew` seconds wrong in its clock, killed at `deadline` or at a step."""

    __slots__ = ("deadline", "dies_at", "greenlet", "name", "skew", "steps")

    def __init__(self, name: str, deadline: float, skew: float, dies_at: int) -> None:
        self.name, self.deadline, self.skew, self.dies_at = name, deadline, skew, dies_at
        self.steps = 0
        self.greenlet: Any = None  # made when it is spawned


class Simulation:
    """The clock and everything that waits for it. `now` is in seconds since START."""

    def __init__(self) -> None:
        self.now = 0.0
        self.tracing = False
        self.trace: list[str] = []
        self._heap: list[tuple[float, int, Process | Callable[[], None]]] = []
        self._count = itertools.count()
        self._hub = getcurrent()
        self._current: Process | None = None
        self._end = 0.0

    def moment(self) -> datetime:
        """The time as the running process's own clock shows it."""
        skew = self._current.skew if self._current else 0.0
        return START + timedelta(seconds=self.now + skew)

    @property
    def running(self) -> str:
        """The name of the running process; empty if none is."""
        return self._current.name if self._current else ""

    def seconds_left(self) -> float:
        """Until the running process is killed."""
        assert self._current is not None
        return self._current.deadline - self.now

    def at(self, seconds: float, act: Callable[[], None]) -> None:
        """Do something `seconds` from now, all at once."""
        heapq.heappush(self._heap, (self.now + seconds, next(self._count), act))

    def spawn(
        self,
        process: Process,
        run: Callable[[], None],
        ended: Callable[[Ending], None] = lambda ending: None,
    ) -> None:
        """Begin a process now; `ended` is told how it went."""

        def body() -> None:
            ending: Ending = "returned"
            try:
                run()
            except Death:
                ending = "died"
            except Exception as error:
                ending = "failed"
                self.tell("raised", error)
            self.tell(ending)
            self._current = None
            ended(ending)

        process.greenlet = greenlet(body, self._hub)
        heapq.heappush(self._heap, (self.now, next(self._count), process))

    def step(self, label: str, seconds: float) -> None:
        """A switch point: the running process goes on after `seconds`, or never."""
        process = self._current
        assert process is not None, f"{label} outside of a process"
        process.steps += 1
        until = self.now + seconds
        doomed = until >= process.deadline
        if doomed:
            until = process.deadline
        if (self._heap and self._heap[0][0] <= until) or until > self._end:
            heapq.heappush(self._heap, (until, next(self._count), process))
            self._hub.switch()
        else:  # nobody else comes first: the same order without the switch
            self.now = until
        if doomed or process.steps == process.dies_at:
            self.tell("dies at", label)
            raise Death(label)

    def run(self, end: float) -> None:
        """Run what waits, in order of time, until `end`."""
        self._end = end
        while self._heap and self._heap[0][0] <= end:
            self.now, _, next_one = heapq.heappop(self._heap)
            if isinstance(next_one, Process):
                self._current = next_one
                next_one.greenlet.switch()
                self._current = None
            else:
                next_one()
        self.now = end

    def busy(self) -> bool:
        """Whether any process is at work."""
        return any(isinstance(waiting, Process) for _, _, waiting in self._heap)

    def close(self) -> None:
        """End all processes that are left."""
        left, self._heap = self._heap, []
        for _, _, waiting in left:
            if isinstance(waiting, Process) and waiting.greenlet:
                waiting.greenlet.throw(Death)

    def tell(self, *words: object) -> None:
        """One line of the trace."""
        if self.tracing:
            name = self._current.name if self._current else "-"
            line = " ".join(str(word) for word in words)
            self.trace.append(f"{self.now:9.2f} {name:<18} {line}")
