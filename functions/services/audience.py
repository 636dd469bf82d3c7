"""Who is in a part of a send's audience, as the list and the other sends of its campaign are now.

`freeze_audience` stores what is drawn here; `planning` only counts it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from functions.alerts.errors import NeverRetry, TryLater
from functions.alerts.sends.filed import Filed
from functions.alerts.sends.freeze import Manifest, Others, Part, excludes, freeze, mailed_places
from functions.alerts.sends.send import Send, shard_of, shards_of
from functions.alerts.sends.states import RELEASE_NEEDED
from functions.alerts.sends.supporter import Supporter
from functions.wiring import World

_NOT_STARTED = frozenset({"scheduled", "missed"})


class NamesGoneError(NeverRetry):
    """Who got another send of the campaign is no longer kept; `send` is that one."""

    def __init__(self, send: str) -> None:
        self.send = send
        super().__init__(
            f"Who got send {send} is no longer kept, so nobody can be kept from getting it twice:"
            " cancel this send, and make the alert a new campaign."
        )


class OthersFirstError(TryLater):
    """Another send, on whose audience this one depends, has to fix it first."""


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

    return Others(
        earlier=_earlier(send, shards, order, world),
        among=got(frozenset({send.of}), shards, world, surely=send.kind == "reminder")
        if send.of
        else None,
        also=got(segment.also, shards, world, surely=True),
        without=_left_out(send, shards, order, world),
        filed=Filed(segment.not_filed, world.filed_keyring).among(shards, world.filed)
        if segment.not_filed
        else (),
    )


def got(
    sends: frozenset[str], shards: tuple[str, ...], world: World, *, surely: bool = False
) -> frozenset[str]:
    """Who of these shards was mailed by one of these sends, or may be yet (not if `surely`)."""
    return frozenset().union(*(_mailed(one, shards, world, surely=surely) for one in sends))


def _left_out(
    send: Send, shards: tuple[str, ...], order: Sequence[str], world: World
) -> frozenset[str]:
    """Who of these shards is mailed by the sends that `without` names.

    Raises OthersFirstError while one of them is about to fix that; an estimate does not wait. One
    of the same campaign that freezes later leaves this one's people out itself: waiting for each
    other, both would wait for ever.
    """
    ids: set[str] = set()
    for one in send.segment.without:
        other = world.ledger.read_send(one)
        if other is None:
            raise NeverRetry(f"There is no send {one}: nobody knows who is in it.")
        first = one in order if other.campaign == send.campaign else bool(order)
        if first and not_begun(other) and other.starts <= send.starts:
            raise OthersFirstError(f"Send {one}, whose people are left out, has not begun.")
        ids |= _mailed(one, shards, world, waits=first)
    return frozenset(ids)


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
            ids |= _mailed(one, shards, world, waits=True)
        elif one in send.earlier or other.state != "freezing":
            ids |= _mailed(one, shards, world)
    return frozenset(ids)


def not_begun(send: Send) -> bool:
    """Whether a send has its start, or its release, still to come."""
    unreleased = send.state == "waiting" and send.reason == RELEASE_NEEDED
    return send.state == "scheduled" or unreleased


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
        elif waits and send.state == "freezing":
            raise OthersFirstError(f"Send {send_id} has yet to freeze part {part}.")
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
        raise NamesGoneError(manifest.send) from error
