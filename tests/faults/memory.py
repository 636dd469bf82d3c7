"""What stands behind the network: the table, the list and the schedules, as they really are."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from functions.alerts.outcomes.delivery import Delivery
from functions.alerts.sends.batch import DOUBT, OPEN, Batch, Key, Ref
from functions.alerts.sends.send import Send
from functions.alerts.sends.switch import Switch
from tests.fakes import FakeLedger, FakeStore, FakeSupporters
from tests.faults.network import Network
from tests.faults.queues import FaultyQueue
from tests.faults.simulation import START


class Ledger(FakeLedger):
    """The table, which tells of every doubt that is opened again.

    `blind` says for which writes of batches it forgets to look at the condition: a mutation.
    """

    def __init__(self, opened: Callable[[Key, int, Batch], None]) -> None:
        super().__init__()
        self._opened = opened
        self.blind: Callable[[Batch, str | None], bool] = lambda batch, owner: False
        self.stopped: dict[str, float] = {}  # send id, "" for all → since when
        self.clock: Callable[[], float] = lambda: 0.0

    def change_send(self, old: Send, new: Send) -> bool:
        """As it is; it remembers since when a send is stopped."""
        stands = super().change_send(old, new)
        self._note(old.id, stopped=self.sends[old.id].state in ("paused", "cancelled"))
        return stands

    def set_switch(self, switch: Switch) -> None:
        """As it is; it remembers since when everything is."""
        super().set_switch(switch)
        self._note("", stopped=not switch.on)

    def restore(self) -> None:
        """The table is another one with the same content: nothing may go out any more."""
        self.id = "restored"
        if self.read_switch().table:  # one that no tick has bound yet knows no other table
            self._note("", stopped=True)

    def _note(self, name: str, *, stopped: bool) -> None:
        if stopped:
            self.stopped.setdefault(name, self.clock())
        else:
            self.stopped.pop(name, None)

    def batches(
        self, send_id: str, part: int, first: int = 0, last: int | None = None
    ) -> Iterator[tuple[int, Batch]]:
        """As it is, quicker: it is asked a thousand times a schedule."""
        end = float("inf") if last is None else last
        wanted = (send_id, part)
        keys = [key for key in self.stored if key[:2] == wanted and first <= key.nr <= end]
        yield from ((key.nr, self.stored[key]) for key in sorted(keys))

    def write_batch(self, key: Key, batch: Batch, *, owner: str | None = None) -> bool:
        """As it is, and whoever settling opened again is told of."""
        before = self.stored.get(key)
        if self.blind(batch, owner):
            self.stored[key] = batch
            return True
        stands = super().write_batch(key, batch, owner=owner)
        if owner is None and before is not None and self.stored.get(key) is batch:
            for place, (old, new) in enumerate(zip(before.codes, batch.codes, strict=True)):
                if old == DOUBT and new == OPEN:
                    self._opened(key, place, before)
        return stands


class Store(FakeStore):
    """The bucket, with the events of each part at hand."""

    def __init__(self) -> None:
        super().__init__()
        self._by_part: dict[tuple[str | None, int], list[Delivery]] = defaultdict(list)

    def archive(self, deliveries: Sequence[Delivery], send_id: str | None, unique: str) -> None:
        """As it is."""
        super().archive(deliveries, send_id, unique)
        for delivery in deliveries:
            ref = Ref.parse(delivery.ref)
            self._by_part[send_id, ref.part if ref else -1].append(delivery)

    def events(self, send_id: str, part: int | None = None) -> Iterator[Delivery]:
        """As it is, quicker."""
        if part is None:
            yield from super().events(send_id)
        else:
            yield from self._by_part[send_id, part]


class Supporters(FakeSupporters):
    """The list, which seems as big as it must be for several parts."""

    seems = 0

    def size(self) -> int:
        """What DynamoDB counted hours ago."""
        return self.seems


class FaultySchedules:
    """EventBridge Scheduler: at least once, late, and a deleted schedule may still fire."""

    def __init__(self, network: Network, queue: FaultyQueue) -> None:
        self._network, self._queue, self._deleted = network, queue, set[tuple[str, int]]()

    def put(self, send: Send, message: Mapping[str, Any]) -> None:
        """It fires at the send's start or some time later, perhaps twice."""
        self._network.call("schedules.put", lambda: self._plan(send, message), writes=True)

    def delete(self, send: Send) -> None:
        """It fires no more, unless it is firing."""
        gone = (send.id, send.gen)
        self._network.call("schedules.delete", lambda: self._deleted.add(gone), writes=True)

    def _plan(self, send: Send, message: Mapping[str, Any]) -> None:
        fate, simulation = self._network.fate, self._network.simulation
        wait = (send.starts - START).total_seconds() - simulation.now
        for _ in range(2 if fate.strikes(fate.chances.message_twice) else 1):
            late = fate.strikes(fate.chances.message_slow)
            extra = fate.dice.choice([60.0, 600.0, 7300.0]) * fate.dice.random() if late else 0.0
            simulation.at(max(0.0, wait) + extra, functools.partial(self._fire, send, message))

    def _fire(self, send: Send, message: Mapping[str, Any]) -> None:
        fate = self._network.fate
        if (send.id, send.gen) not in self._deleted or fate.strikes(fate.chances.delete_lost):
            self._queue.arrive(message)
