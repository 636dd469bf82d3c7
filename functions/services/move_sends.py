"""Before anything is released: each active send is moved on to the state it should be in.

scheduled ─► missed, called off, or its lost command again; freezing ─► sending once it has all its
manifests; sending ⇄ waiting by the daily quota; sending ─► blocked or paused when the account, its
bounces or its complaints say so
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any
from weakref import WeakKeyDictionary

from functions import logs
from functions.alerts.errors import AlertsError
from functions.alerts.outcomes.receipt import so_far
from functions.alerts.sends.audit import Entry
from functions.alerts.sends.freeze import Manifest
from functions.alerts.sends.pace import QUIET_TICKS
from functions.alerts.sends.ports import Account
from functions.alerts.sends.send import Cursor, Send, advanced, is_late, moved, with_targeted
from functions.alerts.sends.states import RELEASE_NEEDED, Action
from functions.queued import VERSION
from functions.services.launch import start_message
from functions.services.reminders import outdated
from functions.wiring import World

_LOST = timedelta(minutes=2)  # after its start, a send that has not begun lost its command
_SOON = timedelta(minutes=2)  # before its start a reminder is held against what it reminds of
_DAY = timedelta(hours=24)  # SES counts its daily quota over the last 24 hours
# The automatic pause: SES puts accounts under review at 5 % bounces and 0.1 % complaints
# (SES developer guide, "Reputation metrics"). So few say nothing yet:
_BOUNCES, _COMPLAINTS = 10, 3

# Manifests never change: a warm process reads each once.
_known: WeakKeyDictionary[World, dict[str, list[Manifest]]] = WeakKeyDictionary()


def move_on(send: Send, account: Account, world: World) -> Send | None:
    """The send as it stands after this tick's change of its state; None if that failed."""
    if send.state == "scheduled":
        return _await_start(send, world)
    if send.state == "waiting" and send.reason == RELEASE_NEEDED:
        return _move(send, "miss", world) if is_late(send, world.now()) else None
    if send.state == "freezing":
        begun = begin(send, world)
        return move_on(begun, account, world) if begun else None
    if send.state == "waiting" and _has_quota(send, account):
        return _move(send, "resume", world)
    if send.state != "sending":
        return None
    action, reason = _halt(send, account, world)
    if action is None:
        return send
    until = world.now() + _DAY if action == "wait" else None
    return _move(send, action, world, reason, until)


def _halt(send: Send, account: Account, world: World) -> tuple[Action | None, str]:
    """What stops the send now, and why."""
    if not account.enabled:
        return "block", "ACCOUNT_SENDING_PAUSED"
    if account.sandbox:
        return "block", "SANDBOX"
    reason = "" if send.overruled else _complaint(send, world)
    if reason:
        return "pause", reason
    if not _has_quota(send, account):
        return "wait", "ACCOUNT_DAILY_QUOTA_EXCEEDED"
    return None, ""


def _complaint(send: Send, world: World) -> str:
    """Why the send should pause by what `settle_sends` last counted, or ""."""
    text = world.store.read_receipt(so_far(send.id))
    if text is None:
        return ""
    told: dict[str, Any] = json.loads(text)
    submitted, bounced, complained = told["submitted"], told["bounced"], told["complained"]
    if bounced >= _BOUNCES and bounced > 0.05 * submitted:
        return "TOO_MANY_BOUNCES"
    if complained >= _COMPLAINTS and complained > 0.001 * submitted:
        return "TOO_MANY_COMPLAINTS"
    return ""


def _await_start(send: Send, world: World) -> Send | None:
    """A command that got lost is repeated; a send that can no longer start in time is missed.

    A reminder whose ask has changed since is called off. One that follows from a campaign's file
    has no schedule: this is where it is started.
    """
    now = world.now()
    if is_late(send, now):
        return _move(send, "miss", world)
    why = outdated(send, world) if send.ask and now > send.starts - _SOON else ""
    if why:
        return _move(send, "cancel", world, why)
    if now > send.starts + _LOST or (send.ask and now >= send.starts):
        world.control_queue.put([start_message(send)])
    return None


def begin(send: Send, world: World) -> Send | None:
    """The send, sending, if all its parts are frozen; else what got lost is asked for again."""
    manifests = manifests_of(send, world)
    if len(manifests) == send.parts:
        targeted = sum(manifest.targeted for manifest in manifests)
        return _move(with_targeted(send, targeted), "frozen", world)
    # Not in a row: sends that ask in turns would keep the queue filled for each other.
    idle = send.cursor.idle + world.freeze_queue.is_empty()
    if idle >= QUIET_TICKS:
        known = {manifest.part for manifest in manifests}
        missing = [part for part in range(send.parts) if part not in known]
        world.freeze_queue.put([{"v": VERSION, "send": send.id, "part": p} for p in missing])
        logs.event("freeze_repeated", send=send.id, parts=len(missing))
        idle = 0
    if idle != send.cursor.idle:
        world.ledger.change_send(send, advanced(send, Cursor(idle=idle), nonce=world.nonce()))
    return None


def manifests_of(send: Send, world: World) -> list[Manifest]:
    """The manifests there are, by part; once a part has one it never changes."""
    known = _known.setdefault(world, {}).setdefault(send.id, [])
    have = {manifest.part for manifest in known}
    missing = (part for part in range(send.parts) if part not in have)
    known += filter(None, (world.store.manifest(send.id, part) for part in missing))
    known.sort(key=lambda manifest: manifest.part)
    return known


def forget(active: set[str], world: World) -> None:
    """Keep no manifests but those of the active sends."""
    kept = _known.get(world, {})
    for send_id in set(kept) - active:
        del kept[send_id]


def _has_quota(send: Send, account: Account) -> bool:
    """Whether a whole batch could go out, or everybody if they are fewer."""
    return account.left is None or account.left >= min(send.batch_size, send.targeted)


def _move(
    send: Send,
    action: Action,
    world: World,
    reason: str = "",
    until: datetime | None = None,
) -> Send | None:
    new = moved(send, action, nonce=world.nonce(), reason=reason, until=until)
    if not stored(send, new, world):
        return None
    logs.event("send_" + new.state, send=send.id, reason=reason)
    if action in {"pause", "cancel"}:  # what people do stands in the audit, so does this
        at = world.now().isoformat(timespec="microseconds")
        world.ledger.write_audit(
            Entry(at=at, who="pace_sends", what=action, send=send.id, reason=reason)
        )
    return new


def stored(old: Send, new: Send, world: World) -> bool:
    """Whether the change stands."""
    try:
        return world.ledger.change_send(old, new)
    except AlertsError as error:
        logs.trouble("pace_failed", error, send=old.id)
        return False
