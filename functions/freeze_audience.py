"""One part of an audience is fixed: supporters ─► part ─► manifest. No mail before all exist.

A part is about 20,000 supporters: one invocation reads it in seconds and holds no more than that,
however long the list is. One that dies is begun again; two at once agree by the manifest.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from functions import logs
from functions.alerts.errors import AlertsError, NeverRetry
from functions.alerts.sends.freeze import manifest_of
from functions.alerts.sends.send import Send, advanced
from functions.queued import Answer, Message, each, number_in, text_in
from functions.services.audience import OthersFirstError, draw_part
from functions.wiring import World, world


def handler(event: Mapping[str, Any], context: object) -> Answer:
    """Serve the freeze queue."""
    here = world("freeze_audience")
    logs.configure(here.settings.log_level)
    return each(event, lambda message: freeze_audience(message, here))


def freeze_audience(message: Message, world: World) -> None:
    """Freeze the part of `{"v", "send", "part"}`, unless it is or the send no longer freezes.

    Two at once are harmless: each writes its part under a key of its own, and the first manifest
    says which one counts. While a send of the campaign that began before this one is freezing the
    same people the message is dropped: if it came back again and again the queue would never be
    empty, and `pace_sends` asks again for parts, also for the other one's, when it is.
    """
    send_id, part = text_in(message, "send"), number_in(message, "part")
    send = world.ledger.read_send(send_id)
    if send is None or part >= max(send.parts, 1):
        raise NeverRetry(f"There is no part {part} of a send {send_id}.")
    if send.state != "freezing" or world.store.manifest(send_id, part) is not None:
        return
    try:
        frozen = draw_part(send, part, world, world.ledger.freeze_order(send.campaign, send.id))
    except OthersFirstError as error:
        logs.event("freeze_waits", send=send_id, part=part, reason=str(error))
        return
    except NeverRetry as error:
        _say_why(send, str(error), world)
        raise
    key = world.store.write_part(frozen, world.nonce())
    manifest = world.store.settle_manifest(manifest_of(frozen, key))
    logs.event("part_frozen", send=send_id, part=part, frozen=manifest.frozen)


def _say_why(send: Send, why: str, world: World) -> None:
    """Note with the send what no other try will mend; should that fail, the next one notes it."""
    if send.reason != why:
        noted = replace(advanced(send, send.cursor, nonce=world.nonce()), reason=why)
        with suppress(AlertsError):
            world.ledger.change_send(send, noted)
