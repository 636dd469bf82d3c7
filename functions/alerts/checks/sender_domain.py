"""The from-address as mailboxes see its domain: asked of DNS, so only where somebody asks for it.

ParsedOrganization + a lookup ─► `check_sender_domain` ─► findings at `from:`. What SES signs with
only SES knows: `alerts doctor` looks at that.
"""

from __future__ import annotations

from functions.alerts.content.organization import ParsedOrganization
from functions.alerts.errors import AlertsError, Level
from functions.alerts.health.domain import Lookup, check_dmarc
from functions.alerts.health.identity import Identity

_LEVELS: dict[str, Level] = {"wrong": "warning", "note": "note"}


def check_sender_domain(parsed: ParsedOrganization, lookup: Lookup) -> None:
    """Report a from-address whose domain has no DMARC record that mailboxes heed.

    Says so, as a note, where nobody answers.
    """
    sender = parsed.organization.sender
    domain = sender.rpartition("@")[2].lower()
    # As if SES signed for the very domain: whether it does, DNS cannot tell.
    identity = Identity(name=domain, verified=True, dkim="SUCCESS", signing=True)
    try:
        points = [*check_dmarc(identity, sender, lookup)]
    except AlertsError as error:
        remedy = "Try again with a network that answers."
        parsed.reading.report(("from",), str(error), remedy, "note", rule="sender-dmarc")
        return
    for point in points:
        if level := _LEVELS.get(point.level):
            parsed.reading.report(("from",), point.found, point.remedy, level, rule="sender-dmarc")
