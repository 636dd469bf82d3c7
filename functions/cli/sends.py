"""What people do with a send that is launched: look at it, let it go, hold it, stop everything."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from functions.cli import output
from functions.cli.launching import At, Zone, home_zone, read_at, read_zone_option
from functions.cli.receipt import as_it_stood
from functions.cli.recurring import listed, told_with_audit
from functions.cli.stack import SendId, Stage, Why, deployed

if TYPE_CHECKING:
    from datetime import datetime

    from functions.alerts.sends.send import Send
    from functions.wiring import World


def status(
    send: Annotated[
        str, typer.Argument(metavar="[SEND]", help="One send, or what recurs; else all.")
    ] = "",
    stage: Stage = "",
) -> None:
    """Say how sends are doing, what recurs, how the last month's ended; or all about one."""
    from functions.services.planning import switch_off

    world = deployed(stage)
    lines = _one(send, world) if send else _all(world)
    off = switch_off(world)
    if off:
        output.say(f"[bold red]Sending is off:[/] {output.plain(off)}. `alerts stop --lift`")
    for line in lines:
        output.result(output.plain(line))


def release(
    send: SendId,
    urgent: Annotated[
        bool, typer.Option("--urgent", help="Let go what you launched yourself; all are told.")
    ] = False,
    reason: Why = "",
    stage: Stage = "",
) -> None:
    """Let a send go that waits for a second person."""
    from functions.services import launch

    world = deployed(stage)
    who = world.caller.name()
    _tell(launch.release(send, world, who=who, urgent=urgent, reason=reason), world)


def pause(send: SendId, reason: Why = "", stage: Stage = "") -> None:
    """Hold a send; calls that are under way come to their end."""
    from functions.services import launch

    world = deployed(stage)
    _tell(launch.pause(send, world, who=world.caller.name(), why=reason), world)


def resume(send: SendId, reason: Why = "", stage: Stage = "") -> None:
    """Go on with a send that is paused, blocked or waiting; start one that was missed."""
    from functions.services import launch

    world = deployed(stage)
    resumed = launch.resume(send, world, who=world.caller.name(), why=reason)
    if resumed.state == "missed":
        output.result(f"{resumed.id} is being started, late.")
    else:
        _tell(resumed, world)


def cancel(send: SendId, reason: Why = "", stage: Stage = "") -> None:
    """End a send for good: who was not mailed yet will not be. Or end what recurs."""
    from functions.alerts.sends.recurrence import is_recurrence
    from functions.services import launch, recurring

    world = deployed(stage)
    if is_recurrence(send):
        recurring.end(send, world, who=world.caller.name(), why=reason)
        output.result(f"{send} is over. What it has launched goes on: see `alerts status`.")
        return
    _tell(launch.cancel(send, world, who=world.caller.name(), why=reason), world)


def reschedule(send: SendId, at: At, zone: Zone = "", stage: Stage = "") -> None:
    """Give a send that has not begun another start. A release has to be given again."""
    from functions.alerts.errors import StateError
    from functions.alerts.planning.plan import is_past
    from functions.services import launch

    here = read_zone_option(zone) if zone else home_zone()
    if here is None:
        raise typer.BadParameter("Say in which zone: --zone America/Chicago.", param_hint="--zone")
    starts = read_at(at, here)
    world = deployed(stage)
    if is_past(starts, world.now()):
        raise StateError(f"{at} is past.", remedy="Give a later time. Nothing was changed.")
    _tell(launch.reschedule(send, starts, world, who=world.caller.name()), world)


def stop(
    lift: Annotated[bool, typer.Option("--lift", help="Turn sending on again.")] = False,
    reason: Why = "",
    stage: Stage = "",
) -> None:
    """Stop all mail at once, ours and SES's switch; --lift turns it on again."""
    from functions.services import launch

    world = deployed(stage)
    launch.stop(world, who=world.caller.name(), why=reason, lift=lift)
    if lift:
        output.result("Sending is on. Paused and blocked sends wait for `alerts resume`.")
    else:
        output.result("Sending is off. Nothing goes out until `alerts stop --lift`.")


