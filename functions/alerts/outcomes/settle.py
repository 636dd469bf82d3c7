"""Settling: what becomes of recipients in doubt, by the evidence of SES's events.

'?' ─event─► 's' or failed
    ─no event, and every event around the call is known to be in─► '.' and marked: mailed again
    ─otherwise─► stays '?', and is listed in the end
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from functions.alerts.outcomes.evidence import Evidence
from functions.alerts.sends.batch import DOUBT, LETTER, OPEN, SUBMITTED, Batch

# `send_batch` may run for 60 s (serverless.yml); another 60 s for clocks that differ.
CALL_IS_OVER = 60 + 60
QUIET = 15 * 60  # seconds within which SES's events arrive, or never
LISTED_AFTER = 24 * 3600  # seconds: a doubt this old no longer holds up the receipt


def is_due(batch: Batch, now: int) -> bool:
    """Whether the batch has doubts and the call that made them must be over."""
    return DOUBT in batch.codes and now - batch.at > CALL_IS_OVER


def is_quiet(batch: Batch, now: int) -> bool:
    """Whether the batch has doubts whose events would have arrived by now."""
    return DOUBT in batch.codes and now - batch.at > QUIET


def is_late(batch: Batch) -> bool:
    """Whether somebody was opened again after a doubt and is not called yet: an event may come."""
    return any(batch.codes[place] == OPEN for place, _ in batch.again)


def settle(
    batch: Batch,
    evidence: Evidence,
    part: int,
    nr: int,
    *,
    now: int,
    owner: str,
    cancelled: bool,
    reopen: bool = False,
) -> Batch | None:
    """The batch one revision on with what can be settled now, or None if nothing can.

    `now` is in epoch seconds. In a cancelled send whoever is open counts as cancelled. `reopen`
    says that whoever has no event was not mailed: once quiet they are opened again, and marked.
    """
    codes, marks, told = list(batch.codes), dict(batch.again), set(batch.told)
    for place in _askable(batch, now):
        letter = proven(batch, evidence, part, nr, place)
        if letter is not None:
            codes[place] = letter
            told |= {place} if letter == SUBMITTED else set()
        elif reopen and codes[place] == DOUBT and is_quiet(batch, now):
            codes[place], marks[place] = OPEN, batch.rev + 1
    if cancelled:
        codes = [LETTER["cancelled"] if code == OPEN else code for code in codes]
    text = "".join(codes)
    if text == batch.codes:
        return None
    return replace(
        batch,
        codes=text,
        rev=batch.rev + 1,
        owner=owner,
        at=batch.at or now,
        again=tuple(sorted(marks.items())),
        told=tuple(sorted(told)),
    )


def proven(batch: Batch, evidence: Evidence, part: int, nr: int, place: int) -> str | None:
    """The code the events prove for somebody in doubt, or who was; None if they prove none.

    That a call failed before the person was opened again says nothing about the calls after it.
    """
    mark = batch.marked.get(place, 0)
    latest = evidence.letter(part, nr, place, since=mark)
    if latest == SUBMITTED or (latest is not None and not mark):
        return latest
    before = evidence.letter(part, nr, place)
    return SUBMITTED if before == SUBMITTED else latest


def is_over(batch: Batch, now: int, *, closed: bool = False) -> bool:
    """Whether nobody is open, and nobody in doubt who could still be settled in time.

    `closed`: every ask is, so nobody would be mailed again; then a doubt is listed once quiet.
    """
    patience = QUIET if closed else LISTED_AFTER
    doubtful = DOUBT in batch.codes and now - batch.at <= patience
    return OPEN not in batch.codes and not doubtful


def _askable(batch: Batch, now: int) -> Iterator[int]:
    """Who is in doubt and can be settled, and who was and waits for another call."""
    marks = batch.marked
    for place, code in enumerate(batch.codes):
        if (code == DOUBT and now - batch.at > CALL_IS_OVER) or (code == OPEN and place in marks):
            yield place
