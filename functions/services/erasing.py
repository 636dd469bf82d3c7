"""Somebody is erased, by themselves or by staff: marks under keyed hashes are all that stays.

the audit, by id ─► the log of leavings ─► the list

What is on its way with an address in it (sign-ups, SES's events, a file to import) is not looked
for: whatever reads it meets the mark and enters nobody, and each goes by itself within days
(`infra/PRIVACY.md`).
"""

from __future__ import annotations

from collections.abc import Sequence

from functions import logs
from functions.alerts.outcomes.left import left_at
from functions.alerts.people.address import supporter_ids
from functions.services.noting import note
from functions.wiring import World


def erase(
    address: str, here: Sequence[str], world: World, *, who: str, by: str, why: str = ""
) -> bool:
    """Erase everybody who stands under an address (from `read_address`); whether anybody did.

    `here` are the ids where they were found. A mark comes there and under the address's own id,
    also if nobody stands there. `here` comes last: while it stands, the same again finishes what a
    fault broke off. `who` is for the audit; `by` is a word of ours, for logs.
    """
    ids = supporter_ids(address, world.people_keyring)
    standing = world.supporters.standing(list(dict.fromkeys([*ids, *here])))
    first = [one for one in ids if (one == ids[0] or one in standing) and one not in here]
    was_there = False
    for one in (*first, *here):
        if standing.get(one) == "erased":
            continue
        note(world, who, "erase", one, why)
        world.leavings.add(left_at(one, "erased", world.now(), by))
        was_there |= world.supporters.erase(one, world.now())
        logs.event("supporter_erased", supporter=one, by=by)
    return was_there
