"""SES's events: stripped and archived; who bounced hard or complained is suppressed at once.

SES ─► SNS ─► event queue ─► {ref, type, subtype, time} in S3, the supporter's status
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from functions import logs
from functions.alerts.batch import Ref
from functions.alerts.delivery import Delivery, send_of, strip, suppression
from functions.alerts.errors import AlertsError
from functions.alerts.freeze import Part
from functions.queued import Answer, failures
from functions.wiring import World, world


def handler(event: Mapping[str, Any], context: object) -> Answer:
    """Serve the event queue."""
    here = world("record_event")
    logs.configure(here.settings.log_level)
    return record_event(event, here)


def record_event(event: Mapping[str, Any], world: World) -> Answer:
    """Record the events of one invocation, one S3 object per send.

    Those that cannot be read or recorded are answered as failed: after some tries they lie in the
    dead letters. An event that comes again is archived again; readers take duplicates as one.
    """
    failed: list[str] = []
    by_send: dict[str | None, list[tuple[str, Delivery]]] = defaultdict(list)
    parts: dict[tuple[str, int], Part | None] = {}
    for record in event["Records"]:
        try:
            delivery = strip(record["body"])
            _suppress(delivery, parts, world)
            by_send[send_of(delivery)].append((record["messageId"], delivery))
        except Exception as error:
            logs.trouble("event_failed", error, message=record["messageId"])
            failed.append(record["messageId"])
    for send_id, recorded in by_send.items():
        try:
            world.store.archive([delivery for _, delivery in recorded], send_id, world.nonce())
        except AlertsError as error:
            logs.trouble("events_not_archived", error, send=send_id)
            failed += [message_id for message_id, _ in recorded]
    return failures(failed)


def _suppress(delivery: Delivery, parts: dict[tuple[str, int], Part | None], world: World) -> None:
    """Find out by the frozen part whom the event is about: it says no address any more."""
    status, ref = suppression(delivery), Ref.parse(delivery.ref)
    if status is None or ref is None:
        return
    where = (ref.send, ref.part)
    if where not in parts:
        manifest = world.store.manifest(*where)
        parts[where] = world.store.read_part(manifest.key) if manifest else None
    supporter_id = _id_of(ref, parts[where])
    if supporter_id is not None and world.supporters.suppress(supporter_id, status):
        logs.event("supporter_suppressed", send=ref.send, supporter=supporter_id, status=status)


def _id_of(ref: Ref, part: Part | None) -> str | None:
    """None for a tag that only looks like ours."""
    if part is None or ref.nr >= len(part.batches):
        return None
    ids = part.batches[ref.nr].ids
    return ids[ref.place] if ref.place < len(ids) else None
