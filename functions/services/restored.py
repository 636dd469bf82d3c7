"""A ledger or a list restored from a backup mails nobody.

The ledger may not know who was mailed since, and in the list are people again who left since.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from functions import logs
from functions.alerts.sends.send import Send, moved
from functions.alerts.sends.states import RELEASE_NEEDED, Action, State
from functions.alerts.sends.switch import RESTORED, Switch
from functions.wiring import World

# What holds a send until a person goes on with it; the others rest already or are over.
_HOLD: Mapping[State, Action] = {
    "scheduled": "miss",
    # Begun again later, its frozen parts would not know whom other sends mailed meanwhile.
    "freezing": "cancel",
    "sending": "pause",
    "waiting": "pause",
    "blocked": "pause",
}


def bound_switch(world: World) -> Switch:
    """The kill switch, bound to its tables the first time it is asked for.

    Beside a restored one it goes off, and every send is held.
    """
    switch = world.ledger.read_switch()
    table, supporters = world.ledger.table_id(), world.supporters.table_id()
    at = world.now().isoformat(timespec="seconds")
    if not switch.is_of(table, supporters):
        if switch.on:
            switch = replace(switch, on=False, by="pace_sends", at=at, why=RESTORED)
            world.ledger.set_switch(switch)
            logs.trouble("tables_were_restored", table=table, supporters=supporters)
        hold(world.ledger.active_sends(), world)
        return switch
    if switch.is_bound:
        return switch
    bound = replace(
        switch,
        by=switch.by or "pace_sends",
        at=switch.at or at,
        table=table,
        supporters=supporters,
    )
    # Only if nobody stops everything in this very moment.
    return bound if world.ledger.bind_switch(switch, bound) else world.ledger.read_switch()


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
