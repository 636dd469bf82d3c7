"""What one campaign gives to the site: its cards, calendar entries, feed entries and own pages.

campaign + organization + packs + a moment ─► Piece ─► `assemble` joins those of all campaigns
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from functions.alerts.content.campaign import Campaign
from functions.alerts.content.organization import Organization
from functions.alerts.languages.words import LanguagePack
from functions.alerts.site.alert import alert_html
from functions.alerts.site.calendar import CalendarEntry, ask_file, entries
from functions.alerts.site.card import CardHtml, card_html
from functions.alerts.site.feed import entry_xml
from functions.alerts.site.files import File
from functions.alerts.site.impersonal import impersonal, public
from functions.alerts.site.paths import alert_path, entry_path, page_languages, site_languages
from functions.alerts.site.standing import standing

VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One campaign drawn, good from `since` (inclusive) to `until` (exclusive), None is "ever".

    `cards`, `events` (of open asks) and `entries` have every language of the site; `pages` has the
    addresses of its own pages, `files` those pages and the calendar entries, by path. `updated` is
    when its text was published. Moments are aware.
    """

    campaign: str
    level: str
    updated: datetime
    since: datetime | None
    until: datetime | None
    cards: Mapping[str, CardHtml]
    events: Mapping[str, tuple[CalendarEntry, ...]]
    entries: Mapping[str, str]
    pages: Mapping[str, str]
    files: Mapping[str, File]

    def holds(self, at: datetime) -> bool:
        """Whether nothing of it has changed by itself at `at` (aware)."""
        begun = self.since is None or self.since <= at
        return begun and (self.until is None or at < self.until)

    def to_json(self) -> dict[str, Any]:
        """As plain values for `json`; `from_json` reads them."""
        files = {
            path: [b64encode(file.body).decode(), file.kind] for path, file in self.files.items()
        }
        return {"v": VERSION, **asdict(replace(self, files={})), "files": files, **self._moments()}

    def _moments(self) -> dict[str, str | None]:
        moments = {name: getattr(self, name) for name in _MOMENTS}
        return {name: moment and moment.isoformat() for name, moment in moments.items()}

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Piece:
        """The inverse of `to_json`. Raises ValueError for anything else, also another version."""
        content = dict(told)
        if content.pop("v", None) != VERSION:
            raise ValueError(f"It is no piece with v: {VERSION}.")
        try:
            for name in _MOMENTS:
                content[name] = content[name] and datetime.fromisoformat(content[name])
            content["cards"] = {code: CardHtml(**one) for code, one in content["cards"].items()}
            content["events"] = {
                code: tuple(_entry(one) for one in found)
                for code, found in content["events"].items()
            }
            content["files"] = {
                path: File(b64decode(body), kind) for path, (body, kind) in content["files"].items()
            }
            return cls(**content)
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError("Its fields are not those of a piece.") from error


_MOMENTS = ("updated", "since", "until")


def make_piece(
    campaign: Campaign,
    organization: Organization,
    packs: Mapping[str, LanguagePack],
    *,
    at: datetime,
    updated: datetime,
) -> Piece:
    """Draw everything of a campaign as it stands at `at`; its text was published at `updated`.

    Both moments are aware; campaign and organization are in their default languages. Names and
    tokens of supporters are in none of it.
    """
    campaign, organization = impersonal(campaign, organization.site), public(organization)
    stands = standing(campaign, at)
    open_now = {ask.id for ask in stands.open}
    own = page_languages(campaign, packs)
    spoken = {code: _spoken(campaign, organization, packs, code, updated, open_now) for code in own}
    shown = {
        code: spoken[code if code in own else campaign.language]
        for code in site_languages(organization, packs)
    }
    files = {
        _file(alert_path(campaign.id, code), "/index.html"): alert_html(
            campaign, organization, packs, code, at=at
        )
        for code in own
    }
    calendars = {
        _file(entry_path(campaign.id, code, entry.ask)): ask_file(entry)
        for code in own
        for entry in reversed(spoken[code].events)  # of an ask with two entries the first stays
    }
    return Piece(
        campaign=campaign.id,
        level=campaign.level,
        updated=updated,
        since=stands.since,
        until=stands.until,
        cards={code: card_html(campaign, organization, packs, code, at=at) for code in shown},
        events={
            code: tuple(entry for entry in said.events if entry.ask in open_now)
            for code, said in shown.items()
        },
        entries={code: said.entry for code, said in shown.items()},
        pages={code: alert_path(campaign.id, code) for code in own},
        files={path: File.at(path, content) for path, content in (files | calendars).items()},
    )


@dataclass(frozen=True, slots=True)
class _Spoken:
    """A campaign in one language for calendars and feeds."""

    events: tuple[CalendarEntry, ...]
    entry: str


def _spoken(
    campaign: Campaign,
    organization: Organization,
    packs: Mapping[str, LanguagePack],
    language: str,
    updated: datetime,
    open_now: set[str],
) -> _Spoken:
    said, home, pack = campaign.in_language(language), organization.in_language(language), language
    asks = [ask for ask in said.asks if ask.id in open_now]
    return _Spoken(
        entries(said, home, packs[pack], updated=updated, original=campaign),
        entry_xml(said, home, packs[pack], asks, updated=updated, original=campaign),
    )


def _file(address: str, end: str = "") -> str:
    return f"{address.removeprefix('/')}{end}"


def _entry(told: Mapping[str, Any]) -> CalendarEntry:
    return CalendarEntry(
        ask=told["ask"],
        text=told["text"],
        years=tuple((zone, year) for zone, year in told["years"]),
    )
