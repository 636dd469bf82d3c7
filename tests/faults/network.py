"""DynamoDB and S3 as the handlers meet them: memory behind a network that loses, delays, repeats.

What stands in memory is `tests/fakes.py`, so that a port has one meaning in all tests. Every call
of a port becomes what the real adapter makes of it: up to four requests with botocore's retries,
each of which may get lost on the way there or on the way back, or be carried out later on.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import suppress
from inspect import isgeneratorfunction
from typing import Any

from functions.alerts.errors import AlertsError, OutcomeUnknown, TryLater
from functions.alerts.sends.freeze import Manifest
from functions.alerts.sends.send import Send
from tests.fakes import FakeLedger, FakeStore, FakeSupporters
from tests.faults.chances import Fate
from tests.faults.simulation import Simulation

_TRIES = 4  # as `functions/aws/clients.py` sets botocore
_READ_TIMEOUT = 5.0
# Items of a page: few batches, so that pages come up; events are read so often that it would cost.
_PAGE = {"ledger.batches": 3, "supporters.in_shard": 3}
_WRITES = (
    "add",
    "create",
    "write",
    "change",
    "retire",
    "set_",
    "archive",
    "suppress",
    "put",
    "store",
    "bind",
    "freeze_order",
    "expire",
    "hold",
)


class Network:
    """Carries requests of the running process."""

    def __init__(self, simulation: Simulation, fate: Fate) -> None:
        self.simulation, self.fate = simulation, fate

    def call(self, label: str, act: Callable[[], Any], *, writes: bool) -> Any:
        """Do `act` over there; TryLater or OutcomeUnknown if all tries failed."""
        unknown, chances = False, self.fate.chances
        for attempt in range(_TRIES):
            self.wait(f"before {label}", 0.05 * attempt)
            fate = self.fate.one_of(
                chances.throttled, chances.lost, chances.unanswered, chances.late if writes else 0
            )
            if fate == 0:
                self.simulation.tell(label, "throttled")
                continue
            if fate in (1, 3):
                self.simulation.tell(label, "lost" if fate == 1 else "late")
                if fate == 3:
                    self.simulation.at(self._later(), functools.partial(self._late, label, act))
                unknown = True
                self.simulation.step(f"timing out {label}", _READ_TIMEOUT)
                continue
            result = act()
            if fate == 2:
                self.simulation.tell(label, "unanswered")
                unknown = True
                self.simulation.step(f"timing out {label}", _READ_TIMEOUT)
                continue
            self.wait(f"after {label}", 0.0)
            if self.simulation.tracing:
                self.simulation.tell(label, "->", _short(result))
            return result
        raise OutcomeUnknown(label) if unknown else TryLater(label)

    def wait(self, label: str, least: float) -> None:
        """The way there or back: milliseconds, seconds when the machine stalls."""
        stalled = self.fate.strikes(self.fate.chances.stall)
        dice = self.fate.dice
        self.simulation.step(label, least + dice.random() * (20.0 if stalled else 0.05))

    def _later(self) -> float:
        """How long a request may be under way: seconds, at worst a quarter of an hour."""
        return self.fate.dice.choice([1.0, 10.0, 200.0, 900.0]) * self.fate.dice.random()

    def _late(self, label: str, act: Callable[[], Any]) -> None:
        self.simulation.tell("late:", label)
        try:
            act()
        except AlertsError as error:
            self.simulation.tell("late:", label, error)


class Remote:
    """A port: whatever it is asked goes over the network to the memory behind it."""

    def __init__(self, name: str, memory: Any, network: Network) -> None:
        self._name, self._memory, self._network = name, memory, network

    def __getattr__(self, method: str) -> Any:
        act = getattr(self._memory, method)
        if not callable(act):
            return act
        if isgeneratorfunction(act):
            made = functools.partial(self._pages, f"{self._name}.{method}", act)
        else:
            made = functools.partial(
                self._ask, f"{self._name}.{method}", act, method.startswith(_WRITES)
            )
        self.__dict__[method] = made
        return made

    def _ask(
        self, label: str, act: Callable[..., Any], writes: bool, *args: Any, **kwargs: Any
    ) -> Any:
        what = functools.partial(act, *args, **kwargs)
        if self._network.simulation.tracing:
            label += " " + ", ".join(_short(value) for value in args)
        return self._network.call(label, what, writes=writes)

    def _pages(self, label: str, act: Callable[..., Iterator[Any]], *args: Any) -> Iterator[Any]:
        """Page by page, each as it is at that moment."""
        start, more, size = 0, True, _PAGE.get(label, 200)
        while more:
            page = functools.partial(_page, act, args, start, start + size + 1)
            found = self._network.call(label, page, writes=False)
            yield from found[:size]
            start, more = start + size, len(found) > size


def _page(act: Callable[..., Iterator[Any]], args: tuple[Any, ...], start: int, end: int) -> Any:
    return list(act(*args))[start:end]


class RemoteLedger(Remote):
    """The ledger; what takes several requests is several."""

    _memory: FakeLedger

    def active_sends(self) -> list[Send]:
        """A query for the pointers, then a read of each send."""
        ids = self._network.call("ledger.active", lambda: list(self._memory.active), writes=False)
        found = [self.read_send(one) for one in ids]
        return [send for send in found if send is not None]


class RemoteStore(Remote):
    """The bucket."""

    _memory: FakeStore

    def settle_manifest(self, manifest: Manifest) -> Manifest:
        """Put if there is none, whatever that answers; then read."""
        put = functools.partial(self._memory.settle_manifest, manifest)
        with suppress(AlertsError):
            self._network.call("store.put_manifest", put, writes=True)
        found: Manifest | None = self.manifest(manifest.send, manifest.part)
        if found is None:
            raise TryLater("settle_manifest")
        return found


class RemoteSupporters(Remote):
    """The list."""

    _memory: FakeSupporters


def _short(value: object) -> str:
    """A value as the trace shows it."""
    codes, state = getattr(value, "codes", None), getattr(value, "state", None)
    if codes is not None:
        return f"{codes}@{getattr(value, 'rev', '')}"
    if state is not None:
        reason, cursor = getattr(value, "reason", ""), getattr(value, "cursor", "")
        return f"{getattr(value, 'id', '')}:{state}@{getattr(value, 'gen', '')} {reason} {cursor}"
    return str(getattr(value, "id", None) or value)[:200]
