"""How long it is kept who was in which part: 30 days after settling, unless a send yet asks for it.

A send leaves out whom earlier ones of its campaign mailed, and a reminder takes whom its original
mailed. Both are told by frozen parts, and only when they freeze themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from functions.alerts.sends.send import Send
from functions.wiring import World

# A send that starts sooner finds the parts that its estimate has just read.
_AHEAD = timedelta(days=1)
_NOT_FROZEN = frozenset({"scheduled", "missed", "freezing", "waiting"})
_OVER = frozenset({"done", "cancelled"})


def is_ahead(starts: datetime, now: datetime) -> bool:
    """Whether a launch is for so late that the parts it needs might be gone by then."""
    return starts > now + _AHEAD


def keep_parts(sends: Iterable[str], world: World) -> None:
    """Keep the parts of these sends until `let_parts_go`; those that are gone stay so."""
    for send_id in sends:
        world.store.keep_parts(send_id)


def let_parts_go(send: Send, world: World) -> None:
    """The send is over: begin the 30 days of its parts, and of those that were kept for it.

    Not of those that another send of the campaign has yet to read.
    """
    family = [one for one in _family(send, world) if one.id != send.id]
    needed = {name for one in family if one.state in _NOT_FROZEN for name in _asks_for(one)}
    over = {one.id for one in family if one.state in _OVER}
    for name in (send.id, *(one for one in _kept_for(send) if one in over)):
        if name not in needed:
            world.store.expire_parts(name)


def _kept_for(send: Send) -> tuple[str, ...]:
    """Whose parts may have been kept for this send."""
    if send.ask or (send.created is not None and is_ahead(send.starts, send.created)):
        return _asks_for(send)
    return ()


def _asks_for(send: Send) -> tuple[str, ...]:
    return (send.of,) if send.of else send.earlier


def _family(send: Send, world: World) -> Iterator[Send]:
    found = map(world.ledger.read_send, world.ledger.sends_of(send.campaign))
    yield from (one for one in found if one is not None)
