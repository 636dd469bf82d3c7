"""An ask as it stands in a mail, and what every ask is told with; `kinds.py` makes the items."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from markupsafe import Markup

from functions.alerts.content.ask import Ask
from functions.alerts.content.campaign import Campaign
from functions.alerts.content.organization import Organization
from functions.alerts.editions.markdown import Rich, render
from functions.alerts.editions.palette import Bare
from functions.alerts.languages.words import LanguagePack

# As `fields.py` reads them: spaces before the name, one level of round brackets in the fallback.
_FIELD = re.compile(r"\(\(\s*(deadline|open_asks)\s*(?:\|((?:[^()]|\([^()]*\))*))?\)\)")

H3, H4 = Bare("h3"), Bare("h4")


@dataclass(frozen=True, slots=True)
class Button:
    """A link and its words."""

    label: str
    url: str

    @property
    def typed(self) -> str:
        """What a person types below the words: the address, or "" if they say the number."""
        number = re.sub(r"\D", "", self.url)[-7:] if self.url.startswith("tel:") else ""
        return "" if number and number in re.sub(r"\D", "", self.label) else self.url


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One ask, numbered as counted. Empty texts are ""."""

    number: int = 0
    kind: str = ""
    title: str
    heading: Bare = H3  # the title's element
    text: Rich | None = None
    details: tuple[str, ...] = ()
    script_title: str = ""
    script: Rich | None = None
    deadline: str = ""
    numbers_title: str = ""
    buttons: tuple[Button, ...] = ()
    note: Rich | None = None
    moved: str = ""  # that it is at another time than it was published for
    links: tuple[Button, ...] = ()  # quiet ones beneath the buttons, to the alert's own page


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What every ask of one edition is told with: its language, and the edition's own fields."""

    campaign: Campaign
    organization: Organization
    pack: LanguagePack
    link_color: str
    original: Campaign  # in the default language
    fields: Mapping[str, str]  # the edition's own: name -> text

    @classmethod
    def of(
        cls,
        campaign: Campaign,
        organization: Organization,
        pack: LanguagePack,
        asks: Sequence[Ask],
        *,
        link_color: str,
        original: Campaign | None = None,
    ) -> Context:
        """Make the context of an edition; ((deadline)) is the nearest one of its open asks."""
        closes = min((ask.closes for ask in asks if ask.closes), default=None)
        return cls(
            campaign=campaign,
            organization=organization,
            pack=pack,
            link_color=link_color,
            original=original or campaign,
            fields={
                "deadline": pack.deadline(closes) if closes else "",
                "open_asks": pack.count("asks.open", len(asks)) if asks else "",
            },
        )

    @property
    def web_view(self) -> str:
        """The alert's own page, of a digest the page of all asks; neither needs a token."""
        if self.campaign.origins:
            home = self.pack.code == self.organization.languages[0]
            return f"{self.organization.site}/{'' if home else self.pack.code}"
        return self._page(self.campaign.id)

    def page_of(self, ask: Ask) -> tuple[str, str] | None:
        """The page of the alert that the ask is from, and the ask's id there.

        None for what a digest's frame asks: it has no page.
        """
        own = (self.campaign.id, ask.id)
        found = self.campaign.origins.get(ask.id) if self.campaign.origins else own
        return (self._page(found[0]), found[1]) if found else None

    def _page(self, campaign: str) -> str:
        return f"{self.organization.site}/a/{campaign}/{self.pack.code}"

    def plain(self, text: str) -> str:
        """Put the edition's fields into a one-line text."""
        return _FIELD.sub(lambda m: self.fields[m[1]] or m[2] or "", text)

    def rich(self, source: str, *, heading: int = 4) -> Rich:
        """Render Markdown, then put the edition's fields in: they are never read as Markdown."""
        rich = render(source, heading=heading, link=self.link_color)
        html = _FIELD.sub(lambda m: escape(self.fields[m[1]]) or m[2] or "", rich.html)
        return Rich(Markup(html), self.plain(rich.text))  # noqa: S704 (clean, and escaped)

    def say_original(self, key: str, **values: str) -> Rich:
        """Fill the phrase `key` with words of the default language, marked so in HTML."""
        language = escape(self.original.language)
        html = {name: escape(value) for name, value in values.items()}
        if language != self.pack.code:
            span = f'<span lang="{language}" dir="auto">{{}}</span>'
            html = {name: span.format(value) for name, value in html.items()}
        text = escape(self.pack.phrase(key)).format(**html)
        return Rich(Markup(text), self.pack.say(key, **values))  # noqa: S704 (all escaped)

    def by(self, key: str, ask: Ask) -> str:
        """Say the ask's deadline in a sentence, "" if it has none."""
        return self.pack.say(key, deadline=self.pack.deadline(ask.closes)) if ask.closes else ""
