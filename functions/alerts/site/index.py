"""The Calls to Action page, joined of cards; the lists beside it; the page for a wrong link."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from functions.alerts.content.organization import Organization
from functions.alerts.editions.item import Button
from functions.alerts.editions.markdown import render
from functions.alerts.editions.palette import Bare
from functions.alerts.editions.slots import Drawn
from functions.alerts.editions.view import logo_of
from functions.alerts.languages.words import LanguagePack
from functions.alerts.site.card import CardHtml
from functions.alerts.site.document import Head, join_link, page, title_of
from functions.alerts.site.drawing import draw
from functions.alerts.site.paths import closed_path, front_path, open_path, site_languages
from functions.alerts.site.structured import as_element, organization_thing, page_thing

LEVELS = ("federal", "state", "local")
LATELY = timedelta(days=30)  # how long what is over stays on the front page,
MOST = 12  # and how much of a level

# In bytes: with the rest of the page and its style 50 KB, what a slow connection has at once.
CARDS_ROOM = 18_000
LINES_ROOM = 4_000

Cards = Mapping[str, Sequence[CardHtml]]  # level -> its cards in one language, in a steady order


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A level of government: cards by nearest deadline; lines of what is over, the latest first.

    `cards` are those that there is room for; `lines` are of all that is open, and `all` leads to
    them where cards are left out.
    """

    level: Bare
    title: str
    cards: tuple[Drawn, ...]
    lines: tuple[Drawn, ...]
    all: Button | None
    lately: tuple[Drawn, ...]
    older: tuple[Drawn, ...]


def index_html(
    cards: Cards,
    organization: Organization,
    packs: Mapping[str, LanguagePack],
    language: str,
    *,
    at: datetime,
) -> str:
    """Draw the front page in `language`: all cards are given, it sorts, folds and leaves out.

    The organization is given in its default language.
    """
    home, pack = organization.in_language(language), packs[language]
    sections = tuple(_sections(cards, pack, at, open_path(organization, language)))
    intro = render(home.page.intro, heading=2, link="") if home.page else None
    title, description = title_of(home, pack), intro.text if intro else home.mission or home.name
    body = draw(
        "index.html",
        pack,
        title=title,
        intro=intro,
        sections=[one for one in sections if one.cards or one.lately],
        nothing=not any(one.cards for one in sections),
        older=Button(pack.say("site.closed_title"), closed_path(organization, language))
        if any(one.older for one in sections)
        else None,
        join=join_link(home, pack),
        topics=[join_link(home, pack, topic) for topic in home.topics],
    )
    paths = {code: front_path(organization, code) for code in site_languages(organization, packs)}
    url = f"{organization.site}{paths[language]}"
    told = page_thing("CollectionPage", url, title, description, home)
    told["inLanguage"] = language
    head = Head(
        title=title,
        description=description,
        kind="website",
        paths=paths,
        picture=logo_of(home),
        data=as_element([told, organization_thing(home)]),
    )
    return page(body, head, organization, packs, language)


def open_html(
    cards: Cards,
    organization: Organization,
    packs: Mapping[str, LanguagePack],
    language: str,
    *,
    at: datetime,
) -> str:
    """Draw `/open`: of the same cards a line for each that is open; it exists in any case."""
    pack = packs[language]
    sections = [one for one in _sections(cards, pack, at) if one.lines]
    return _list("open", open_path, sections, organization, packs, language)


def closed_html(
    cards: Cards,
    organization: Organization,
    packs: Mapping[str, LanguagePack],
    language: str,
    *,
    at: datetime,
) -> str:
    """Draw `/closed`: of the same cards a line for each that is over and not on the front page.

    It exists in any case, so that links to it go on working.
    """
    pack = packs[language]
    sections = [one for one in _sections(cards, pack, at) if one.older]
    return _list("closed", closed_path, sections, organization, packs, language)


def missing_html(organization: Organization, packs: Mapping[str, LanguagePack]) -> str:
    """Draw `/404.html`, which stands in for whatever is not there: in the default language."""
    language = organization.languages[0]
    home, pack = organization.in_language(language), packs[language]
    title = pack.say("site.missing_title")
    fronts = [
        (Bare(code), Bare(packs[code].direction), _front(organization, packs[code]))
        for code in site_languages(organization, packs)
    ]
    body = draw("missing.html", pack, title=title, fronts=fronts)
    head = Head(title=title, description=home.name, kind="website", paths={})
    return page(body, head, organization, packs, language)


def _list(
    name: str,
    path: Callable[[Organization, str], str],
    sections: Sequence[Section],
    organization: Organization,
    packs: Mapping[str, LanguagePack],
    language: str,
) -> str:
    pack = packs[language]
    title, back = pack.say(f"site.{name}_title"), _front(organization, pack)
    body = draw(f"{name}.html", pack, title=title, back=back, sections=sections)
    languages = site_languages(organization, packs)
    head = Head(
        title=title,
        description=title,
        kind="website",
        paths={code: path(organization, code) for code in languages},
    )
    return page(body, head, organization, packs, language)


def _front(organization: Organization, pack: LanguagePack) -> Button:
    return Button(pack.say("site.all_calls"), front_path(organization, pack.code))


def _sections(cards: Cards, pack: LanguagePack, at: datetime, rest: str = "") -> Iterator[Section]:
    """Every level, also one without a card. Federal first, as on the page there was before."""
    since = (at - LATELY).timestamp()
    given = [cards.get(level, ()) for level in LEVELS]
    now = [sorted((one for one in level if not one.over), key=_nearest_first) for level in given]
    past = [sorted((one for one in level if one.over), key=_latest_first) for level in given]
    lately = [[one for one in level if (one.closed_at or 0) > since][:MOST] for level in past]
    shown, folded = _fitting(now, CARDS_ROOM), _fitting(lately, LINES_ROOM)
    for number, level in enumerate(LEVELS):
        opened, over = now[number], past[number]
        title = pack.say(f"site.{level}")
        label = pack.count("site.all_open", len(opened), level=title)
        yield Section(
            level=Bare(level),
            title=title,
            cards=_drawn(opened[: shown[number]]),
            lines=tuple(Drawn(one.line) for one in opened),
            all=Button(label, f"{rest}#level_{level}") if shown[number] < len(opened) else None,
            lately=_drawn(over[: folded[number]]),
            older=_drawn(over[folded[number] :]),
        )


def _fitting(levels: Sequence[Sequence[CardHtml]], room: int) -> list[int]:
    """How many of each level fit into `room` bytes: the first of each in any case, then in turn."""
    fitting = [0] * len(levels)
    for turn in range(max(map(len, levels))):
        for number, level in enumerate(levels):
            if turn < len(level):
                room -= len(level[turn].html.encode())
                if turn and room < 0:
                    return fitting
                fitting[number] += 1
    return fitting


def _drawn(cards: Sequence[CardHtml]) -> tuple[Drawn, ...]:
    return tuple(Drawn(one.html) for one in cards)


def _nearest_first(card: CardHtml) -> tuple[bool, float, bool]:
    """Of what has no deadline, what can be done now comes before what brings news later."""
    return card.order is None, card.order or 0, card.lesser


def _latest_first(card: CardHtml) -> float:
    return -(card.closed_at or 0)
