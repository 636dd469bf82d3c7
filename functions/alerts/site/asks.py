"""The asks of a campaign as its card and its own page show them; `editions` draws them as in mails.

standing ─► open asks ─► items, as numbered in a mail ─► AskView; closed asks ─► ClosedView
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import quote
from zoneinfo import ZoneInfo

from babel.dates import format_date

from functions.alerts.content.ask import Ask, Donate, Share
from functions.alerts.content.campaign import Campaign
from functions.alerts.content.organization import Organization
from functions.alerts.editions.item import Button, Context, Item
from functions.alerts.editions.kinds import item
from functions.alerts.editions.palette import Bare
from functions.alerts.editions.slip_group import HowTo
from functions.alerts.editions.view import blocks
from functions.alerts.languages.words import LanguagePack
from functions.alerts.site.standing import Standing, closing


@dataclass(frozen=True, slots=True, kw_only=True)
class AskView:
    """An open ask. `anchor` is its id, `closes` its deadline as HTML writes moments ("" if none).

    `button` is the one that a card shows. `calendar` leads to its calendar entry.
    """

    item: Item
    anchor: Bare
    closes: Bare
    button: Button | None
    calendar: Button | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockView:
    """One ask, or neighbouring slips with what is said of all of them."""

    asks: tuple[AskView, ...]
    heading: str
    how_to: HowTo | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedView:
    """A closed ask: what was asked, when it closed, what became of it ("" if nobody wrote it)."""

    anchor: Bare
    title: str
    closed: str
    outcome: str


def page_context(
    original: Campaign, organization: Organization, pack: LanguagePack, stands: Standing
) -> Context:
    """What the texts in the pack's language are told with; all is given in its default language."""
    campaign = original.in_language(pack.code)
    home = organization.in_language(pack.code)
    now_open = _of(campaign, stands.open)
    return Context.of(campaign, home, pack, now_open, link_color="", original=original)


def open_asks(context: Context, stands: Standing) -> tuple[BlockView, ...]:
    """Lay out the open asks in the file's order."""
    asks = _of(context.campaign, stands.open)
    waiting = iter(asks)
    return tuple(
        BlockView(
            asks=tuple(_view(next(waiting), drawn, context) for drawn in block.items),
            heading=block.heading,
            how_to=block.how_to,
        )
        for block in blocks(asks, context)
    )


def closed_asks(context: Context, stands: Standing) -> tuple[ClosedView, ...]:
    """Tell what closed, the latest first."""
    asks = _of(context.campaign, stands.closed)
    latest_first = sorted(asks, key=lambda ask: closing(ask) or _NEVER, reverse=True)
    return tuple(
        ClosedView(
            anchor=Bare(ask.id),
            title=item(ask, 0, context).title,
            closed=_closed_on(ask, context),
            outcome=context.plain(ask.outcome or ""),
        )
        for ask in latest_first
    )


def on_site(url: str, organization: Organization) -> str:
    """An address of the site itself from its root, so that the pages work wherever they lie."""
    rest = url.removeprefix(organization.site)
    return rest if rest != url and rest.startswith("/") else url


_NEVER = datetime.min.replace(tzinfo=ZoneInfo("UTC"))


def _of(campaign: Campaign, asks: Sequence[Ask]) -> tuple[Ask, ...]:
    """The same asks in the language of `campaign`."""
    wanted = {ask.id for ask in asks}
    return tuple(ask for ask in campaign.asks if ask.id in wanted)


def _view(ask: Ask, drawn: Item, context: Context) -> AskView:
    home = context.organization
    buttons = (_by_mail(context),) if isinstance(ask, Share) and not ask.link else drawn.buttons
    here = tuple(Button(one.label, on_site(one.url, home)) for one in buttons)
    entries = [one for one in drawn.links if one.url.endswith(".ics")]
    return AskView(
        item=replace(drawn, buttons=here),
        anchor=Bare(ask.id),
        closes=Bare(ask.closes.isoformat(timespec="minutes") if ask.closes else ""),
        button=_first(ask, here),
        calendar=Button(entries[0].label, on_site(entries[0].url, home)) if entries else None,
    )


def _first(ask: Ask, buttons: Sequence[Button]) -> Button | None:
    """Of a donation the button that leaves the amount open."""
    at = len(ask.amounts) if isinstance(ask, Donate) and len(buttons) > len(ask.amounts) else 0
    return buttons[at] if buttons else None


def _by_mail(context: Context) -> Button:
    """Passing it on without a script or anybody else's site: a mail to write (RFC 6068)."""
    campaign = context.campaign
    subject = quote(context.plain(campaign.headline or campaign.subject or ""), safe="")
    address = quote(context.web_view, safe="")
    return Button(context.pack.say("site.share"), f"mailto:?subject={subject}&body={address}")


def _closed_on(ask: Ask, context: Context) -> str:
    """With the year: a reader of a page may come years later."""
    moment = closing(ask)
    if moment is None:
        return ""
    day = moment.astimezone(ZoneInfo(context.organization.time_zone)).date()
    return context.pack.say(
        "site.closed_on", date=format_date(day, "long", locale=context.pack.locale)
    )
