"""Receipts: what became of a send, and of each person it meant; drawn from ledger and events.

One part is held at a time: a send to a million takes no more memory than one to twenty thousand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from functions import logs
from functions.alerts.errors import NeverRetry, StateError
from functions.alerts.outcomes.evidence import Evidence, words
from functions.alerts.outcomes.receipt import Receipt, Tally, outcome, so_far
from functions.alerts.outcomes.recipient import (
    SKIPPED,
    Recipient,
    Row,
    left_out_row,
    reason_in_words,
)
from functions.alerts.sends.batch import CODES, Batch, untouched
from functions.alerts.sends.freeze import FrozenBatch, Manifest, Part
from functions.alerts.sends.segment import refusal
from functions.alerts.sends.send import Send, moved, shard_of, shards_of
from functions.services.kept_parts import let_parts_go
from functions.services.reminders import decided, remind
from functions.wiring import World

_TRIES = 5  # to store the end of a send
EVENTS_KEPT = timedelta(days=90)  # infra/s3.yml; the ledger and receipts are kept longer


def draw_receipt(send_id: str, world: World) -> Receipt:
    """The receipt as it stands now, also of a send that is going on.

    Of a send whose events are not kept any more it is the one that was stored at its end: without
    them nobody would be delivered, and who was rejected would be handed over. `at` tells which.
    Raises StateError if there is no such send or its audience is not frozen yet.
    """
    send, manifests = _frozen(send_id, world)
    if send.state in {"cancelled", "done"} and world.now() > send.starts + EVENTS_KEPT:
        stored = world.store.read_receipt(send.id)
        if stored is not None:
            return Receipt.from_json(stored)
    return drawn(send, manifests, world)


def drawn(send: Send, manifests: Sequence[Manifest], world: World) -> Receipt:
    """The receipt of a send whose manifests are known."""
    sums = Tally(send.id)
    for manifest in manifests:
        evidence = Evidence(world.store.events(send.id, manifest.part))
        sums.add(manifest, standing(send.id, manifest, world), evidence)
    return sums.receipt(send.state, world.now())


def report(send: Send, sums: Tally, world: World) -> None:
    """Store a receipt of a send as it goes on, once mails come back: `pace_sends` may pause it.

    `sums` has the codes of all its parts. It does not count deliveries: that takes all events, and
    nobody pauses a send for those.
    """
    sums.add_returned(world.store.returned(send.id))
    receipt = sums.receipt(send.state, world.now())
    if receipt.bounced or receipt.complained:
        world.store.write_receipt(so_far(send.id), receipt.to_json())


def finish(send: Send, manifests: Sequence[Manifest], world: World) -> None:
    """The receipt, the state, its reminders, the parts, the pointer: each may be done twice."""
    done = send
    if send.state not in {"cancelled", "done"}:
        done = moved(send, "finish", nonce=world.nonce())
        done = replace(done, reminders=decided(done, manifests, world))
    receipt = drawn(done, manifests, world)
    world.store.write_receipt(send.id, receipt.to_json())
    if done is send or _stored(send, done, world):
        remind(done, world)
        let_parts_go(done, world)
        world.ledger.retire(send.id)
        logs.event("send_" + done.state, send=send.id, submitted=receipt.submitted)


def _stored(send: Send, done: Send, world: World) -> bool:
    """Store the end of a send; the pacer, which moves its cursor in the same minute, must not win.

    Both run at the full minute, so without another try it could win each time, for ever. Nothing
    is open any more: what it changes meanwhile is of no account.
    """
    for _ in range(_TRIES):
        if world.ledger.change_send(send, done):
            return True
        now = world.ledger.read_send(send.id)
        if now is None or now.state != send.state:
            return False
        again = moved(now, "finish", nonce=world.nonce())
        send, done = now, replace(again, reminders=done.reminders)
    return False


def standing(send_id: str, manifest: Manifest, world: World) -> Iterator[tuple[int, Batch]]:
    """Every batch of a part, by number; those nobody claimed are untouched."""
    found: dict[int, Batch] = dict(world.ledger.batches(send_id, manifest.part))
    for nr, size in enumerate(manifest.sizes):
        yield nr, found.get(nr) or untouched(size)


def never_began(send: Send) -> bool:
    """Whether a send was cancelled before its audience was counted: nobody can have been mailed.

    It has no receipt. A freezer that was still at work may complete its manifests afterwards, so
    they tell nothing here.
    """
    return send.state == "cancelled" and not send.targeted


def manifests_of(send: Send, world: World) -> list[Manifest] | None:
    """The manifests of all parts, or None as long as one is missing."""
    found = [world.store.manifest(send.id, part) for part in range(send.parts)]
    manifests = [manifest for manifest in found if manifest is not None]
    return manifests if manifests and len(manifests) == len(found) else None


def rows(send_id: str, world: World) -> Iterator[Row]:
    """What became of everybody a send meant, part by part; `recipient.csv_lines` makes the CSV.

    Raises StateError like `draw_receipt`, and when the parts are gone: 30 days after settling.
    """
    send, manifests = _frozen(send_id, world)
    for manifest in manifests:
        part = _part(send, manifest, world)
        evidence = Evidence(world.store.events(send.id, manifest.part))
        for nr, batch in standing(send.id, manifest, world):
            frozen = part.batches[nr]
            for place in range(len(frozen.ids)):
                yield _row(frozen, batch, evidence, manifest.part, nr, place)
        for reason, ids in part.left_out.items():
            yield from (left_out_row(one, reason) for one in ids)


def recipient(send_id: str, supporter_id: str, world: World) -> Recipient:
    """What became of one person in a send, and why. Raises StateError like `rows`."""
    send, manifests = _frozen(send_id, world)
    shard = shard_of(supporter_id)
    manifest = next(one for one in manifests if shard in shards_of(one.part, send.parts))
    part = _part(send, manifest, world)
    for nr, frozen in enumerate(part.batches):
        if supporter_id in frozen.ids:
            place = frozen.ids.index(supporter_id)
            found = dict(world.ledger.batches(send.id, manifest.part, nr, nr))
            batch = found.get(nr) or untouched(len(frozen.ids))
            evidence = Evidence(world.store.events(send.id, manifest.part))
            return Recipient(_row(frozen, batch, evidence, manifest.part, nr, place), batch.at)
    for reason, ids in part.left_out.items():
        if supporter_id in ids:
            return Recipient(left_out_row(supporter_id, reason))
    return _not_meant(send, supporter_id, world)


def _not_meant(send: Send, supporter_id: str, world: World) -> Recipient:
    """Somebody who is not in the audience at all: said by what the list says today."""
    supporter = world.supporters.read([supporter_id]).get(supporter_id)
    if supporter is None:
        why = "is not on the list"
    elif supporter.status == "pending":
        why = "had not confirmed when it went out, or has not yet"
    elif refusal(supporter, send.segment) == "topic" or not send.segment.admits(supporter):
        why = f"is not meant by it: it went to {send.segment.sentence()}"
    elif supporter.status != "subscribed":
        why = f"was not in the audience; by now: {SKIPPED[supporter.status]}"
    else:
        why = "joined, or began to fit it, after the audience was fixed"
    return Recipient(Row(supporter_id, "", why, ()))


def _row(
    frozen: FrozenBatch, batch: Batch, evidence: Evidence, part: int, nr: int, place: int
) -> Row:
    letter = outcome(batch, evidence, part, nr, place)
    told = tuple(words(evidence.calls(part, nr, place)))
    return Row(frozen.ids[place], frozen.language, reason_in_words(CODES[letter]), told)


def _part(send: Send, manifest: Manifest, world: World) -> Part:
    try:
        return world.store.read_part(manifest.key)
    except NeverRetry as error:
        raise StateError(
            f"Who was in send {send.id} is no longer kept: only its sums are.",
            remedy="`alerts receipt` without --for shows them. Names are kept for 30 days.",
        ) from error


def _frozen(send_id: str, world: World) -> tuple[Send, list[Manifest]]:
    send = world.ledger.read_send(send_id)
    if send is None:
        raise StateError(f"There is no send {send_id}.", remedy="`alerts status` lists them.")
    manifests = None if never_began(send) else manifests_of(send, world)
    if manifests is None:
        raise StateError(
            f"The audience of send {send_id} was not frozen: nobody was mailed.",
            remedy="Ask again in some minutes, unless the send was cancelled or missed.",
        )
    return send, manifests
