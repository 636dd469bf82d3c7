"""SES's own suppression list, held against ours: who bounced or complained before we knew."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from functions.alerts.errors import Mistake
from functions.alerts.outcomes.left import GIVES_WAY
from functions.alerts.people.address import read_address, supporter_ids
from functions.alerts.people.suppressed import Suppressed
from functions.alerts.sends.supporter import Supporter
from functions.services.leaving import leave
from functions.services.noting import note
from functions.wiring import World

_CHUNK = 100  # people of one look: BatchGetItem's maximum, DynamoDB API reference


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What SES's list comes to.

    Of `listed` addresses `foreign` are not on our list, `known` are gone there already, and `open`
    are still mailed by us, in vain.
    """

    listed: int = 0
    foreign: int = 0
    known: int = 0
    open: int = 0


def hold_against(
    world: World,
    *,
    take_over: bool,
    who: str,
    progress: Callable[[int], None] = lambda done: None,
) -> Held:
    """Read SES's whole list; with `take_over` whoever is still mailed becomes what SES says.

    May be run again and again: what is done is `known` then.
    """
    listed = foreign = known = open_ = 0
    every = world.suppressions.all()
    while chunk := list(itertools.islice(every, _CHUNK)):
        listed += len(chunk)
        for found, here in _here(chunk, world):
            still = [one for one in here if one.status in GIVES_WAY[found.status]]
            foreign += not here
            known += bool(here) and not still
            open_ += bool(still)
            for person in still if take_over else ():
                note(world, who, f"{found.status} by SES's list", person.id)
                leave(person.id, found.status, "SES's list", world)
        progress(listed)
    return Held(listed=listed, foreign=foreign, known=known, open=open_)


def _here(
    chunk: Sequence[Suppressed], world: World
) -> Iterator[tuple[Suppressed, list[Supporter]]]:
    """Our people with each address; nobody for what we would not take as one."""
    ids = [_ids(found.address, world) for found in chunk]
    people = world.supporters.read([one for each in ids for one in each])
    for found, each in zip(chunk, ids, strict=True):
        yield found, [people[one] for one in each if one in people]


def _ids(address: str, world: World) -> tuple[str, ...]:
    try:
        return supporter_ids(read_address(address), world.people_keyring)
    except Mistake:
        return ()
