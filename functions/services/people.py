"""Somebody by their address: their own id first, the whole list for ids of the first release."""

from __future__ import annotations

from dataclasses import dataclass

from functions.alerts.people.address import supporter_ids
from functions.alerts.sends.supporter import Standing, Supporter
from functions.wiring import World


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of an address. `id` is where it stands, or would be entered.

    `stands` is None where nothing is; `person` is None too then, and for whoever was erased.
    """

    address: str
    id: str
    stands: Standing | None
    person: Supporter | None


def look_up(address: str, world: World) -> Known:
    """Who has that address (from `read_address`), under whichever key their id was made.

    Ids of the first release were random: who is not found under an id of their own is looked for
    in the whole list, which takes a while and is what a person at the command line can wait for.
    """
    ids = supporter_ids(address, world.people_keyring)
    standing = world.supporters.standing(ids)
    there = [one for one in ids if one in standing]
    # Where a rotation of the key made two of one: whoever is still somebody, before a mark.
    there.sort(key=lambda one: standing[one] == "erased")
    if there:
        first = there[0]
        person = world.supporters.read([first]).get(first)
        return Known(address=address, id=first, stands=standing[first], person=person)
    for person in world.supporters.find(address):
        return Known(address=address, id=person.id, stands=person.status, person=person)
    return Known(address=address, id=ids[0], stands=None, person=None)
