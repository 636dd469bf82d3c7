"""A whole page of the site: what is above and below every page, and what others are told of it.

body + Head ─► the site's header and footer ─► the base that the supporters' pages have as well
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from functions.alerts.content.organization import Organization
from functions.alerts.content.page_links import NamedLink
from functions.alerts.editions.bidi import isolate_text
from functions.alerts.editions.item import Button
from functions.alerts.editions.palette import Bare
from functions.alerts.editions.slots import Drawn
from functions.alerts.editions.view import Picture, logo_of
from functions.alerts.languages.words import LanguagePack
from functions.alerts.pages.frame import document
from functions.alerts.pages.html import Html
from functions.alerts.site.around import Bottom, draw_footer, draw_menu
from functions.alerts.site.asks import on_site
from functions.alerts.site.drawing import draw
from functions.alerts.site.paths import calendar_path, feed_path, front_path, site_languages
from functions.alerts.site.style import stylesheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What a page is called and where it stands, for browsers, searches and whoever shares it.

    `paths` has the page in each of its languages, the default first; empty for a page that nobody
    should find. `data` is what schema.org has words for, as an HTML element.
    """

    title: str
    description: str
    kind: str  # Open Graph's (https://ogp.me): website or article
    paths: Mapping[str, str]
    picture: Picture | None = None
    data: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Top:
    """The logo (or the name) and the top buttons."""

    name: str
    website: str
    logo: Picture | None
    links: tuple[NamedLink, ...]
    donate: Button | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """A language to read the page in: `path` is where on the site, `url` where in the world."""

    code: Bare
    direction: Bare
    name: str
    locale: Bare  # as Open Graph writes it: en_US
    path: str
    url: str


def page(
    body: Drawn,
    head: Head,
    organization: Organization,
    packs: Mapping[str, LanguagePack],
    language: str,
) -> str:
    """Put `body` into the whole document. The organization is given in its default language."""
    home, pack = organization.in_language(language), packs[language]
    title = isolate_text(f"{head.title} · {home.short_name}", pack.direction)
    return document(
        lang=pack.code,
        dir=pack.direction,
        meta=Html(f"{_meta(head, organization, packs, language)}{head.data}"),
        title=Html(escape(title)),
        style=Html(f'<link rel="stylesheet" href="{escape(stylesheet(organization)[0])}">'),
        head=Html(_header(head, organization, packs, language)),
        body=Html(body),
        foot=Html(_footer(organization, packs, language)),
    )


def title_of(organization: Organization, pack: LanguagePack) -> str:
    """What the front page is called; `organization` is in the pack's language."""
    return organization.page.title if organization.page else pack.say("site.title")


def join_link(organization: Organization, pack: LanguagePack, topic: str = "") -> Button:
    """Where people sign up for alerts, or for those about one topic."""
    if topic:
        label = pack.say("site.topic", topic=organization.topics[topic])
        return Button(label, f"/join/{quote(topic)}?lang={pack.code}")
    label = pack.say("pages.join_title", organization=organization.short_name)
    return Button(label, f"/join?lang={pack.code}")


def _meta(
    head: Head, organization: Organization, packs: Mapping[str, LanguagePack], language: str
) -> Drawn:
    others = _languages(head.paths, packs, organization.site)
    return draw(
        "meta.html",
        packs[language],
        head=head,
        name=organization.in_language(language).name,
        here=next((one for one in others if one.code == language), None),
        languages=others,
        feed=feed_path(organization, _listed(organization, packs, language)),
    )


def _header(
    head: Head, organization: Organization, packs: Mapping[str, LanguagePack], language: str
) -> Drawn:
    home, pack = organization.in_language(language), packs[language]
    others = _languages(head.paths, packs, organization.site)
    logo, giving = logo_of(home), home.donate
    donate = pack.say("buttons.donate", organization=home.short_name)
    return draw(
        "header.html",
        pack,
        top=Top(
            name=home.short_name,
            website=home.website,
            logo=Picture(url=on_site(logo.url, home), alt=logo.alt) if logo else None,
            links=home.links.top,
            donate=Button(donate, giving.once) if giving else None,
        ),
        languages=[one for one in others if one.code != language],
        menu=draw_menu(home.links.menu, pack),
    )


def _footer(organization: Organization, packs: Mapping[str, LanguagePack], language: str) -> Drawn:
    home, pack = organization.in_language(language), packs[language]
    front = _listed(organization, packs, language)
    bottom = Bottom(
        help=Button(home.help.text, home.help.link) if home.help else None,
        mission=home.mission or "",
        name=home.name,
        address=home.address,
        links=(
            Button(pack.say("site.all_calls"), front_path(organization, front)),
            join_link(home, pack),
            Button(pack.say("site.calendar"), calendar_path(organization, front)),
            Button(pack.say("site.feed"), feed_path(organization, front)),
            Button(pack.say("pages.privacy_link"), f"/privacy?lang={pack.code}"),
        ),
        social=home.links.social,
    )
    return draw_footer(bottom, pack)


def _listed(organization: Organization, packs: Mapping[str, LanguagePack], language: str) -> str:
    """The front page's language for readers of `language`: an alert may be told in more."""
    known: Sequence[str] = site_languages(organization, packs)
    return language if language in known or not known else known[0]


def _languages(
    paths: Mapping[str, str], packs: Mapping[str, LanguagePack], site: str
) -> tuple[Language, ...]:
    return tuple(
        Language(
            code=Bare(code),
            direction=Bare(packs[code].direction),
            name=packs[code].name,
            locale=Bare(str(packs[code].locale)),
            path=path,
            url=f"{site}{path}",
        )
        for code, path in paths.items()
    )
