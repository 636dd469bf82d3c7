"""`alerts doctor --simulator N`: N mails to SES's mailbox simulator, by the real pipeline.

frozen part ─► send of the kind "simulator" ─► pace_sends ─► send_batch ─► record_event ─► measured

Everything a real send uses is used: ledger, queues, functions with their roles, bulk calls, events,
settling, the receipt. A faster script that called SES from a laptop would measure the laptop's way
to AWS. Only two things are other than in a real send, so that no supporter can be touched: the
audience is not drawn from the list but written down here, before the send exists; and `send_batch`
makes the recipients of this kind from their ids (`alerts/sends/simulated.py`), so whatever goes
wrong, the mail goes to the simulator. Nothing is written to the list, nothing has to be cleared up.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from functions.alerts.errors import StateError
from functions.alerts.health.measurement import Measurement, is_over, measure
from functions.alerts.mail.edition import Edition, Revision, Sender
from functions.alerts.planning.estimate import duration
from functions.alerts.planning.price import cost, usage_of
from functions.alerts.sends.audit import Entry
from functions.alerts.sends.batch import Batch, Key
from functions.alerts.sends.freeze import FrozenBatch, Part, manifest_of
from functions.alerts.sends.pace import usable
from functions.alerts.sends.ports import Account
from functions.alerts.sends.send import Send, batch_size, create_send
from functions.alerts.sends.simulated import SEGMENT, TOPIC, simulated_ids
from functions.services.planning import switch_off
from functions.wiring import World

MOST = 10_000  # mails: minutes of any account's rate show it, and each one costs
_LOOK_EVERY = 10.0  # seconds
_PATIENCE = timedelta(minutes=15)  # beyond the time its rate needs: ticks, events, their windows
_STOPPED = frozenset({"blocked", "paused", "cancelled", "missed"})
_UNDER_WAY = frozenset({"freezing", "sending"})
# A mail as long as an alert usually is: some tens of kilobytes, under Gmail's clip.
_PARAGRAPH = "This mail goes to Amazon's mailbox simulator. Nobody reads it. "


def refuse(number: int, account: Account, world: World) -> None:
    """Raise StateError if the run may not be: said before anybody is asked."""
    if not 1 <= number <= MOST:
        raise StateError(
            f"{number:,} mails cannot be sent to the simulator.",
            remedy=f"Choose 1 to {MOST:,}; a minute's worth ({usable(account.rate) * 60:,.0f}) is"
            " enough to see the rate.",
        )
    off = switch_off(world)
    if off:
        raise StateError(f"Sending is off: {off}.", remedy="`alerts stop --lift` turns it on.")
    if not account.enabled or account.sandbox:
        why = "is in the sandbox" if account.sandbox else "may not send"
        raise StateError(f"The SES account {why}.", remedy="`alerts doctor` says what to do.")
    if account.left is not None and account.left < number:
        raise StateError(
            f"{account.left:,} mails are left of the account's day.", remedy="Send fewer, or wait."
        )
    busy = [send.id for send in world.ledger.active_sends() if send.state in _UNDER_WAY]
    if busy:
        raise StateError(
            f"{', '.join(busy)} is under way: a measurement would take a part of its rate.",
            remedy="Wait until it is done: `alerts status`.",
        )


def offer(number: int, account: Account) -> str:
    """What the run takes, in words: to be shown before it is agreed to."""
    batches = -(-number // batch_size(account.rate))
    dollars = cost(usage_of(number, batches=batches, supporters=0, parts=1))
    lasts = duration(timedelta(minutes=3, seconds=number / usable(account.rate)))
    return (
        f"{number:,} mails to Amazon's mailbox simulator, by the real pipeline: US$ {dollars:.2f},"
        f" about {lasts}. They count against the account's rate; no supporter gets one."
    )


def begin(number: int, sender: Sender, account: Account, world: World, *, who: str) -> Send:
    """Freeze the audience, then create the send: in this order no freeze can draw another one."""
    now, nonce = world.now(), world.nonce()
    revision = _revision(sender)
    world.store.store_revision(revision)
    draft = create_send(
        revision, SEGMENT, now, id=f"{now:%Y%m%d}-{nonce[-8:]}", nonce=nonce, created=now
    )
    size = batch_size(account.rate)
    send = replace(draft, kind="simulator", author=who, state="freezing", batch_size=size, parts=1)
    part = _part(send, number)
    world.store.settle_manifest(manifest_of(part, world.store.write_part(part, world.nonce())))
    if not world.ledger.create_send(send):
        raise StateError(f"There already is a send {send.id}.", remedy="Try again.")
    at = now.isoformat(timespec="microseconds")
    world.ledger.write_audit(Entry(at=at, who=who, what="measure", send=send.id, reason=""))
    return send


def look(send_id: str, world: World) -> Measurement:
    """The run as it stands. StateError if the send is no such run, or not known."""
    send = world.ledger.read_send(send_id)
    if send is None or send.kind != "simulator":
        raise StateError(
            f"{send_id} is no run to the mailbox simulator.",
            remedy="`alerts doctor --simulator N` begins one and says its id.",
        )
    batches = _batches(send, world)
    manifest = world.store.manifest(send.id, 0)
    asked = manifest.frozen if manifest else 0
    seen = measure(
        batches,
        world.store.events(send.id),
        send=send.id,
        asked=asked,
        done=False,
        allowed=world.mailer.account().rate,
        pace=send.pace,
    )
    return replace(seen, done=send.state in _STOPPED or is_over(batches, asked, seen))


def watch(
    send: Send,
    account: Account,
    number: int,
    world: World,
    *,
    wait: Callable[[float], None],
    progress: Callable[[Measurement], None] = lambda seen: None,
) -> Measurement:
    """Look again and again until all mails came back, it stopped, or patience ends."""
    end = world.now() + _PATIENCE + timedelta(seconds=number / usable(account.rate))
    while True:
        seen = look(send.id, world)
        progress(seen)
        if seen.done or world.now() > end:
            return seen
        wait(_LOOK_EVERY)


def _batches(send: Send, world: World) -> dict[Key, Batch]:
    return {Key(send.id, 0, nr): batch for nr, batch in world.ledger.batches(send.id, 0)}


def _part(send: Send, number: int) -> Part:
    ids, size = simulated_ids(number), send.batch_size
    batches = tuple(
        FrozenBatch(language="en", ids=ids[start : start + size])
        for start in range(0, number, size)
    )
    return Part(send=send.id, part=0, batches=batches, skipped={})


def _revision(sender: Sender) -> Revision:
    text = _PARAGRAPH * 600
    edition = Edition(
        language="en",
        direction="ltr",
        begins=None,
        ends=None,
        open_asks=(),
        subject="A measurement",
        preheader="",
        html=f'<!doctype html><html lang="en"><body><p>{text}</p></body></html>',
        text=text,
    )
    return Revision(
        campaign=TOPIC,
        topic=TOPIC,
        sender=sender,
        languages=("en",),
        editions=(edition,),
        send_when_closed=True,
    )
