"""The reminders that follow a send: decided when it is over, created once, held up if outdated.

send, over ─► decided: to come, or why not ─► a send each ─► (`pace_sends`) started at its time
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from functions import logs
from functions.alerts.errors import StateError
from functions.alerts.outcomes.reminder import (
    correction_of,
    plan_reminder,
    reminded,
    withdrawn_or_moved,
)
from functions.alerts.sends.audit import Entry
from functions.alerts.sends.freeze import Manifest
from functions.alerts.sends.planned import PlannedReminder
from functions.alerts.sends.send import Send
from functions.wiring import World

_WHO = "settle_sends"  # in the audit


def decided(done: Send, manifests: Sequence[Manifest], world: World) -> tuple[PlannedReminder, ...]:
    """The reminders of a send that is over, the earliest first, each with why it does not come."""
    if not done.reminders:
        return ()
    family, last = list(family_of(done, world)), last_mail(done, manifests, world)
    found = []
    for planned in sorted(done.reminders, key=lambda one: one.at):
        why = _why_not(planned, done, family, last, world)
        if not why:
            family.append(_send_of(planned, done, world))
        found.append(replace(planned, why=why))
    return tuple(found)


def remind(done: Send, world: World) -> None:
    """Create the sends of the reminders that come about; doing it again changes nothing.

    They have no schedule: `pace_sends` looks at every send that waits, each minute, and starts
    these. So nothing but the command line may schedule anything.
    """
    for planned in done.reminders if done.state == "done" else ():
        if planned.why or world.ledger.read_send(planned.send_id(done.id)) is not None:
            continue
        send = _send_of(planned, done, world)
        if world.ledger.create_send(send):
            at = world.now().isoformat(timespec="microseconds")
            why = f"of {done.id}, as its file asks"
            world.ledger.write_audit(
                Entry(at=at, who=_WHO, what="launch", send=send.id, reason=why)
            )
            logs.event("reminder_planned", send=send.id, of=done.id)


def outdated(reminder: Send, world: World) -> str:
    """Why a reminder that is about to start must not, in words; "": it may."""
    correction = correction_of(reminder.of, family_of(reminder, world))
    if correction is not None:
        return f"Send {correction.id} has corrected send {reminder.of} since."
    original, published = (
        world.ledger.read_send(reminder.of),
        world.published.get(reminder.campaign),
    )
    if original is None or published is None or published.revision in ("", reminder.digest):
        return ""
    if published.at <= (original.created or original.starts):
        return ""
    then = world.store.revision(reminder.digest)
    return withdrawn_or_moved(reminder.ask, then, world.store.revision(published.revision))


def outlook(send: Send, world: World, moment: Callable[[datetime], str]) -> Iterator[str]:
    """What becomes of each reminder of a send, in words; `moment` puts a time into words."""
    for planned in send.reminders:
        what = f"Reminder of {planned.ask}, {moment(planned.at)}"
        follower = world.ledger.read_send(planned.send_id(send.id))
        if follower is not None:
            because = f": {follower.reason}" if follower.reason else ""
            yield f"{what}: send {follower.id} is {follower.state}{because}"
        elif send.state == "cancelled":
            yield f"{what}: not sent. The send it belongs to was cancelled."
        elif planned.why:
            yield f"{what}: not sent. {planned.why}"
        else:
            yield f"{what}: follows, if this send is over by then."


def family_of(send: Send, world: World) -> Iterator[Send]:
    """All sends of its campaign, oldest first."""
    found = map(world.ledger.read_send, world.ledger.sends_of(send.campaign))
    yield from (one for one in found if one is not None)


def _why_not(
    planned: PlannedReminder,
    done: Send,
    family: Sequence[Send],
    last: datetime | None,
    world: World,
) -> str:
    if world.now() > planned.at + timedelta(seconds=done.grace):
        return "The send was not over by then."
    try:
        plan_reminder(done, family, world.store.revision(done.digest), planned, last_mail=last)
    except StateError as error:
        return error.reason
    return ""


def _send_of(planned: PlannedReminder, done: Send, world: World) -> Send:
    """The reminder's send. What its original was released with it is released with."""
    return Send(
        id=planned.send_id(done.id),
        campaign=done.campaign,
        digest=done.digest,
        segment=reminded(done.segment, planned.posting),
        languages=done.languages,
        starts=planned.at,
        change=world.nonce(),
        author=done.author,
        grace=done.grace,
        release=done.release,
        released_by=done.released_by,
        doubt=done.doubt,
        kind="reminder",
        of=done.id,
        ask=planned.ask,
        created=world.now(),
    )


def last_mail(send: Send, manifests: Sequence[Manifest], world: World) -> datetime | None:
    """When the last of a send's calls was made; None: it made none."""
    ats = [
        batch.at
        for manifest in manifests
        for _, batch in world.ledger.batches(send.id, manifest.part)
    ]
    return datetime.fromtimestamp(max(ats), UTC) if ats else None
