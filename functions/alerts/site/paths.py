"""Where everything of the site stands: one place for what pages link to and files are named by."""

from __future__ import annotations

from collections.abc import Collection

from functions.alerts.content.campaign import Campaign
from functions.alerts.content.organization import Organization


def site_languages(organization: Organization, packs: Collection[str]) -> tuple[str, ...]:
    """The languages that have a front page: the organization's with a pack, the default first."""
    return tuple(code for code in organization.languages if code in packs)


def page_languages(campaign: Campaign, packs: Collection[str]) -> tuple[str, ...]:
    """The languages that the alert has a page of its own in: those that it is complete in."""
    return tuple(
        code for code in campaign.languages if code in packs and not campaign.missing(code)
    )


def front_path(organization: Organization, language: str) -> str:
    """`/`, and `/es` for another language than the organization's default one."""
    return _under(organization, language, "") or "/"


def calendar_path(organization: Organization, language: str) -> str:
    """The calendar of everything that is open."""
    return _under(organization, language, "/calendar.ics")


def feed_path(organization: Organization, language: str) -> str:
    """The Atom feed."""
    return _under(organization, language, "/feed.xml")


def open_path(organization: Organization, language: str) -> str:
    """The page of all that is open, a line each."""
    return _under(organization, language, "/open")


def closed_path(organization: Organization, language: str) -> str:
    """The page of what closed longer ago."""
    return _under(organization, language, "/closed")


def alert_path(campaign: str, language: str) -> str:
    """An alert's own page: the web view of its mail."""
    return f"/a/{campaign}/{language}"


def entry_path(campaign: str, language: str, ask: str) -> str:
    """The calendar entry of one ask."""
    return f"{alert_path(campaign, language)}/{ask}.ics"


def _under(organization: Organization, language: str, rest: str) -> str:
    return rest if language == organization.languages[0] else f"/{language}{rest}"
