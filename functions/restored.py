"""A ledger restored from a backup mails nobody: it may not know who was mailed since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from functions import logs
from functions.alerts.sends.send import Send, moved
from functions.alerts.sends.states import RELEASE_NEEDED, Action, State
from functions.alerts.sends.switch import NEW, RESTORED, Switch
from functions.wiring import World

# What holds a send until a person goes on with it; the others rest already or are over.
_HOLD: Mapping[State, Action] = {
    "scheduled": "miss",
    "freezing": "miss",
    "sending": "pause",
    "waiting": "pause",
    "blocked": "pause",
}


def bound_switch(world: World) -> Switch:
    """The kill switch, bound to its table the first time it is asked for.

    In a restored table it goes off, and every send there is held.
    """
    switch, table = world.ledger.read_switch(), world.ledger.table_id()
    at = world.now().isoformat(timespec="seconds")
    if not switch.table:
        bound = replace(switch, by=switch.by or "pace_sends", at=switch.at or at, table=table)
        if switch == NEW:  # only if nobody stops everything in this very moment
            return bound if world.ledger.bind_switch(bound) else world.ledger.read_switch()
        world.ledger.set_switch(bound)
        return bound
    if switch.table == table:
        return switch
    if switch.on:
        switch = replace(switch, on=False, by="pace_sends", at=at, why=RESTORED)
        world.ledger.set_switch(switch)
        logs.trouble("ledger_was_restored", table=table)
    hold(world.ledger.active_sends(), world)
    return switch


def hold(sends: Iterable[Send], world: World) -> None:
    """Stop what would go on by itself; raises what the ledger raises."""
    for send in sends:
        action = _HOLD.get(send.state)
        if send.state == "waiting" and send.reason == RELEASE_NEEDED:
            action = "miss"
        if action is not None:
            new = moved(send, action, nonce=world.nonce(), reason=RESTORED)
            world.ledger.change_send(send, new)
            logs.event("send_" + new.state, send=send.id, reason=RESTORED)
