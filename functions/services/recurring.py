"""Setting up what recurs, and ending it: each is one change, one line of the audit.

rule + segment ─► a repeating schedule ─► a stored recurrence, which makes the schedule count
"""

from __future__ import annotations

from dataclasses import replace

from functions.alerts.errors import StateError
from functions.alerts.sends.audit import Entry
from functions.alerts.sends.published import Source
from functions.alerts.sends.recurrence import Every, Recurrence, ended, recurrence_id
from functions.alerts.sends.segment import Segment
from functions.wiring import World


def set_up(
    every: Every,
    segment: Segment,
    world: World,
    *,
    frame: Source | None = None,
    author: str = "",
    needs_release: bool = False,
) -> Recurrence:
    """Have a digest made for the segment at each occurrence.

    The schedule is made first: without a recurrence that it belongs to it fires into nothing, and
    doing the same again finds it there. Raises StateError where the same recurs already, also when
    two people set it up in the same moment.
    """
    refuse_double(every, segment, world)
    id = recurrence_id(every, segment)
    before = world.digests.recurrences.read(id)
    new = Recurrence(
        id=id,
        every=every,
        segment=segment,
        created=world.now(),
        gen=before.gen + 1 if before else 1,
        change=world.nonce(),
        frame=frame.digest if frame else "",
        author=author,
        needs_release=needs_release,
    )
    if frame:
        world.digests.frames.put(frame.digest, frame)
    world.digests.schedules.put(new)
    recurrences = world.digests.recurrences
    if not (recurrences.change(before, new) if before else recurrences.create(new)):
        raise _double(id)
    _audit(world, author, "recur", id, every.words())
    return new


def refuse_double(every: Every, segment: Segment, world: World) -> None:
    """Raise StateError if a digest recurs already by the same rule to the same segment."""
    found = world.digests.recurrences.read(recurrence_id(every, segment))
    if found and found.state == "active":
        raise _double(found.id)


def end(recurrence_id: str, world: World, *, who: str, why: str = "") -> Recurrence:
    """No digest is made any more; sends that are launched go on.

    The schedule is deleted last: should that fail it fires into nothing, and ending it again
    deletes it. Raises StateError if there is no such recurrence.
    """
    old = needed(recurrence_id, world)
    new = old
    if old.state == "active":
        new = ended(old, nonce=world.nonce())
        if not world.digests.recurrences.change(old, new):
            raise StateError(f"{old.id} has just changed.", remedy="Look at it and try again.")
        _audit(world, who, "cancel", old.id, why)
    world.digests.schedules.delete(replace(new, gen=new.gen - 1))  # that of the active one
    return new


def needed(recurrence_id: str, world: World) -> Recurrence:
    """The recurrence of that id. Raises StateError if there is none."""
    found = world.digests.recurrences.read(recurrence_id)
    if found is None:
        raise StateError(f"Nothing recurs as {recurrence_id}.", remedy="`alerts status` lists it.")
    return found


def _double(id: str) -> StateError:
    return StateError(
        f"The same digest recurs already, as {id}.", remedy=f"`alerts cancel {id}` ends it."
    )


def _audit(world: World, who: str, what: str, id: str, reason: str = "") -> None:
    at = world.now().isoformat(timespec="microseconds")
    world.ledger.write_audit(Entry(at=at, who=who, what=what, send=id, reason=reason))
