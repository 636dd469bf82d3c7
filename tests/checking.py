"""Campaigns as a test writes them, and what the checks say about them."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from functions.alerts.checks.draft import Draft
from functions.alerts.checks.examine import examine
from functions.alerts.content.campaign import parse_campaign
from functions.alerts.content.organization import Organization
from functions.alerts.errors import Finding, InputError
from functions.alerts.languages.words import load_packs
from tests.written import organization

CHICAGO = ZoneInfo("America/Chicago")
MONDAY = datetime(2018, 4, 9, 9, tzinfo=CHICAGO)  # before the award alert's deadlines


def draft(text: str, *, home: Organization | None = None, at: datetime = MONDAY) -> Draft:
    """Raises InputError for a campaign that cannot be read."""
    home = home or organization()
    parsed = parse_campaign(text.encode(), "campaigns/award.yaml", home)
    return Draft(
        reading=parsed.reading,
        campaign=parsed.campaign,
        organization=home,
        packs=load_packs(),
        at=at,
    )


def checked(
    text: str, *, home: Organization | None = None, at: datetime = MONDAY
) -> tuple[Finding, ...]:
    """Everything that is said about it, errors or not."""
    try:
        return examine(draft(text, home=home, at=at))
    except InputError as error:
        return error.findings


def of_rule(findings: tuple[Finding, ...], rule: str) -> tuple[Finding, ...]:
    return tuple(finding for finding in findings if finding.rule == rule)
