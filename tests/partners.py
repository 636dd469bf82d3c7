"""Partners' files as a test writes them, kits made by them, and what is said about them."""

from __future__ import annotations

from datetime import datetime

from functions.alerts.content.organization import Organization
from functions.alerts.errors import Finding, InputError
from functions.alerts.sharing.kit import Kit, KitMail, make_kit
from functions.alerts.sharing.partner_file import parse_partner
from tests.checking import MONDAY, draft
from tests.written import AWARD

SHORT = """\
name: South Side Together
website: https://together.example
address: 2 Side Street, Chicago, Illinois 60615
donate: {once: https://give.together.example}
"""


def kit(
    partner: str = SHORT,
    alert: str = AWARD,
    *,
    home: Organization | None = None,
    at: datetime = MONDAY,
    key: str = "together",
) -> Kit:
    """Raises InputError for what is wrong in either file."""
    seen = draft(alert, home=home, at=at)
    own = parse_partner(partner.encode(), "partner.yaml", seen.campaign.languages)
    return make_kit(seen, own, key)


def mail(made: Kit, name: str = "email.txt", language: str = "en") -> str:
    """One file of a kit."""
    written: KitMail = made.mails[language]
    return written.files[name].decode()


def told(partner: str = SHORT, alert: str = AWARD) -> tuple[Finding, ...]:
    """Everything that is said about a kit, errors or not, but which languages are left out."""
    try:
        findings = kit(partner, alert).findings
    except InputError as error:
        findings = error.findings
    return tuple(one for one in findings if one.level != "note" or one.rule != "kit-language")
