"""Somebody leaves the list: first a line in the log outside the tables, then the table.

In this order nothing is lost between the two: a line without its change makes nobody worse off, and
whoever was not told that it is done tries again. `alerts recover` replays the log.
"""

from __future__ import annotations

from functions import logs
from functions.alerts.outcomes.left import GIVES_WAY, Leaving, left_at
from functions.services.noting import note
from functions.wiring import World


def leave(supporter_id: str, status: Leaving, why: str, world: World, *, who: str = "") -> bool:
    """Mark the supporter as unsubscribed, bounced or complained; whether that changed anything.

    The same again, and what is less restrictive than what stands, changes and writes nothing. A
    batch that is not submitted yet does without the person: the sender reads the list just before
    its call. `who` stands in the audit; without it the caller writes the line. Raises what the log,
    the audit or the list raises; then it has to be tried again.
    """
    person = world.supporters.read([supporter_id]).get(supporter_id)
    if person is None or person.status not in GIVES_WAY[status]:
        return False
    world.leavings.add(left_at(supporter_id, status, world.now(), why))
    if who:
        note(world, who, status, supporter_id, why)
    changed = world.supporters.suppress(supporter_id, status)
    if changed:
        logs.event("supporter_left", supporter=supporter_id, status=status, why=why)
    return changed
