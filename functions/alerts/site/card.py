"""A campaign as a card of the Calls to Action page; once it is over, as a line that is folded away.

campaign, standing ─► CardHtml ─► `index.py` joins those of all campaigns
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from math import inf

from functions.alerts.content.ask import Ask
from functions.alerts.content.campaign import Campaign
from functions.alerts.content.organization import Organization
from functions.alerts.editions.item import Button, Context
from functions.alerts.editions.palette import Bare
from functions.alerts.editions.slots import Drawn
from functions.alerts.editions.view import Picture, picture_of
from functions.alerts.errors import StateError
from functions.alerts.languages.words import LanguagePack
from functions.alerts.site.asks import AskView, closed_asks, on_site, open_asks, page_context
from functions.alerts.site.drawing import draw
from functions.alerts.site.paths import alert_path, page_languages
from functions.alerts.site.standing import ALWAYS, Standing, closing, standing

MOST = 4  # asks on a card; the alert's own page has all of them

# What says so little that the headline above it says more: words by the kind of ask.
_SHORT = {"take_action": "titles.take_action", "sign_up": "titles.sign_up", "share": "site.share"}


@dataclass(frozen=True, slots=True, kw_only=True)
class CardHtml:
    """A card that is drawn (`over`: a line of a list), and what its place follows from.

    `line` stands for it where there are many: its headline and its nearest deadline.

    `order` is when the nearest open deadline is, `closed_at` when the last closed one was; both in
    seconds since 1970, None where there is none. `lesser`: it asks for nothing but to sign up, to
    give or to share.
    """

    html: str
    order: float | None
    over: bool
    closed_at: float | None
    lesser: bool = False
    line: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One open ask on a card. `title` is "" where its button says it all."""

    title: str
    lines: tuple[str, ...]
    deadline: str
    closes: Bare
    moved: str
    button: Button | None
    whole: str  # what the button's words leave out: for whoever hears it without the card around
    page: str  # where all of it stands
    numbers: bool  # whether there are more telephone numbers


def card_html(
    campaign: Campaign,
    organization: Organization,
    packs: Mapping[str, LanguagePack],
    language: str,
    *,
    at: datetime,
) -> CardHtml:
    """Draw the card for the front page in `language`, as it stands at `at`.

    Campaign and organization are given in their default languages. A campaign that is not complete
    in `language` is drawn whole in its default one, and says so. Raises StateError when there is no
    pack for either.
    """
    pack = _pack(campaign, packs, language)
    stands = standing(campaign, at)
    context = page_context(campaign, organization, pack, stands)
    deadlines = [moment for ask in stands.open if (moment := closing(ask))]
    lines = () if stands.over else _lines(context, stands)
    return CardHtml(
        html=_over(context, stands) if stands.over else _card(context, stands, lines),
        order=min(deadlines).timestamp() if deadlines else None,
        over=stands.over,
        closed_at=stands.closed_at.timestamp() if stands.closed_at else None,
        lesser=all(ask.ask in ("sign_up", *ALWAYS) for ask in stands.open),
        line="" if stands.over else draw("open_line.html", pack, **_named(context), lines=lines),
    )


def shown_picture(context: Context) -> Picture | None:
    """The alert's picture, addressed from the site's root."""
    image = context.campaign.image
    if not image:
        return None
    picture = picture_of(image, context)
    return replace(picture, url=on_site(picture.url, context.organization))


def headline_of(context: Context) -> str:
    """What the alert is called."""
    return context.plain(context.campaign.headline or context.campaign.subject or "")


def _lines(context: Context, stands: Standing) -> tuple[Line, ...]:
    order = {ask.id: number for number, ask in enumerate(_nearest_first(stands.open))}
    views = [view for block in open_asks(context, stands) for view in block.asks]
    asks = sorted(views, key=lambda view: order[str(view.anchor)])
    return tuple(_ask(ask, context) for ask in asks)


def _card(context: Context, stands: Standing, lines: Sequence[Line]) -> Drawn:
    return draw(
        "card.html",
        context.pack,
        **_named(context),
        picture=shown_picture(context),
        lines=lines[:MOST],
        others=len(lines) if len(lines) > MOST else 0,
        closed=closed_asks(context, stands),
        more=bool(context.campaign.body),
    )


def _nearest_first(asks: Sequence[Ask]) -> list[Ask]:
    """What has no deadline comes last, else in the file's order."""
    moments = ((closing(ask), ask) for ask in asks)
    timed = [(moment.timestamp() if moment else inf, ask) for moment, ask in moments]
    return [ask for _, ask in sorted(timed, key=lambda one: one[0])]


def _over(context: Context, stands: Standing) -> Drawn:
    return draw("line.html", context.pack, **_named(context), closed=closed_asks(context, stands))


def _named(context: Context) -> dict[str, object]:
    pack = context.pack
    return {
        "anchor": Bare(context.campaign.id),
        "language": Bare(pack.code),
        "direction": Bare(pack.direction),
        "headline": headline_of(context),
        "url": alert_path(context.campaign.id, pack.code),
    }


def _ask(ask: AskView, context: Context) -> Line:
    drawn, button, headline = ask.item, ask.button, headline_of(context)
    own = {one.id: one for one in context.campaign.asks}[str(ask.anchor)]
    short = drawn.kind in _SHORT and not own.button
    if button and short:
        button = Button(context.pack.say(_SHORT[drawn.kind]), button.url)
    said = bool(button) and not own.title and drawn.kind in (*_SHORT, "donate")
    return Line(
        title="" if said else drawn.title,
        lines=drawn.details[:2] if drawn.kind == "event" else (),
        deadline=drawn.deadline,
        closes=ask.closes,
        moved=drawn.moved,
        button=button,
        whole=headline if said or not (short or not button) else f"{drawn.title} · {headline}",
        page=f"{alert_path(context.campaign.id, context.pack.code)}#{ask.anchor}",
        numbers=drawn.kind == "call" and len(drawn.buttons) > 1,
    )


def _pack(campaign: Campaign, packs: Mapping[str, LanguagePack], language: str) -> LanguagePack:
    code = language if language in page_languages(campaign, packs) else campaign.language
    if code not in packs:
        raise StateError(
            f"“{campaign.id}” is written in “{code}”, and there is no language pack for it.",
            remedy=f"Use one of {', '.join(sorted(packs))}, or add templates/words/{code}.yaml.",
        )
    return packs[code]
