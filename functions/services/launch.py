"""Launching a send, and everything people can do to it: each is one change, one line of the audit.

revision + segment ─► a stored send ─► its command on the control queue, or a schedule for it
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Unpack

from functions.alerts.errors import StateError
from functions.alerts.mail.edition import Revision
from functions.alerts.sends.audit import Entry
from functions.alerts.sends.segment import Segment
from functions.alerts.sends.send import Send, Terms, create_send, moved, rescheduled
from functions.alerts.sends.send import released as released_send
from functions.alerts.sends.states import Action
from functions.alerts.sends.switch import Switch
from functions.queued import VERSION
from functions.services.embargo import follow_sends
from functions.services.kept_parts import is_ahead, keep_parts
from functions.services.restored import hold
from functions.wiring import World

# Schedules fire to the minute: what starts sooner is commanded at once.
_AT_ONCE = timedelta(seconds=60)
# To people who have the alert already; each digest is a campaign of its own.
_AGAIN = frozenset({"reminder", "correction", "digest"})


def launch(
    revision: Revision,
    segment: Segment,
    world: World,
    starts: datetime | None = None,
    *,
    id: str = "",
    needs_release: bool = False,
    why: str = "",
    **terms: Unpack[Terms],
) -> Send:
    """Store the revision and a new send of it to the segment, and have it started at `starts`.

    `starts` (aware; default: now) is what the send's grace time counts from. Whoever an earlier
    send of the campaign was frozen for is left out, except of reminders and corrections, which
    belong to the send `of`. `why` stands in the audit, `id` is the send's own (default: a new one).
    Raises StateError if it cannot be stored.
    """
    now = world.now()
    starts = starts or now
    nonce, others = world.nonce(), tuple(world.ledger.sends_of(revision.campaign))
    world.store.store_revision(revision)
    if is_ahead(starts, now):
        keep_parts(others, world)
    send = create_send(
        revision,
        segment,
        starts,
        id=id or f"{starts:%Y%m%d}-{nonce[-8:]}",
        nonce=nonce,
        earlier=() if terms.get("kind", "alert") in _AGAIN else others,
        needs_release=needs_release,
        created=now,
        **terms,
    )
    if not world.ledger.create_send(send):
        raise StateError(f"There already is a send {send.id}.", remedy="Try again.")
    _audit(world, send.author, "launch urgently" if send.urgent else "launch", send.id, why)
    _command(send, world)
    return send


def start_message(send: Send) -> Mapping[str, Any]:
    """The command to start this generation of the send; also what a schedule carries."""
    return {"v": VERSION, "do": "start", "send": send.id, "gen": send.gen}


def reschedule(send_id: str, starts: datetime, world: World, *, who: str) -> Send:
    """Another start (aware). The old schedule fires into nothing, even if it cannot be deleted.

    Raises StateError if it has begun, or if no mail would be right by then.
    """
    old = _needed(send_id, world)
    new = rescheduled(old, starts, nonce=world.nonce())
    _refuse_closed(new, world)
    _changed(old, new, world)
    _audit(world, who, "reschedule", send_id, f"{old.starts.isoformat()} -> {starts.isoformat()}")
    world.ledger.list_send(new)
    _command(new, world)
    if old.starts > world.now() + _AT_ONCE:
        world.schedules.delete(old)
    follow_sends(new.campaign, world)
    return new


def cancel(send_id: str, world: World, *, who: str, why: str = "") -> Send:
    """For good: who was not mailed yet will not be, and what is not public yet will not be."""
    cancelled = _act(send_id, "cancel", world, who, why)
    follow_sends(cancelled.campaign, world)
    return cancelled


def pause(send_id: str, world: World, *, who: str, why: str = "") -> Send:
    """Until `resume`; calls that are under way come to their end."""
    return _act(send_id, "pause", world, who, why)


def resume(send_id: str, world: World, *, who: str, why: str = "") -> Send:
    """Go on with a send that is paused, blocked or waiting; start one that was missed after all."""
    send = _needed(send_id, world)
    if send.state != "missed":
        return _act(send_id, "resume", world, who, why)
    if send.release == "needed":
        raise StateError(f"Send {send_id} is not released.", remedy="Release it first.")
    _audit(world, who, "start late", send_id, why)
    world.control_queue.put([{**start_message(send), "late": True}])
    return send


def release(
    send_id: str, world: World, *, who: str, urgent: bool = False, reason: str = ""
) -> Send:
    """Let a send go that a second person has to release.

    Its author may not, unless it is `urgent`, with a reason: then everybody is told first, and who
    cannot be told releases nothing. Raises StateError if `who` may not, or there is nothing to
    release.
    """
    send = _needed(send_id, world)
    _may_release(send, who, urgent, reason)
    waited = send.state == "waiting"
    new = released_send(send, who, nonce=world.nonce())
    if urgent:
        world.alarms.tell(
            f"Send {send_id} is released by one person alone",
            f"{who} releases send {send_id}, launched by {send.author}, as urgent: {reason}\n"
            f"`alerts cancel {send_id}` ends it; while it goes out `alerts pause` holds it.",
        )
    _changed(send, new, world)
    _audit(world, who, "release urgently" if urgent else "release", send_id, reason)
    if waited:
        world.control_queue.put([start_message(new)])
    elif new.state == "scheduled":
        _command(new, world)
    follow_sends(new.campaign, world)
    return new


def stop(world: World, *, who: str, why: str = "", lift: bool = False) -> Switch:
    """The kill switch: ours first, then SES's own of our configuration set; `lift` undoes both.

    Beside a restored ledger or list the sends are held before anything is lifted. Raises what SES's
    switch raises: stopping, ours is set by then; lifting, it is not.
    """
    tables = world.ledger.table_id(), world.supporters.table_id()
    if not world.ledger.read_switch().is_of(*tables):
        hold(world.ledger.active_sends(), world)
    at = world.now().isoformat(timespec="seconds")
    switch = Switch(on=lift, by=who, at=at, why=why, table=tables[0], supporters=tables[1])
    if lift:
        world.mailer.set_sending(world.settings.configuration_set, True)
    world.ledger.set_switch(switch)
    _audit(world, who, "lift the stop" if lift else "stop everything", "", why)
    if not lift:
        world.mailer.set_sending(world.settings.configuration_set, False)
    return switch


def _command(send: Send, world: World) -> None:
    """Should this get lost, `pace_sends` repeats it."""
    if send.starts > world.now() + _AT_ONCE:
        world.schedules.put(send, start_message(send))
    else:
        world.control_queue.put([start_message(send)])


def _act(send_id: str, action: Action, world: World, who: str, why: str) -> Send:
    old = _needed(send_id, world)
    new = _changed(old, moved(old, action, nonce=world.nonce(), reason=why), world)
    _audit(world, who, action, send_id, why)
    return new


def _refuse_closed(send: Send, world: World) -> None:
    """Refuse a start at which every ask has closed, or the one that it reminds of."""
    edition = world.store.revision(send.digest).at(send.languages[0], send.starts)
    if edition is None:
        raise StateError(
            "Every ask will have closed by then: nobody would be mailed.",
            remedy="Choose an earlier time. Nothing was changed.",
        )
    if send.ask and send.ask not in edition.open_asks:
        raise StateError(
            f"{send.ask} will have closed by then: there would be nothing to remind of.",
            remedy="Choose an earlier time. Nothing was changed.",
        )


def _may_release(send: Send, who: str, urgent: bool, reason: str) -> None:
    if send.release != "needed":
        raise StateError(f"Send {send.id} needs no release.", remedy="There is nothing to do.")
    if urgent and not reason.strip():
        raise StateError("An urgent release needs a reason.", remedy="Say why: --reason.")
    if who == send.author and not urgent:
        raise StateError(
            f"{who} launched send {send.id} and cannot release it too.",
            remedy="Ask a second person, or use --urgent --reason: everybody will be told.",
        )


def _needed(send_id: str, world: World) -> Send:
    send = world.ledger.read_send(send_id)
    if send is None:
        raise StateError(f"There is no send {send_id}.", remedy="`alerts status` lists them.")
    return send


def _changed(old: Send, new: Send, world: World) -> Send:
    if not world.ledger.change_send(old, new):
        raise StateError(f"Send {old.id} has just changed.", remedy="Look at it and try again.")
    return new


def _audit(world: World, who: str, what: str, send: str, reason: str = "") -> None:
    at = world.now().isoformat(timespec="microseconds")
    world.ledger.write_audit(Entry(at=at, who=who, what=what, send=send, reason=reason))
