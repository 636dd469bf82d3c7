"""Launching: revision + segment ─► a stored send and its command on the control queue."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from functions.alerts.edition import Revision
from functions.alerts.errors import StateError
from functions.alerts.segment import Segment
from functions.alerts.send import Send, create_send
from functions.queued import VERSION
from functions.wiring import World


def launch(
    revision: Revision, segment: Segment, world: World, starts: datetime | None = None
) -> Send:
    """Store the revision and a new send of it to the segment, and tell `start_send`.

    `starts` (aware; default: now) is what the send's grace time counts from. Whoever an earlier
    send of the campaign was frozen for is left out. Raises StateError if the send cannot be stored.
    """
    starts = starts or world.now()
    nonce = world.nonce()
    world.store.store_revision(revision)
    send = create_send(
        revision,
        segment,
        starts,
        id=f"{starts:%Y%m%d}-{nonce[-8:]}",
        nonce=nonce,
        earlier=tuple(world.ledger.sends_of(revision.campaign)),
    )
    if not world.ledger.create_send(send):
        raise StateError(f"There already is a send {send.id}.", remedy="Try again.")
    world.control_queue.put([start_message(send)])
    return send


def start_message(send: Send) -> Mapping[str, Any]:
    """The command to start this generation of the send; also what a schedule carries."""
    return {"v": VERSION, "do": "start", "send": send.id, "gen": send.gen}
