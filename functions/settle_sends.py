"""Each minute: doubts are settled from SES's events, and a send that is over gets its receipt.

doubts ─► evidence ─► 's', failed, or '.' and mailed again ─► over? ─► receipt, done
     └─► too few mails around them ─► probes (`probing`)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from functions import logs
from functions.alerts.outcomes.evidence import Evidence
from functions.alerts.outcomes.receipt import Tally
from functions.alerts.outcomes.settle import is_due, is_late, is_over, is_quiet, settle
from functions.alerts.outcomes.standstill import Calls
from functions.alerts.outcomes.witness import Need, Witness, window
from functions.alerts.sends.batch import OPEN, Batch, Key
from functions.alerts.sends.freeze import Manifest
from functions.alerts.sends.send import Send
from functions.services.kept_parts import let_parts_go
from functions.services.probing import SECONDS as _PROBE
from functions.services.probing import hear_probes, mail_probes
from functions.services.receipts import draw_receipt as draw_receipt
from functions.services.receipts import finish, manifests_of, never_began, report, standing
from functions.wiring import World, world

_STARTED = frozenset({"sending", "paused", "waiting", "blocked", "cancelled", "done"})
_MAILS = frozenset({"sending", "paused", "waiting", "blocked"})  # who is open may yet be mailed
_ENOUGH = 10  # seconds one part may take: with less left the rest is for the next tick

SecondsLeft = Callable[[], float]


class Context(Protocol):
    """The part of Lambda's context that is used."""

    def get_remaining_time_in_millis(self) -> int:
        """Until Lambda ends the invocation."""


def handler(event: Mapping[str, Any], context: Context | None) -> None:
    """Tick."""
    here = world("settle_sends")
    logs.configure(here.settings.log_level)

    def seconds_left() -> float:
        return context.get_remaining_time_in_millis() / 1000 if context else _plenty()

    settle_sends(here, seconds_left)


def _plenty() -> float:
    return 60.0


def settle_sends(world: World, seconds_left: SecondsLeft = _plenty) -> None:
    """Settle every active send with a frozen audience; one that fails waits for the next tick.

    A tick that runs out of time leaves the rest to the next one: what is settled stays so.
    """
    calls = Calls()
    for send in world.ledger.active_sends():
        if send.state not in _STARTED:
            continue
        try:
            _settle(send, calls, world, seconds_left)
        except Exception as error:
            calls.whole = False
            logs.trouble("settle_failed", error, send=send.id)
    if calls.stopped(int(world.now().timestamp())):
        logs.event("nothing_is_called", latest=calls.latest)


@dataclass(slots=True)
class _Tick:
    """What one look at a send has found: parts with batches, never all of them at once."""

    send: Send
    now: int
    closed: bool
    sums: Tally
    calls: Calls
    over: bool = True
    whole: bool = True  # every part was looked at
    quiet: tuple[int, int] | None = None  # the first and last minute around old doubts
    need: Need = field(default_factory=Need)


def _settle(send: Send, calls: Calls, world: World, seconds_left: SecondsLeft) -> None:
    if never_began(send):
        let_parts_go(send, world)
        world.ledger.retire(send.id)
        return
    manifests = manifests_of(send, world)
    if manifests is None:
        return
    now = int(world.now().timestamp())
    tick = _Tick(send, now, _is_closed(send, world), Tally(send.id), calls)
    for manifest in _turned(manifests, tick.now):
        if seconds_left() < _ENOUGH:
            tick.whole = calls.whole = False
            break
        _settle_part(manifest, tick, world)
    if tick.whole and tick.over:
        finish(send, manifests, world)
        return
    if tick.whole and send.state == "sending":
        report(send, tick.sums, world)
    if tick.need.latest and send.doubt == "settle" and send.state in _MAILS and not tick.closed:
        witness = Witness()
        if tick.quiet:
            _reopen(manifests, tick, witness, world, seconds_left)
        _probe(tick, witness, world, seconds_left)


