"""SES's events: stripped and archived; who bounced hard or complained is suppressed at once.

SES ─► SNS ─► event queue ─► {ref, type, subtype, time} in S3, the supporter's status
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from functions import logs
from functions.alerts.errors import NeverRetry
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

Where = tuple[str, int]  # send, part
Told = tuple[str, Delivery]  # the message's id, its event


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
    gathered: dict[Where | None, list[Told]] = defaultdict(list)
    for record in event["Records"]:
        try:
            delivery = strip(record["body"])
            if delivery is not None and delivery.type not in UNKEPT:
                gathered[_where(delivery)].append((record["messageId"], delivery))
        except Exception as error:
            logs.trouble("event_failed", error, message=record["messageId"])
            failed.append(record["messageId"])
    for where, told in gathered.items():
        failed += _record(where, told, world)
    return failures(failed)


def _record(where: Where | None, told: Sequence[Told], world: World) -> list[str]:
    """Suppress and archive what is told about one part; the messages that have to come again.

    Bounces come from all over an audience, and a part is some megabytes: it is read once for all.
    """
    failed: list[str] = []
    recorded: list[Told] = []
    part = cache(lambda: _part(where, world))
    for message_id, delivery in told:
        try:
            _suppress(delivery, part, world)
            recorded.append((message_id, delivery))
        except Exception as error:
            logs.trouble("event_failed", error, message=message_id)
            failed.append(message_id)
    try:
        if recorded:
            send_id = where[0] if where else None
            world.store.archive([delivery for _, delivery in recorded], send_id, world.nonce())
    except Exception as error:
        logs.trouble("events_not_archived", error, send=where[0] if where else None)
        failed += [message_id for message_id, _ in recorded]
    return failed


def _where(delivery: Delivery) -> Where | None:
    ref = Ref.parse(delivery.ref)
    return (ref.send, ref.part) if ref else None


def _suppress(delivery: Delivery, part: Callable[[], Part | None], world: World) -> None:
    """Find out by the frozen part whom the event is about: it says no address any more."""
    status, ref = suppression(delivery), Ref.parse(delivery.ref)
    if ref is None or ref.part == PROBES or not (status or is_soft(delivery)):
        return
    supporter_id = _id_of(ref, part())
    if supporter_id is None:
        return
    status = status or _after_a_soft_bounce(supporter_id, ref.send, delivery, world)
    if status:
        leave(supporter_id, status, f"send {ref.send}", world, who="record_event")


def _after_a_soft_bounce(
    supporter_id: str, send_id: str, delivery: Delivery, world: World
) -> Returned | None:
    """Too many of them count as a hard one; the same one told twice counts once."""
    soft = world.supporters.soft_bounce(supporter_id, send_id, _day(delivery, world))
    return "bounced" if soft >= SOFT_LIMIT else None


def _day(delivery: Delivery, world: World) -> str:
    """The day SES tells (ISO), or today: one that no calendar has would stay with the supporter."""
    try:
        return date.fromisoformat(delivery.time[:10]).isoformat()
    except ValueError:
        return world.now().date().isoformat()


def _part(where: Where | None, world: World) -> Part | None:
    """The frozen part; None for a tag that only looks like ours.

    Its 30 days may be over: then nobody knows any more whom the event is about.
    """
    manifest = world.store.manifest(*where) if where else None
    try:
        return world.store.read_part(manifest.key) if manifest else None
    except NeverRetry as error:
        logs.trouble("part_gone", error, send=manifest.send if manifest else "")
        return None


def _id_of(ref: Ref, part: Part | None) -> str | None:
    """None for a tag that only looks like ours."""
    if part is None or ref.nr >= len(part.batches):
        return None
    ids = part.batches[ref.nr].ids
    return ids[ref.place] if ref.place < len(ids) else None
