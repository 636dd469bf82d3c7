"""Each minute: what may go out in the next one is released. The only producer of batch messages.

active sends ─► moved on (`move_sends.py`) ─► batches, spread at the account's rate ─► batch queue
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import Any

from functions import logs
from functions.alerts.errors import AlertsError
from functions.alerts.sends.batch import Batch
from functions.alerts.sends.freeze import Manifest
from functions.alerts.sends.pace import (
    Lane,
    Released,
    at_end,
    begins,
    choose,
    ends,
    gave_way,
    open_numbers,
    paced,
    rested,
    returned,
    usable,
)
from functions.alerts.sends.ports import Account
from functions.alerts.sends.send import Cursor, Send, advanced
from functions.queued import VERSION
from functions.services.move_sends import forget, manifests_of, move_on, stored
from functions.services.restored import bound_switch
from functions.wiring import World, world


def handler(event: Mapping[str, Any], context: object) -> None:
    """Tick."""
    here = world("pace_sends")
    logs.configure(here.settings.log_level)
    pace_sends(here)


def pace_sends(world: World) -> None:
    """Move every active send on, then release the next minute of those that send.

    A send that fails is logged and left for the next tick; the others go on. While the kill switch
    is off nothing happens at all.
    """
    sends = world.ledger.active_sends()
    if not sends:
        return
    if not bound_switch(world).on:
        logs.event("sending_is_off")
        return
    account = world.mailer.account()
    ready = [moved_on for send in sends if (moved_on := _ready(send, account, world))]
    lanes = [lane for send in ready if (lane := _lane(send, world))]
    _make_way(lanes, world)
    _release(lanes, account, world)
    forget({send.id for send in sends}, world)


def _ready(send: Send, account: Account, world: World) -> Send | None:
    """The send moved on, if it can release in this tick."""
    try:
        new = move_on(send, account, world)
    except Exception as error:
        logs.trouble("pace_failed", error, send=send.id)
        return None
    return new if new is not None and new.state == "sending" else None


def _lane(send: Send, world: World) -> Lane | None:
    """What the send has to release, with its pace after the last minute; None if that failed."""
    try:
        manifests = manifests_of(send, world)
        called = _called(send, manifests, world)
        came_back = returned(manifests, send.cursor, called)
        pace = paced(send.pace, len(called), len(came_back))
        if pace != send.pace:
            logs.event("pace_changed", send=send.id, pace=pace, came_back=len(came_back))
        still_open = partial(_still_open, send, manifests, world)
        return Lane(send, manifests, still_open, came_back, pace)
    except Exception as error:
        logs.trouble("pace_failed", error, send=send.id)
        return None


def _called(
    send: Send, manifests: Sequence[Manifest], world: World
) -> dict[tuple[int, int], Batch]:
    """The batches that the last tick released and that were called since."""
    cursor, found = send.cursor, {}
    for manifest in manifests[cursor.from_part : cursor.part + 1]:
        part = manifest.part
        first = cursor.from_nr if part == cursor.from_part else 0
        last = cursor.nr - 1 if part == cursor.part else len(manifest.sizes) - 1
        if last >= first:
            for nr, batch in world.ledger.batches(send.id, part, first, last):
                if batch.at >= cursor.at and batch.rev > 1:
                    found[part, nr] = batch
    return found


def _still_open(
    send: Send, manifests: Sequence[Manifest], world: World, part: int
) -> Collection[int]:
    return open_numbers(manifests[part], dict(world.ledger.batches(send.id, part)))


def _make_way(lanes: list[Lane], world: World) -> None:
    """When an urgent send begins, what others have on the queue becomes void."""
    if not any(lane.send.urgent and lane.send.cursor == Cursor() for lane in lanes):
        return
    for place, lane in enumerate(lanes):
        if lane.send.urgent or lane.send.cursor == Cursor():
            continue
        cursor = gave_way(lane.send.cursor)
        new = advanced(lane.send, cursor, nonce=world.nonce())
        if stored(lane.send, new, world):
            logs.event("send_gave_way", send=new.id)
            still_open = partial(_still_open, new, lane.manifests, world)
            lanes[place] = Lane(new, lane.manifests, still_open, (), lane.pace)


def _release(lanes: Sequence[Lane], account: Account, world: World) -> None:
    """Choose for all lanes at once, then store and enqueue each by itself."""
    if not lanes:
        return
    now, rate = world.now().timestamp(), usable(account.rate)
    waiting = world.batch_queue.waiting() * max(lane.send.batch_size for lane in lanes)
    begin = begins((lane.send for lane in lanes), now)
    try:
        reach = now + choose(lanes, rate, begin, ends(waiting, rate), account.left)
    except Exception as error:  # the ledger could not say what is open
        logs.trouble("choose_failed", error)
        return
    dead = _dead_letters(world)
    for lane in lanes:
        try:
            _let_go(lane, now, reach, dead[lane.send.id], world)
        except Exception as error:
            logs.trouble("pace_failed", error, send=lane.send.id)


def _let_go(lane: Lane, now: float, reach: float, dead: int, world: World) -> None:
    """Move the cursor first, then enqueue: what is lost between is released in the next round."""
    send = lane.send
    cursor = send.cursor
    if lane.chosen or (lane.is_empty and not at_end(cursor, send.parts)):
        cursor = lane.cursor(now, reach)
    elif lane.is_empty:
        cursor = rested(cursor, world.batch_queue.is_empty(), now)
    pace = lane.pace if lane.chosen else send.pace  # one minute counts once
    if (cursor, dead) == (send.cursor, send.dead):
        return
    new = advanced(send, cursor, nonce=world.nonce(), pace=pace, dead=dead)
    if world.ledger.change_send(send, new) and lane.chosen:
        _enqueue(new, lane.manifests, lane.chosen, world)


def _enqueue(
    send: Send, manifests: Sequence[Manifest], chosen: Sequence[Released], world: World
) -> None:
    parts = {
        part: world.store.read_part(manifests[part].key)
        for part in sorted({batch.part for batch in chosen})
    }
    messages = []
    for part, nr, _ in chosen:
        batch = parts[part].batches[nr]
        where = {"send": send.id, "part": part, "nr": nr, "turn": send.cursor.turn}
        messages.append({"v": VERSION, **where, "language": batch.language, "ids": list(batch.ids)})
    world.batch_queue.put(messages, [batch.delay for batch in chosen])
    logs.event("batches_released", send=send.id, count=len(messages), round=send.cursor.round)


def _dead_letters(world: World) -> Counter[str]:
    """How many of the ten messages looked at belong to each send; nothing depends on it."""
    try:
        found = world.batch_dead_letters.peek()
    except AlertsError as error:
        logs.event("dead_letters_not_read", reason=str(error))
        return Counter()
    return Counter(str(message.get("send", "")) for message in found)
