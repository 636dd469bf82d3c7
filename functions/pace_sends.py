"""Each minute: what may go out in the next one is released. The only producer of batch messages.

freezing ─► sending once every part has its manifest; sending ⇄ waiting by the daily quota
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from functions import logs
from functions.alerts.freeze import Manifest
from functions.alerts.pace import (
    HEADROOM,
    LEAST_RATE,
    Release,
    at_end,
    open_numbers,
    release,
    rested,
)
from functions.alerts.ports import Account
from functions.alerts.send import Action, Send, advanced, moved, with_targeted
from functions.queued import VERSION
from functions.wiring import World, world


def handler(event: Mapping[str, Any], context: object) -> None:
    """Tick."""
    here = world("pace_sends")
    logs.configure(here.settings.log_level)
    pace_sends(here)


def pace_sends(world: World) -> None:
    """Move every active send on; the account's rate is shared evenly among those that send.

    A send that fails is logged and left for the next tick; the others go on.
    """
    sends = world.ledger.active_sends()
    if not sends:
        return
    account = world.mailer.account()
    sending = sum(send.state == "sending" for send in sends)
    rate = max(account.rate, LEAST_RATE) * HEADROOM / max(1, sending)
    for send in sends:
        try:
            _pace(send, account, rate, world)
        except Exception as error:
            logs.trouble("pace_failed", error, send=send.id)


def _pace(send: Send, account: Account, rate: float, world: World) -> None:
    if send.state == "freezing":
        _begin(send, world)
    elif send.state == "waiting" and _has_quota(send, account):
        _move(send, "resume", world)
    elif send.state == "sending" and not account.enabled:
        _move(send, "block", world, "ACCOUNT_SENDING_PAUSED")
    elif send.state == "sending" and not _has_quota(send, account):
        _move(send, "wait", world, "ACCOUNT_DAILY_QUOTA_EXCEEDED")
    elif send.state == "sending":
        _release(send, rate, world)


def _begin(send: Send, world: World) -> None:
    manifests = _manifests(send, world)
    if len(manifests) == send.parts:
        targeted = sum(manifest.targeted for manifest in manifests)
        _move(with_targeted(send, targeted), "frozen", world)


def _release(send: Send, rate: float, world: World) -> None:
    """Move the cursor first, then enqueue: what is lost between is released in the next round."""
    if at_end(send.cursor, send.parts):
        cursor = rested(send.cursor, world.batch_queue.is_empty())
        world.ledger.change_send(send, advanced(send, cursor, nonce=world.nonce()))
        return
    manifests = _manifests(send, world)
    found = release(
        manifests,
        send.cursor,
        rate,
        lambda part: open_numbers(manifests[part], dict(world.ledger.batches(send.id, part))),
    )
    if world.ledger.change_send(send, advanced(send, found.cursor, nonce=world.nonce())):
        _enqueue(send, manifests, found, world)


def _enqueue(send: Send, manifests: Sequence[Manifest], found: Release, world: World) -> None:
    parts = {
        part: world.store.read_part(manifests[part].key)
        for part in sorted({batch.part for batch in found.batches})
    }
    messages = []
    for part, nr, _ in found.batches:
        batch = parts[part].batches[nr]
        where = {"send": send.id, "part": part, "nr": nr}
        messages.append({"v": VERSION, **where, "language": batch.language, "ids": list(batch.ids)})
    world.batch_queue.put(messages, [batch.delay for batch in found.batches])
    logs.event("batches_released", send=send.id, count=len(messages), round=found.cursor.round)


def _manifests(send: Send, world: World) -> list[Manifest]:
    found = (world.store.manifest(send.id, part) for part in range(send.parts))
    return [manifest for manifest in found if manifest is not None]


def _has_quota(send: Send, account: Account) -> bool:
    return account.left is None or account.left >= send.batch_size


def _move(send: Send, action: Action, world: World, reason: str = "") -> None:
    new = moved(send, action, nonce=world.nonce(), reason=reason)
    if world.ledger.change_send(send, new):
        logs.event("send_" + new.state, send=send.id, reason=reason)
