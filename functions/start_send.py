"""A schedule or a command fires: the send is sized, and its audience begins to be frozen.

control queue ─► scheduled ─► freezing ─► one message per part on the freeze queue
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from functions import logs
from functions.alerts.errors import NeverRetry, TryLater
from functions.alerts.sends.send import Send, started
from functions.queued import VERSION, Answer, Message, each, number_in, text_in
from functions.wiring import World, world

# A launch commands a start that is less than a minute away at once, and clocks differ a little.
_EARLY = timedelta(minutes=2)


def handler(event: Mapping[str, Any], context: object) -> Answer:
    """Serve the control queue."""
    here = world("start_send")
    logs.configure(here.settings.log_level)
    return each(event, lambda message: start_send(message, here))


def start_send(message: Message, world: World) -> None:
    """Start the send of `{"v", "do": "start", "send", "gen"}`, or do nothing.

    A schedule that was replaced carries an old `gen` and starts nothing; one that comes twice
    repeats the messages for parts that are not frozen yet. One that comes too late makes the send
    `missed`, which only a person's own command ("late") starts; one that comes before the send was
    released makes it wait. One that comes long before the start does nothing: `pace_sends` repeats
    it when it is due.
    """
    if message.get("do") != "start":
        raise NeverRetry("The message asks for something start_send cannot do.")
    send_id, gen = text_in(message, "send"), number_in(message, "gen")
    send = world.ledger.read_send(send_id)
    if send is None:
        raise NeverRetry(f"There is no send {send_id}.")
    if send.gen == gen and send.state == ("missed" if message.get("late") is True else "scheduled"):
        if world.now() < send.starts - _EARLY:
            logs.event("start_not_due", send=send.id)
            return
        send = _start(send, world)
    if send.state == "freezing":
        world.freeze_queue.put(
            [
                {"v": VERSION, "send": send.id, "part": part}
                for part in range(send.parts)
                if world.store.manifest(send.id, part) is None
            ]
        )


def _start(send: Send, world: World) -> Send:
    new = started(
        send,
        now=world.now(),
        rate=world.mailer.account().rate,
        supporters=world.supporters.size(),
        nonce=world.nonce(),
    )
    if not world.ledger.change_send(send, new):
        raise TryLater(f"Send {send.id} changed while it was being started.")
    logs.event("send_" + new.state, send=new.id, parts=new.parts, batch_size=new.batch_size)
    return new
