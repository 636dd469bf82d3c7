"""A restored list forgets again who left after its backup: the log of leavings, replayed.

Only ever more restrictive, and the same again changes nothing: run it as often as you like.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from functions.alerts.errors import StateError
from functions.alerts.outcomes.left import MARGIN, Gone, strongest
from functions.alerts.sends.audit import Entry
from functions.wiring import World


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovered:
    """What a replay did: `changed` by status; `unchanged` had left already or are not there."""

    changed: Mapping[Gone, int]
    unchanged: int


def recover(
    since: datetime,
    world: World,
    progress: Callable[[int, int], None] = lambda done, of: None,
    *,
    who: str = "recover",
) -> Recovered:
    """Replay everything that was logged from the time of the backup on (`since`, aware).

    People who left before it and signed up again stay: the backup knows them. `progress` is told
    how many of how many are done. Interrupted, it is simply run again. One line of the audit tells
    that `who` did it; of each person the log itself tells. Raises StateError for a time that is
    still to come.
    """
    if since > world.now():
        raise StateError(
            "The backup's time is still to come.", remedy="Give the time the table was restored to."
        )
    at, reason = world.now().isoformat(timespec="seconds"), f"the backup of {since.isoformat()}"
    world.ledger.write_audit(Entry(at=at, who=who, what="recover supporters", reason=reason))
    gone = strongest(world.leavings.since(since - MARGIN))
    changed: Counter[Gone] = Counter()
    for number, (supporter_id, status) in enumerate(sorted(gone.items()), 1):
        changed[status] += _replay(supporter_id, status, world)
        progress(number, len(gone))
    return Recovered(
        changed={status: count for status, count in changed.items() if count},
        unchanged=len(gone) - changed.total(),
    )


def _replay(supporter_id: str, status: Gone, world: World) -> bool:
    if status == "erased":
        return world.supporters.erase(supporter_id, world.now())
    return world.supporters.suppress(supporter_id, status)
