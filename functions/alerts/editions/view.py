"""What a mail says, in the order it says it: plain values for the templates, no logic left in them.

campaign + organization in one language, language pack, open asks ─► MailView ─► templates
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape, unescape
from pathlib import PurePosixPath
from urllib.parse import quote

from markupsafe import Markup

from functions.alerts.content.ask import Ask, Slip
from functions.alerts.content.campaign import Campaign
from functions.alerts.content.organization import Organization
from functions.alerts.editions.item import H4, Button, Context, Item
from functions.alerts.editions.kinds import item, tell_apart
from functions.alerts.editions.markdown import Rich
from functions.alerts.editions.palette import Bare, Palette, palette
from functions.alerts.editions.slip_group import HowTo, heading, how_to
from functions.alerts.editions.typesetting import Typesetting
from functions.alerts.languages.words import LanguagePack
from functions.alerts.reading.model import Image

# Fills the line after the preheader in an inbox, where the mail's first words would follow.
_FILLER = Markup("&#847;&zwnj;&nbsp;" * 90)  # noqa: S704 (our own)

_BREAK = re.compile(r"</?(?:br|p|li|ul|ol|h[1-6]|blockquote|pre|hr)\b[^>]*>")
_INLINE = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture of the mail: `note` and `credit` say in words what it shows and who made it."""

    url: str
    alt: str
    note: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One ask, or neighbouring slips with one heading and one how-to (`kind` is "slips")."""

    kind: str
    items: tuple[Item, ...]
    heading: str = ""
    how_to: HowTo | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Footer:
    """The end of every mail. `links` keep their fields for the recipient's own tokens.

    `to_replace` is a line that whoever sends the mail must put something else for.
    """

    help_intro: str
    help: Button | None
    sent_by: str
    address: str
    why: str
    links: tuple[Button, ...]
    to_replace: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailView:
    """One edition's mail. Empty texts are "" and missing parts None or ()."""

    language: Bare
    direction: Bare  # ltr or rtl
    typesetting: Typesetting
    start: Bare  # the side lines begin at: left or right
    colors: Palette
    subject: str
    preheader: str
    logo: Picture | None
    organization: str
    website: str
    headline: str
    image: Picture | None
    body: Rich | None
    intro: str
    blocks: tuple[Block, ...]
    closing: str
    signature: str
    conveners: str
    footer: Footer

    @property
    def preview(self) -> Markup:
        """The preheader and what keeps the mail's first words out of the inbox line."""
        return Markup(escape(self.preheader)) + _FILLER  # noqa: S704 (escaped here)


def mail_view(
    campaign: Campaign,
    organization: Organization,
    pack: LanguagePack,
    asks: Sequence[Ask],
    *,
    original: Campaign | None = None,
) -> MailView:
    """Lay out the mail with `asks` open, all in the language of `campaign` and `organization`.

    `original` is the campaign in its default language, where that is another one. Raises
    ValueError when a colour of the organization is no colour.
    """
    colors = palette(organization.colors.main, organization.colors.accent)
    context = Context.of(
        campaign, organization, pack, asks, link_color=colors.link, original=original
    )
    plain = context.plain
    body = context.rich(campaign.body, heading=2) if campaign.body else None
    intro = pack.count("asks.intro", len(asks)) if asks else ""
    return MailView(
        language=Bare(pack.code),
        direction=Bare(pack.direction),
        typesetting=Typesetting.of(pack.code, pack.unbroken),
        start=Bare("right" if pack.direction == "rtl" else "left"),
        colors=colors,
        subject=plain(campaign.subject or campaign.headline or ""),
        preheader=plain(campaign.preheader or "") or intro or first_words(body),
        logo=logo_of(organization),
        organization=organization.name,
        website=organization.website,
        headline=plain(campaign.headline or campaign.subject or ""),
        image=picture_of(campaign.image, context) if campaign.image else None,
        body=body,
        intro=intro,
        blocks=blocks(asks, context),
        closing=plain(campaign.closing or ""),
        signature=plain(campaign.signature or organization.short_name),
        conveners=conveners_of(campaign, organization, pack),
        footer=_footer(context),
    )


def blocks(asks: Sequence[Ask], context: Context) -> tuple[Block, ...]:
    """Numbered as they are counted; slips that stand side by side share one block."""
    items = tell_apart([item(ask, number, context) for number, ask in enumerate(asks, start=1)])
    runs: list[list[tuple[Ask, Item]]] = []
    for ask, drawn in zip(asks, items, strict=True):
        if runs and isinstance(ask, Slip) and isinstance(runs[-1][-1][0], Slip):
            runs[-1].append((ask, drawn))
        else:
            runs.append([(ask, drawn)])
    return tuple(_block(run, context) for run in runs)


def _block(run: Sequence[tuple[Ask, Item]], context: Context) -> Block:
    items = tuple(drawn for _, drawn in run)
    slips = [ask for ask, _ in run if isinstance(ask, Slip)]
    if not slips:
        return Block(kind=items[0].kind, items=items)
    return Block(
        kind="slips",
        items=tuple(replace(drawn, heading=H4) for drawn in items),
        heading=heading(slips, context),
        how_to=how_to(slips, context),
    )


def _footer(context: Context) -> Footer:
    organization, pack = context.organization, context.pack
    helping = organization.help
    return Footer(
        help_intro=pack.say("footer.help") if helping else "",
        help=Button(context.plain(helping.text), helping.link) if helping else None,
        sent_by=pack.say("footer.sent_by", organization=organization.name),
        address=organization.address,
        why=pack.say("footer.why", organization=organization.short_name),
        links=(
            Button(pack.say("footer.preferences"), "((preferences_url))"),
            Button(pack.say("footer.unsubscribe"), "((unsubscribe_url))"),
            Button(pack.say(f"footer.{_page_words(context.campaign)}"), context.web_view),
        ),
    )


def _page_words(campaign: Campaign) -> str:
    """A digest has no page of its own: the page of all asks is its."""
    return "all_asks" if campaign.origins else "web_view"


def conveners_of(campaign: Campaign, organization: Organization, pack: LanguagePack) -> str:
    """With whom the alert is sent, "" if with nobody."""
    names = [organization.partners[key] for key in campaign.conveners]
    return pack.say("footer.with", partners=pack.join(names)) if names else ""


def logo_of(organization: Organization) -> Picture | None:
    """Its logo, where the site serves it."""
    logo = organization.logo
    return Picture(url=_url(organization, logo.file), alt=logo.alt) if logo else None


def picture_of(image: Image, context: Context) -> Picture:
    """A picture of the alert, where the site serves it."""
    say, alt = context.pack.say, context.plain(image.alt)
    return Picture(
        url=_url(context.organization, image.file),
        alt=alt,
        note=say("picture.text", alt=alt),
        credit=say("picture.credit", credit=image.credit) if image.credit else "",
    )


def _url(organization: Organization, file: str) -> str:
    return f"{organization.site}/images/{quote(PurePosixPath(file).name)}"


def first_words(body: Rich | None) -> str:
    """For an inbox line when there is no ask to announce: the first paragraph, at most 140 long.

    Words alone: behind a link's words its address stays away.
    """
    if not body:
        return ""
    opening = re.search(r"<p\b[^>]*>(.*?)</p>", body.html, re.DOTALL)
    html = opening[1] if opening else str(body.html)
    first = " ".join(unescape(_INLINE.sub("", _BREAK.sub(" ", html))).split())
    return first if len(first) <= 140 else first[:140].rsplit(" ", 1)[0] + " …"
