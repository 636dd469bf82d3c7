"""The whole site, joined of what each campaign gives to it: front pages, feeds, calendars.

pieces + organization + packs + a moment ─► {path: File}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from functions.alerts.content.organization import Organization
from functions.alerts.languages.words import LanguagePack
from functions.alerts.site.calendar import feed_file
from functions.alerts.site.card import CardHtml
from functions.alerts.site.feed import feed_xml
from functions.alerts.site.files import File
from functions.alerts.site.impersonal import public
from functions.alerts.site.index import closed_html, index_html, missing_html, open_html
from functions.alerts.site.paths import (
    calendar_path,
    closed_path,
    feed_path,
    front_path,
    open_path,
    site_languages,
)
from functions.alerts.site.piece import Piece
from functions.alerts.site.sitemap import Listed, robots_txt, sitemap_xml
from functions.alerts.site.style import stylesheet

# A feed says when it changed; one of a site where nothing was ever published has not.
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


# The pages that are joined of all pieces; the front page, which leads to the others, is the last.
_JOINED = ((open_path, open_html), (closed_path, closed_html), (front_path, index_html))


def assemble(
    pieces: Sequence[Piece],
    organization: Organization,
    packs: Mapping[str, LanguagePack],
    *,
    at: datetime,
) -> dict[str, File]:
    """Every file of the site as it stands at `at` (aware) but the pictures, by path.

    First the style, then the pieces' own files, last what leads to them: written in this order, no
    page needs what is not there yet. Pieces may stand in any order; equal ones make equal files.
    """
    home = public(organization)
    newest_first = sorted(pieces, key=lambda one: (-one.updated.timestamp(), one.campaign))
    languages = site_languages(organization, packs)
    files = {path: file for piece in newest_first for path, file in piece.files.items()}
    style, rules = stylesheet(home)
    shared = {
        "/404.html": missing_html(home, packs),
        **dict(one for code in languages for one in _lists(newest_first, home, packs, code, at)),
        **{
            _page(path(home, code)): html(_cards(newest_first, code), home, packs, code, at=at)
            for path, html in _JOINED
            for code in reversed(languages)
        },
        "/robots.txt": robots_txt(home.site),
        "/sitemap.xml": sitemap_xml(_listed(newest_first, home, languages), home.site),
    }
    named = ((path.removeprefix("/"), content) for path, content in shared.items())
    joined = {path: File.at(path, content) for path, content in named}
    return {style.removeprefix("/"): File.at(style, rules), **files, **joined}


def _lists(
    pieces: Sequence[Piece],
    organization: Organization,
    packs: Mapping[str, LanguagePack],
    language: str,
    at: datetime,
) -> Iterator[tuple[str, str | bytes]]:
    """The feed and the calendar in one language."""
    said, pack, site = organization.in_language(language), packs[language], organization.site
    title = f"{said.page.title} · {said.short_name}" if said.page else said.name
    calendar, feed = calendar_path(organization, language), feed_path(organization, language)
    events = [event for piece in pieces for event in piece.events[language]]
    here = (organization.time_zone, at.astimezone(ZoneInfo(organization.time_zone)).year)
    url = f"{site}{calendar}"
    yield calendar, feed_file(events, name=title, url=url, language=language, zone=here)
    yield (
        feed,
        feed_xml(
            [piece.entries[language] for piece in pieces],
            said,
            pack,
            title=title,
            page=f"{site}{front_path(organization, language)}",
            url=f"{site}{feed}",
            updated=pieces[0].updated if pieces else _NEVER,
        ),
    )


def _cards(pieces: Sequence[Piece], language: str) -> Mapping[str, Sequence[CardHtml]]:
    cards: dict[str, list[CardHtml]] = {}
    for piece in pieces:
        cards.setdefault(piece.level, []).append(piece.cards[language])
    return cards


def _listed(
    pieces: Sequence[Piece], organization: Organization, languages: Sequence[str]
) -> Iterator[Listed]:
    for path in (front_path, open_path, closed_path):
        yield Listed(paths={code: path(organization, code) for code in languages})
    for piece in pieces:
        if piece.pages:
            yield Listed(paths=piece.pages, updated=piece.updated)


def _page(address: str) -> str:
    return "/index.html" if address == "/" else f"{address}/index.html"
