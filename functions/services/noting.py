"""A line of the audit about a supporter: when, who, what and why, by the supporter's id.

Everybody who changes the list writes it: staff, the pages, an import, SES's events.
"""

from __future__ import annotations

from functions.alerts.sends.audit import Entry
from functions.wiring import World

THEMSELVES = "themselves"  # who did it: the supporter


def note(world: World, who: str, what: str, supporter_id: str, reason: str = "") -> None:
    """One line of the audit about a supporter, written before the change it tells of.

    A line without its change tells that somebody wanted it; a change without a line, nothing.
    """
    at = world.now().isoformat(timespec="seconds")
    entry = Entry(at=at, who=who, what=what, supporter=supporter_id, reason=reason)
    world.ledger.write_audit(entry)
