"""An alert's own page: its mail as anybody may see it, with what is open and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from functions.alerts.content.campaign import Campaign
from functions.alerts.content.organization import Organization
from functions.alerts.editions.item import Button, Context
from functions.alerts.editions.slots import Drawn
from functions.alerts.editions.view import Picture, conveners_of, first_words, picture_of
from functions.alerts.languages.words import LanguagePack
from functions.alerts.site.asks import closed_asks, open_asks, page_context
from functions.alerts.site.card import headline_of, shown_picture
from functions.alerts.site.document import Head, join_link, page
from functions.alerts.site.drawing import draw
from functions.alerts.site.paths import alert_path, front_path, page_languages, site_languages
from functions.alerts.site.standing import Standing, standing
from functions.alerts.site.structured import (
    as_element,
    event_things,
    organization_thing,
    page_thing,
)


def alert_html(
    campaign: Campaign,
    organization: Organization,
    packs: Mapping[str, LanguagePack],
    language: str,
    *,
    at: datetime,
) -> str:
    """Draw the page in `language`, one of `paths.page_languages`, as it stands at `at`.

    Campaign and organization are given in their default languages.
    """
    stands = standing(campaign, at)
    context = page_context(campaign, organization, packs[language], stands)
    languages = page_languages(campaign, packs)
    description = _description(context, stands)
    head = Head(
        title=headline_of(context),
        description=description,
        kind="article",
        paths={code: alert_path(campaign.id, code) for code in languages},
        picture=_shared_picture(context),
        data=_data(context, stands, description),
    )
    front = language if language in site_languages(organization, packs) else organization.language
    back = Button(context.pack.say("site.all_calls"), front_path(organization, front))
    return page(_body(context, stands, back), head, organization, packs, language)


def _body(context: Context, stands: Standing, back: Button) -> Drawn:
    campaign, home, pack = context.campaign, context.organization, context.pack
    opened = open_asks(context, stands)
    number = sum(len(block.asks) for block in opened)
    return draw(
        "alert.html",
        pack,
        back=back,
        level=pack.say(f"site.{campaign.level}"),
        headline=headline_of(context),
        picture=shown_picture(context),
        body=context.rich(campaign.body, heading=2) if campaign.body else None,
        intro=pack.count("asks.intro", number) if number else "",
        blocks=opened,
        closed=closed_asks(context, stands),
        over=stands.over,
        closing=context.plain(campaign.closing or ""),
        signature=context.plain(campaign.signature or home.short_name),
        conveners=conveners_of(campaign, home, pack),
        join=join_link(home, pack),
        address=context.web_view,
    )


def _description(context: Context, stands: Standing) -> str:
    """What stands beneath the headline where the page is shared: as in an inbox."""
    campaign, pack = context.campaign, context.pack
    body = context.rich(campaign.body, heading=2) if campaign.body else None
    written = context.plain(campaign.preheader or "") or first_words(body)
    if written:
        return written
    number = len(stands.open)
    return pack.count("asks.intro", number) if number else pack.say("site.all_closed")


def _shared_picture(context: Context) -> Picture | None:
    image = context.campaign.image
    return picture_of(image, context) if image else None


def _data(context: Context, stands: Standing, description: str) -> str:
    home = context.organization
    wanted = {ask.id for ask in stands.open}
    asks = [ask for ask in context.campaign.asks if ask.id in wanted]
    told = page_thing("Article", context.web_view, headline_of(context), description, home)
    told["inLanguage"] = context.pack.code
    return as_element([told, organization_thing(home), *event_things(asks, context)])
