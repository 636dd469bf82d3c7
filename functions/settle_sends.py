"""Each minute: doubts are settled from SES's events, and a send that is over gets its receipt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from functions import logs
from functions.alerts.batch import Batch, Key, untouched
from functions.alerts.errors import StateError
from functions.alerts.freeze import Manifest
from functions.alerts.receipt import Receipt, Standing, tally
from functions.alerts.send import Send, moved
from functions.alerts.settle import Evidence, is_due, is_over, settle
from functions.wiring import World, world

_STARTED = frozenset({"sending", "paused", "waiting", "blocked", "cancelled"})


def handler(event: Mapping[str, Any], context: object) -> None:
    """Tick."""
    here = world("settle_sends")
    logs.configure(here.settings.log_level)
    settle_sends(here)


def settle_sends(world: World) -> None:
    """Settle every active send with a frozen audience; one that fails waits for the next tick."""
    for send in world.ledger.active_sends():
        if send.state not in _STARTED | {"done"}:
            continue
        try:
            _settle(send, world)
        except Exception as error:
            logs.trouble("settle_failed", error, send=send.id)


def draw_receipt(send_id: str, world: World) -> Receipt:
    """The receipt as it stands now, also of a send that is going on.

    Raises StateError if there is no such send or its audience is not frozen yet.
    """
    send = world.ledger.read_send(send_id)
    if send is None:
        raise StateError(f"There is no send {send_id}.", remedy="`alerts status` lists them.")
    manifests = _manifests(send, world)
    if manifests is None:
        raise StateError(
            f"The audience of send {send_id} was not frozen: nobody was mailed.",
            remedy="Ask again in some minutes, unless the send was cancelled or missed.",
        )
    return _draw(send, manifests, world)


def _settle(send: Send, world: World) -> None:
    manifests = _manifests(send, world)
    if manifests is None:  # cancelled before anybody could be mailed
        world.ledger.retire(send.id)
        return
    now = int(world.now().timestamp())
    standings = list(_standings(send, manifests, world))
    if any(is_due(batch, now) for _, _, batch in standings) or send.state == "cancelled":
        standings = _settled(send, standings, now, world)
    if all(is_over(batch, now) for _, _, batch in standings):
        _finish(send, manifests, world)


def _settled(send: Send, standings: list[Standing], now: int, world: World) -> list[Standing]:
    """Store what can be settled; where somebody else wrote meanwhile the next tick looks again."""
    due = any(is_due(batch, now) for _, _, batch in standings)
    evidence = Evidence(world.store.events(send.id) if due else ())
    cancelled, result = send.state == "cancelled", []
    for part, nr, batch in standings:
        new = settle(batch, evidence, part, nr, now=now, owner=world.nonce(), cancelled=cancelled)
        stands = new is not None and world.ledger.write_batch(Key(send.id, part, nr), new)
        result.append(Standing(part, nr, new if new is not None and stands else batch))
    return result


def _finish(send: Send, manifests: Sequence[Manifest], world: World) -> None:
    """The receipt first, then the state, then the pointer: each may be done twice."""
    done = send
    if send.state not in {"cancelled", "done"}:
        done = moved(send, "finish", nonce=world.nonce())
    receipt = _draw(done, manifests, world)
    world.store.write_receipt(send.id, receipt.to_json())
    if done is send or world.ledger.change_send(send, done):
        world.ledger.retire(send.id)
        logs.event("send_" + done.state, send=send.id, submitted=receipt.submitted)


def _draw(send: Send, manifests: Sequence[Manifest], world: World) -> Receipt:
    return tally(
        send.id,
        send.state,
        manifests,
        _standings(send, manifests, world),
        world.store.events(send.id),
        at=world.now(),
    )


def _standings(send: Send, manifests: Sequence[Manifest], world: World) -> Iterator[Standing]:
    """Every batch of the send; those nobody claimed are untouched."""
    for manifest in manifests:
        found: dict[int, Batch] = dict(world.ledger.batches(send.id, manifest.part))
        for nr, size in enumerate(manifest.sizes):
            yield Standing(manifest.part, nr, found.get(nr) or untouched(size))


def _manifests(send: Send, world: World) -> list[Manifest] | None:
    """The manifests of all parts, or None as long as one is missing."""
    found = [world.store.manifest(send.id, part) for part in range(send.parts)]
    manifests = [manifest for manifest in found if manifest is not None]
    return manifests if manifests and len(manifests) == len(found) else None
