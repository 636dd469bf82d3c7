"""Pages of the site as a test draws them, from the samples or from what it writes itself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from functions.alerts.content.campaign import Campaign
from functions.alerts.content.organization import Organization
from functions.alerts.languages.words import load_packs
from functions.alerts.site.alert import alert_html
from functions.alerts.site.card import CardHtml, card_html
from functions.alerts.site.impersonal import impersonal, public
from functions.alerts.site.index import Cards, closed_html, index_html
from functions.campaign_files import list_campaigns
from tests.compiled import AWARD, EVERY_KIND, loaded
from tests.written import organization

CHICAGO = ZoneInfo("America/Chicago")
BEFORE = datetime(2018, 4, 9, 9, tzinfo=CHICAGO)
BETWEEN = datetime(2018, 4, 11, 9, tzinfo=CHICAGO)
AFTER = datetime(2018, 5, 1, tzinfo=CHICAGO)
YEARS_LATER = datetime(2026, 1, 1, tzinfo=CHICAGO)
ICIRR = public(loaded(AWARD).organization)
NEIGHBORS = public(loaded(EVERY_KIND).organization)


def alert_page(
    path: Path | Campaign, at: datetime, language: str = "en", home: Organization | None = None
) -> str:
    """An alert's own page."""
    campaign = path if isinstance(path, Campaign) else loaded(path).campaign
    mine = home or (organization() if isinstance(path, Campaign) else loaded(path).organization)
    return alert_html(impersonal(campaign), public(mine), load_packs(), language, at=at)


def drawn_card(
    campaign: Campaign, at: datetime, language: str = "en", home: Organization | None = None
) -> CardHtml:
    """The card of a campaign."""
    mine = public(home or organization())
    return card_html(impersonal(campaign), mine, load_packs(), language, at=at)


@cache
def front(at: datetime, language: str = "en") -> str:
    """The front page of the samples."""
    return index_html(sample_cards(at, language), ICIRR, load_packs(), language, at=at)


@cache
def closed(at: datetime, language: str = "en") -> str:
    """The page of what closed, of the samples."""
    return closed_html(sample_cards(at, language), ICIRR, load_packs(), language, at=at)


def sample_cards(at: datetime, language: str = "en") -> Cards:
    """The cards of the samples by level, in the order of their ids."""
    campaigns = [loaded(path).campaign for path in list_campaigns(AWARD.parent)]
    return {
        level: [drawn_card(one, at, language, ICIRR) for one in campaigns if one.level == level]
        for level in ("federal", "state", "local")
    }


def in_order(html: str, words: Iterable[str]) -> bool:
    """Whether `words` stand in it one after the other."""
    return re.search(".*".join(map(re.escape, words)), html, re.DOTALL) is not None
