"""What people change of their own data, behind a link that was mailed to their address.

a form of the page ─► the audit, by id ─► the list
"""

from __future__ import annotations

from collections.abc import Mapping

from functions import logs
from functions.alerts.outcomes.left import left_at
from functions.alerts.people.address import supporter_ids
from functions.services.people import note
from functions.wiring import World

THEMSELVES = "themselves"


def change_own(supporter_id: str, new: Mapping[str, str | None], world: World) -> bool:
    """Replace names and ZIP (`SupporterList.change`); False if nobody is there any more."""
    if supporter_id not in world.supporters.read([supporter_id]):
        return False
    note(world, THEMSELVES, "change", supporter_id)
    changed = world.supporters.change(supporter_id, **new)
    if changed:
        logs.event("supporter_changed", supporter=supporter_id)
    return changed


def erase_own(supporter_id: str, world: World) -> bool:
    """Erase everything that is kept of the person; whether anybody was there.

    What stays is a mark under each keyed hash of the address. The id itself comes last: while it
    stands, the same again finishes what a fault broke off. SES's own suppression list is not asked:
    no letter reaches whom it holds, so nobody on it gets here.
    """
    person = world.supporters.read([supporter_id]).get(supporter_id)
    if person is None:
        return False
    ids = supporter_ids(person.email, world.people_keyring)
    standing = world.supporters.standing(ids)
    others = [one for one in ids if one == ids[0] or one in standing]
    for one in (*(other for other in others if other != supporter_id), supporter_id):
        if standing.get(one) != "erased":
            note(world, THEMSELVES, "erase", one)
            world.leavings.add(left_at(one, "erased", world.now(), THEMSELVES))
            world.supporters.erase(one, world.now())
            logs.event("supporter_erased", supporter=one, by=THEMSELVES)
    return True
