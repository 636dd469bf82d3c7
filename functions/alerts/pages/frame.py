"""The base of every public page: the organization's look around what the page says.

Style stands in the page and its hash in the policy: nothing else is run, loaded or sent anywhere.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from dataclasses import dataclass
from urllib.parse import urlsplit

from functions.alerts.pages.html import Html, escaped, fill, joined
from functions.alerts.pages.look import Look
from functions.alerts.pages.wording import Wording, wordings

# What they show belongs to one person, or to a moment.
_UNLISTED = Html('<meta name="robots" content="noindex">')


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What one page says. `switch` offers the other languages: not after something was done."""

    title: Html
    body: Html
    switch: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A whole document and the Content-Security-Policy that goes with it."""

    html: str
    policy: str


def draw(page: Page, look: Look, wording: Wording) -> Drawn:
    """Put the page into the base."""
    names = look.said(wording.code)
    style = joined([fill("base.css", **look.colors), fill("page.css", **look.colors)])
    html = document(
        lang=wording.code,
        dir=wording.direction,
        meta=_UNLISTED,
        title=Html(f"{page.title} · {escaped(names.short_name)}") if names.name else page.title,
        style=Html(f"<style>{style}</style>"),
        head=_head(look, wording),
        body=page.body,
        foot=_foot(look, wording, switch=page.switch),
    )
    return Drawn(html=html, policy=_policy(style, look))


def document(
    *, lang: str, dir: str, meta: Html, title: Html, style: Html, head: Html, body: Html, foot: Html
) -> Html:
    """Fill the base of all pages, these and the site's: `meta` and `style` go into its <head>."""
    return fill(
        "base.html",
        lang=lang,
        dir=dir,
        meta=meta,
        title=title,
        style=style,
        head=head,
        body=body,
        foot=foot,
    )


def _head(look: Look, wording: Wording) -> Html:
    names = look.said(wording.code)
    if not names.name:
        return Html("")
    known = {"name": names.short_name or names.name, "website": names.website}
    return fill("logo.html", logo=look.logo, **known) if look.logo else fill("name.html", **known)


def _foot(look: Look, wording: Wording, *, switch: bool) -> Html:
    names, parts = look.said(wording.code), list[Html]()
    if names.help and names.help_link:
        intro = wording.say("footer.help")
        parts.append(fill("help.html", intro=intro, text=names.help, link=names.help_link))
    if names.name:
        parts.append(fill("sender.html", name=names.name, address=names.address))
        told = wording.say("privacy_link")
        parts.append(fill("privacy_link.html", link=f"/privacy?lang={wording.code}", text=told))
    others = [code for code in look.languages if code != wording.code and code in wordings()]
    if switch and others:
        links = (fill("switch.html", code=c, dir=w.direction, name=w.name) for c, w in _of(others))
        parts.append(Html(f'<p class="languages">{joined(links)}</p>'))
    return joined(parts)


def _of(codes: list[str]) -> list[tuple[str, Wording]]:
    return [(code, wordings()[code]) for code in codes]


def _policy(style: str, look: Look) -> str:
    digest = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    logo = urlsplit(look.logo)
    pictures = f"; img-src https://{logo.netloc}" if logo.scheme == "https" else ""
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'{pictures}; form-action 'self';"
        " base-uri 'none'; frame-ancestors 'none'"
    )
