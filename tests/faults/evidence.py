"""What must be known before a doubt is mailed again, judged by SES's own books.

Not by settling's own code. The numbers are those of the product: fifty mails within five minutes,
or probes after the call.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from functions.alerts.outcomes import probe
from functions.alerts.sends.batch import SUBMITTED, Key, Ref
from tests.faults.simulation import START

if TYPE_CHECKING:
    from tests.faults.stage import Stage

_ENOUGH = 50
_NEAR = 300.0  # seconds
_CLOCKS = 60.0  # seconds more: minutes are counted whole, and clocks differ
_QUIET = 900.0


def missing(stage: Stage, key: Key, at: int) -> list[str]:
    """Which evidence the protocol asks for and is not there; `at` is the doubt's claim."""
    told = {whose(delivery.ref) for delivery in stage.store.archived.get(key.send, [])}
    called = at - START.timestamp()
    witnesses, found = 0, []
    for other, batch in stage.ledger.stored.items():
        if other.send != key.send:
            continue
        is_probe, near = other.part == probe.PART, abs(batch.at - at) <= _NEAR
        for place in batch.where(SUBMITTED):
            who = whose(str(Ref(*other, place, 0)))
            after = is_probe and stage.taken[who][0] > called
            if who not in told:
                found += [who] if after or (near and not is_probe) else []
            elif after or (not is_probe and _is_around(stage.taken[who], called)):
                witnesses += 1
    if witnesses < _ENOUGH:
        found.append(f"only {witnesses} witnesses")
    age = stage.simulation.now - called
    return found + ([f"only {age:.0f} s old"] if age < _QUIET - _CLOCKS else [])


def whose(ref: str) -> str:
    """The recipient of a tag, whichever the call."""
    return ref.rsplit("-", 1)[0]


def _is_around(taken: list[float], called: float) -> bool:
    return any(abs(at - called) <= _NEAR + _CLOCKS for at in taken)