def _settle_part(manifest: Manifest, tick: _Tick, world: World) -> None:
    """Store what can be settled; where somebody else wrote meanwhile the next tick looks again."""
    batches = list(standing(tick.send.id, manifest, world))
    due = any(is_due(batch, tick.now) or is_late(batch) for _, batch in batches)
    evidence = Evidence(world.store.events(tick.send.id, manifest.part) if due else ())
    tick.sums.add(manifest, batches, None)
    for nr, batch in batches:
        tick.calls.note(batch, sending=tick.send.state == "sending")
        new = _settled(nr, batch, manifest.part, evidence, tick, world)
        tick.over &= is_over(new, tick.now, closed=tick.closed)
        tick.need.note(new, tick.now)
        if is_quiet(new, tick.now):
            first, last = window(new)
            known = tick.quiet or (first, last)
            tick.quiet = min(first, known[0]), max(last, known[1])


def _settled(
    nr: int,
    batch: Batch,
    part: int,
    evidence: Evidence,
    tick: _Tick,
    world: World,
    *,
    reopen: bool = False,
) -> Batch:
    """The batch as it stands after settling what can be."""
    cancelled = tick.send.state == "cancelled"
    if not ((cancelled and OPEN in batch.codes) or is_due(batch, tick.now) or is_late(batch)):
        return batch
    new = settle(
        batch,
        evidence,
        part,
        nr,
        now=tick.now,
        owner=world.nonce(),
        cancelled=cancelled,
        reopen=reopen,
    )
    if new is None or not world.ledger.write_batch(Key(tick.send.id, part, nr), new):
        return batch
    logs.event("doubts_settled", send=tick.send.id, part=part, nr=nr, codes=new.codes)
    return new


def _reopen(
    manifests: Sequence[Manifest],
    tick: _Tick,
    witness: Witness,
    world: World,
    seconds_left: SecondsLeft,
) -> None:
    """Open doubts again whose mails SES cannot have taken: only if all events are known to be in.

    The queues are asked before the events are read, and again before anything is written: an event
    on its way is in one or the other.
    """
    if not _events_are_in(world):
        return
    for manifest in manifests:
        if seconds_left() < _ENOUGH:
            return  # without the whole evidence there is none
        _hear(manifest, tick, witness, world)
    hear_probes(tick.send, witness, tick.now, world)
    for manifest in manifests:
        if seconds_left() < _ENOUGH or not _reopen_part(manifest, tick, witness, world):
            return


def _hear(manifest: Manifest, tick: _Tick, witness: Witness, world: World) -> None:
    """Note what the events say about the batches that were called around the doubts."""
    first, last = tick.quiet or (0, 0)
    near = [
        (nr, batch)
        for nr, batch in world.ledger.batches(tick.send.id, manifest.part)
        if first <= batch.at // 60 and ((batch.since or batch.at) // 60 <= last or batch.rev > 2)
    ]
    evidence = Evidence(world.store.events(tick.send.id, manifest.part) if near else ())
    for nr, batch in near:
        witness.note(batch, evidence, manifest.part, nr)


def _reopen_part(manifest: Manifest, tick: _Tick, witness: Witness, world: World) -> bool:
    """Whether the events are still all in; else nothing was written."""
    found = [
        (nr, batch)
        for nr, batch in world.ledger.batches(tick.send.id, manifest.part)
        if is_quiet(batch, tick.now) and witness.vouches(batch)
    ]
    if not found:
        return True
    evidence = Evidence(world.store.events(tick.send.id, manifest.part))
    if not _events_are_in(world):
        return False
    for nr, batch in found:
        _settled(nr, batch, manifest.part, evidence, tick, world, reopen=True)
    return True


def _probe(tick: _Tick, witness: Witness, world: World, seconds_left: SecondsLeft) -> None:
    """Mail probes if that is all the doubts lack: no event is on its way, no witness speaks up."""
    need = tick.need.missing(tick.now, witness.forbids)
    if not need or not tick.whole or tick.send.state != "sending" or seconds_left() < _PROBE:
        return
    if _events_are_in(world):
        mail_probes(tick.send, need, tick.need.latest, world)


def _events_are_in(world: World) -> bool:
    """Whether no event waits to be recorded or could not be."""
    return world.event_queue.is_empty() and world.event_dead_letters.is_empty()


def _is_closed(send: Send, world: World) -> bool:
    """Whether every ask has closed: nobody is mailed any more."""
    revision = world.store.revision(send.digest)
    return revision.at(send.languages[0], world.now()) is None


def _turned(manifests: Sequence[Manifest], now: int) -> Iterator[Manifest]:
    """The parts in an order that begins elsewhere each minute: time that ends starves none."""
    start = now // 60 % len(manifests)
    yield from (*manifests[start:], *manifests[:start])
