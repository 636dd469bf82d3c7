"""One part of an audience is fixed: supporters ─► part ─► manifest. No mail before all exist.

A part is about 20,000 supporters: one invocation reads it in seconds and holds no more than that,
however long the list is. One that dies is begun again; two at once agree by the manifest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from functions import logs
from functions.alerts.errors import NeverRetry, TryLater
from functions.alerts.sends.filed import Filed
from functions.alerts.sends.freeze import (
    Manifest,
    Others,
    Part,
    excludes,
    freeze,
    mailed_places,
    manifest_of,
)
from functions.alerts.sends.send import Send, shard_of, shards_of
from functions.alerts.sends.supporter import Supporter
from functions.queued import Answer, Message, each, number_in, text_in
from functions.wiring import World, world

_NOT_STARTED = frozenset({"scheduled", "missed"})


class _OthersFirst(TryLater):
    """A send of the campaign that began before is freezing the same people."""


def handler(event: Mapping[str, Any], context: object) -> Answer:
    """Serve the freeze queue."""
    here = world("freeze_audience")
    logs.configure(here.settings.log_level)
    return each(event, lambda message: freeze_audience(message, here))


def freeze_audience(message: Message, world: World) -> None:
    """Freeze the part of `{"v", "send", "part"}`, unless it is or the send no longer freezes.

    Two at once are harmless: each writes its part under a key of its own, and the first manifest
    says which one counts. While a send of the campaign that began before this one is freezing the
    same people the message is dropped: if it came back again and again the queue would never be
    empty, and `pace_sends` asks again for parts, also for the other one's, when it is.
    """
    send_id, part = text_in(message, "send"), number_in(message, "part")
    send = world.ledger.read_send(send_id)
    if send is None or part >= max(send.parts, 1):
        raise NeverRetry(f"There is no part {part} of a send {send_id}.")
    if send.state != "freezing" or world.store.manifest(send_id, part) is not None:
        return
    try:
        frozen = draw_part(send, part, world, world.ledger.freeze_order(send.campaign, send.id))
    except _OthersFirst as error:
        logs.event("freeze_waits", send=send_id, part=part, reason=str(error))
        return
    key = world.store.write_part(frozen, world.nonce())
    manifest = world.store.settle_manifest(manifest_of(frozen, key))
    logs.event("part_frozen", send=send_id, part=part, frozen=manifest.frozen)


def draw_part(send: Send, part: int, world: World, order: Sequence[str]) -> Part:
    """What freezing the part gives now; writes nothing. `order`: see `Ledger.freeze_order`."""
    shards = shards_of(part, send.parts)
    others = _others(send, shards, order, world)
    return freeze(send, part, _supporters(shards, world), others=others)


def _supporters(shards: tuple[str, ...], world: World) -> Iterator[Supporter]:
    for shard in shards:
        yield from world.supporters.in_shard(shard)


def _others(send: Send, shards: tuple[str, ...], order: Sequence[str], world: World) -> Others:
    """Whom these shards' supporters are compared with."""
    segment = send.segment

    def got(sends: frozenset[str], *, surely: bool) -> frozenset[str]:
        return frozenset().union(*(_mailed(one, shards, world, surely=surely) for one in sends))

    return Others(
        earlier=_earlier(send, shards, order, world),
        among=got(frozenset({send.of}), surely=send.kind == "reminder") if send.of else None,
        also=got(segment.also, surely=True),
        without=got(segment.without, surely=False),
        filed=Filed(segment.not_filed, world.keyring).among(shards, world.filed)
        if segment.not_filed
        else (),
    )


def _earlier(
    send: Send, shards: tuple[str, ...], order: Sequence[str], world: World
) -> frozenset[str]:
    """Who of these shards is in another send that this one must not repeat.

    Two sends of a campaign at once: the one that began to freeze first counts, the other one waits
    for its parts and leaves out who is in them. Whoever that was not mailed to in the end (it was
    cancelled) is not left out.
    """
    known = dict.fromkeys([*send.earlier, *world.ledger.sends_of(send.campaign), *order])
    ids: set[str] = set()
    for one in known:
        other = world.ledger.read_send(one)
        if other is None or not excludes(send, other) or _mails_nobody(other):
            continue
        if one in order:
            ids |= _mailed(one, shards, world, waits=other.state == "freezing")
        elif one in send.earlier or other.state != "freezing":
            ids |= _mailed(one, shards, world)
    return frozenset(ids)


def _mails_nobody(send: Send) -> bool:
    """Whether a send has not begun, or was cancelled before its audience was whole."""
    return send.state in _NOT_STARTED or (send.state == "cancelled" and not send.targeted)


def _mailed(
    send_id: str,
    shards: tuple[str, ...],
    world: World,
    *,
    surely: bool = False,
    waits: bool = False,
) -> set[str]:
    """The ids of these shards that a send mailed, or may mail yet (not if `surely`)."""
    send, ids = world.ledger.read_send(send_id), set[str]()
    if send is None:
        raise NeverRetry(f"There is no send {send_id}: nobody knows who is in it.")
    if send.state == "cancelled" and not send.targeted:
        return ids  # before its audience was fixed: it never mails anybody
    for part in range(send.parts):
        if set(shards).isdisjoint(shards_of(part, send.parts)):
            continue
        manifest = world.store.manifest(send_id, part)
        if manifest is not None:
            ids.update(_mailed_in(manifest, shards, world, surely=surely))
        elif waits:
            raise _OthersFirst(f"Send {send_id} of the same campaign is freezing part {part}.")
    return ids


def _mailed_in(
    manifest: Manifest, shards: tuple[str, ...], world: World, *, surely: bool
) -> Iterator[str]:
    """By the frozen part and the ledger's codes; a batch nobody claimed is open."""
    found = dict(world.ledger.batches(manifest.send, manifest.part))
    for nr, frozen in enumerate(_part(manifest, world).batches):
        if nr in found:
            places = mailed_places(found[nr], surely=surely)
            ids = [frozen.ids[place] for place in places]
        else:
            ids = [] if surely else list(frozen.ids)
        yield from (one for one in ids if shard_of(one) in shards)


def _part(manifest: Manifest, world: World) -> Part:
    try:
        return world.store.read_part(manifest.key)
    except NeverRetry as error:
        raise NeverRetry(
            f"Who got send {manifest.send} is no longer kept, so nobody can be kept from getting it"
            " twice: cancel this send, and make the alert a new campaign."
        ) from error