def _tell(send: Send, world: World) -> None:
    for line in _state(send, world):
        output.result(output.plain(line))


_RECENT = timedelta(days=30)


def _all(world: World) -> Iterator[str]:
    from functions.services.reminders import outlook

    active = sorted(world.ledger.active_sends(), key=lambda one: (one.starts, one.id))
    sends = [send for send in active if send.state not in {"done", "cancelled"}]
    if not sends:
        yield "No send is going on or planned."
    for send in sends:
        yield f"{send.id}  {send.campaign}{_kind(send)}"
        yield from (f"    {line}" for line in _state(send, world))
        yield from (f"    {line}" for line in outlook(send, world, moment))
    yield from listed(world)
    now, going = world.now(), {send.id for send in sends}
    recent = world.ledger.recent_sends(now - _RECENT, now + _RECENT)  # cancelled: it is over too
    ended = [send for send in recent if send.id not in going]
    if ended:
        yield "Over, of the last 30 days:"
    for send in ended:
        yield f"{send.id}  {send.campaign}{_kind(send)}: {send.state}, {moment(send.starts)}"
        yield from (f"    {line}" for line in _sums(send, world))


def _kind(send: Send) -> str:
    about = f" of {send.of}" if send.of else ""
    return "" if send.kind == "alert" else f"  ({send.kind}{about})"


def _sums(send: Send, world: World) -> Iterator[str]:
    """The receipt's sum, of a send that has one."""
    from functions.alerts.outcomes.receipt import Receipt

    text = world.store.read_receipt(send.id)
    if text is not None:
        yield Receipt.from_json(text).sum_line()
    elif send.reason:
        yield f"Because: {send.reason}"


def _one(send_id: str, world: World) -> Iterator[str]:
    from functions.alerts.errors import StateError
    from functions.alerts.sends.recurrence import is_recurrence
    from functions.services.receipts import draw_receipt, manifests_of
    from functions.services.reminders import outlook

    if is_recurrence(send_id):
        yield from told_with_audit(send_id, world)
        return
    send = world.ledger.read_send(send_id)
    if send is None:
        raise StateError(f"There is no send {send_id}.", remedy="`alerts status` lists them.")
    kind = send.kind if not send.of else f"{send.kind} of {send.of}"
    yield f"{send.id}  {send.campaign}  ({kind}{', urgent' if send.urgent else ''})"
    yield f"To {send.segment.sentence()}."
    yield from _state(send, world)
    if manifests_of(send, world) is not None:
        receipt = draw_receipt(send_id, world)
        yield from (*receipt.lines(), *as_it_stood(receipt, world))
    yield from outlook(send, world, moment)
    yield from (entry.line() for entry in world.ledger.audit(send_id))


def _state(send: Send, world: World) -> Iterator[str]:
    """Where a send stands, why, and what to do about it."""
    from functions.alerts.sends.answer import remedy

    yield f"{send.id} is {send.state}, start {moment(send.starts)}" + (
        f", {send.targeted:,} people" if send.targeted else ""
    )
    if send.state in {"paused", "waiting", "blocked"} and send.reason:
        yield f"Because of {send.reason}. {remedy(send.reason)}"
    if send.state == "cancelled" and send.reason:
        yield f"Because: {send.reason}"
    if send.state == "freezing" and send.reason:
        yield f"Its audience cannot be fixed. {send.reason}"
    if send.state == "waiting" and send.until:
        yield f"It waits until {moment(send.until)} at most."
    if send.state == "missed":
        yield "It came too late to start by itself: `alerts resume` starts it, `cancel` ends it."
    if send.release == "needed" and send.state in {"scheduled", "missed"}:
        yield "A second person has to let it go: `alerts release`."
    if send.released_by:
        yield f"Released by {send.released_by}."
    if send.dead:
        yield f"{send.dead} of its messages failed again and again: see BatchQueueDeadLetters."


def moment(at: datetime) -> str:
    """A time in words, by the organization's clocks if its file is near."""
    from datetime import UTC

    from functions.alerts.content.deadline import written

    local = at.astimezone(home_zone() or UTC)
    return f"{written(local)} {local.tzname()}"
