"""SES's events: stripped and archived; who bounced hard or complained is suppressed at once.

SES ─► SNS ─► event queue ─► {ref, type, subtype, time} in S3, the supporter's status
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from functions import logs
from functions.alerts.errors import AlertsError, NeverRetry
from functions.alerts.outcomes.delivery import (
    SOFT_LIMIT,
    UNKEPT,
    Delivery,
    Returned,
    is_soft,
    strip,
    suppression,
)
from functions.alerts.outcomes.probe import PART as PROBES
from functions.alerts.sends.batch import Ref
from functions.alerts.sends.freeze import Part
from functions.queued import Answer, failures
from functions.services.leaving import leave
from functions.wiring import World, world

_HELD = 2  # parts in memory; neighbouring events are mostly from one or two
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)

Where = tuple[str, int]  # send, part


def handler(event: Mapping[str, Any], context: object) -> Answer:
    """Serve the event queue."""
    here = world("record_event")
    logs.configure(here.settings.log_level)
    return record_event(event, here)


def record_event(event: Mapping[str, Any], world: World) -> Answer:
    """Record the events of one invocation, one S3 object per part of a send.

    Those that cannot be read or recorded are answered as failed: after some tries they lie in the
    dead letters. An event that comes again is archived again; readers take duplicates as one.
    """
    failed: list[str] = []
    gathered: dict[Where | None, list[tuple[str, Delivery]]] = defaultdict(list)
    parts: dict[Where, Part | None] = {}
    for record in event["Records"]:
        try:
            delivery = strip(record["body"])
            _suppress(delivery, parts, world)
            if delivery.type not in UNKEPT:
                gathered[_where(delivery)].append((record["messageId"], delivery))
        except Exception as error:
            logs.trouble("event_failed", error, message=record["messageId"])
            failed.append(record["messageId"])
    for where, recorded in gathered.items():
        send_id = where[0] if where else None
        try:
            world.store.archive([delivery for _, delivery in recorded], send_id, world.nonce())
        except AlertsError as error:
            logs.trouble("events_not_archived", error, send=send_id)
            failed += [message_id for message_id, _ in recorded]
    return failures(failed)


def _where(delivery: Delivery) -> Where | None:
    ref = Ref.parse(delivery.ref)
    return (ref.send, ref.part) if ref else None


def _suppress(delivery: Delivery, parts: dict[Where, Part | None], world: World) -> None:
    """Find out by the frozen part whom the event is about: it says no address any more."""
    status, ref = suppression(delivery), Ref.parse(delivery.ref)
    if ref is None or ref.part == PROBES or not (status or is_soft(delivery)):
        return
    supporter_id = _id_of(ref, _part((ref.send, ref.part), parts, world))
    if supporter_id is None:
        return
    status = status or _after_a_soft_bounce(supporter_id, ref.send, delivery, world)
    if status:
        leave(supporter_id, status, f"send {ref.send}", world)


def _after_a_soft_bounce(
    supporter_id: str, send_id: str, delivery: Delivery, world: World
) -> Returned | None:
    """Too many of them count as a hard one; the same one told twice counts once."""
    dated = _DATE.match(delivery.time)
    day = dated[0] if dated else f"{world.now():%Y-%m-%d}"
    soft = world.supporters.soft_bounce(supporter_id, send_id, day)
    return "bounced" if soft >= SOFT_LIMIT else None


def _part(where: Where, parts: dict[Where, Part | None], world: World) -> Part | None:
    """The frozen part, kept for the next event; None for a tag that only looks like ours.

    Its 30 days may be over: then nobody knows any more whom the event is about. Bounces come from
    all over an audience, and a part is some megabytes: the one read longest ago makes room.
    """
    if where not in parts:
        if len(parts) >= _HELD:
            del parts[next(iter(parts))]
        manifest = world.store.manifest(*where)
        try:
            parts[where] = world.store.read_part(manifest.key) if manifest else None
        except NeverRetry as error:
            logs.trouble("part_gone", error, send=where[0], part=where[1])
            parts[where] = None
    return parts[where]


def _id_of(ref: Ref, part: Part | None) -> str | None:
    """None for a tag that only looks like ours."""
    if part is None or ref.nr >= len(part.batches):
        return None
    ids = part.batches[ref.nr].ids
    return ids[ref.place] if ref.place < len(ids) else None
