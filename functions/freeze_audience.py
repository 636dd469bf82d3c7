"""One part of an audience is fixed: supporters ─► part ─► manifest. No mail before all exist."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from functions import logs
from functions.alerts.errors import NeverRetry
from functions.alerts.freeze import freeze, manifest_of
from functions.alerts.send import Send, shard_of, shards_of
from functions.alerts.supporter import Supporter
from functions.queued import Answer, Message, each, number_in, text_in
from functions.wiring import World, world


def handler(event: Mapping[str, Any], context: object) -> Answer:
    """Serve the freeze queue."""
    here = world("freeze_audience")
    logs.configure(here.settings.log_level)
    return each(event, lambda message: freeze_audience(message, here))


def freeze_audience(message: Message, world: World) -> None:
    """Freeze the part of `{"v", "send", "part"}`, unless it is or the send no longer freezes.

    Two at once are harmless: each writes its part under a key of its own, and the first manifest
    says which one counts.
    """
    send_id, part = text_in(message, "send"), number_in(message, "part")
    send = world.ledger.read_send(send_id)
    if send is None or part >= max(send.parts, 1):
        raise NeverRetry(f"There is no part {part} of a send {send_id}.")
    if send.state != "freezing" or world.store.manifest(send_id, part) is not None:
        return
    shards = shards_of(part, send.parts)
    frozen = freeze(send, part, _supporters(shards, world), _earlier(send, shards, world))
    key = world.store.write_part(frozen, world.nonce())
    manifest = world.store.settle_manifest(manifest_of(frozen, key))
    logs.event("part_frozen", send=send_id, part=part, frozen=manifest.frozen)


def _supporters(shards: tuple[str, ...], world: World) -> Iterator[Supporter]:
    for shard in shards:
        yield from world.supporters.in_shard(shard)


def _earlier(send: Send, shards: tuple[str, ...], world: World) -> frozenset[str]:
    """The ids of these shards that earlier sends of the campaign were frozen for."""
    ids: set[str] = set()
    for earlier in filter(None, map(world.ledger.read_send, send.earlier)):
        for part in range(earlier.parts):
            if set(shards).isdisjoint(shards_of(part, earlier.parts)):
                continue
            manifest = world.store.manifest(earlier.id, part)
            batches = world.store.read_part(manifest.key).batches if manifest else ()
            ids.update(one for batch in batches for one in batch.ids if shard_of(one) in shards)
    return frozenset(ids)
