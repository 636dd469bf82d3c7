"""What people change of their own data, behind a link that was mailed to their address.

a form of the page ─► the audit, by id ─► the list
"""

from __future__ import annotations

from collections.abc import Mapping

from functions import logs
from functions.services.erasing import erase
from functions.services.noting import THEMSELVES, note
from functions.wiring import World


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

    SES's own suppression list is not asked: no letter reaches whom it holds, so nobody on it gets
    here.
    """
    person = world.supporters.read([supporter_id]).get(supporter_id)
    if person is None:
        return False
    return erase(person.email, [supporter_id], world, who=THEMSELVES, by=THEMSELVES)
