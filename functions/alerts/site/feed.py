"""The Atom feed (RFC 4287): an entry per alert, the newest first, with what is open in it.

campaign in a language, its open asks ─► entry; entries of all campaigns ─► feed
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from html import escape

from functions.alerts.content.ask import Ask
from functions.alerts.content.campaign import Campaign
from functions.alerts.content.organization import Organization
from functions.alerts.editions.item import Context, Item
from functions.alerts.editions.kinds import item
from functions.alerts.languages.words import LanguagePack

# A reader that was away for a season catches up with these; everything else is on the page.
MOST_ENTRIES = 50

# What XML cannot hold even as a reference (XML 1.0, 2.2).
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def entry_xml(
    campaign: Campaign,
    organization: Organization,
    pack: LanguagePack,
    asks: Sequence[Ask],
    *,
    updated: datetime,
    original: Campaign | None = None,
) -> str:
    """One alert or card as an `<entry>`, with `asks` open, all in the language of `campaign`."""
    context = Context.of(campaign, organization, pack, asks, link_color="", original=original)
    page = context.web_view
    parts = [
        _element("title", context.plain(campaign.headline or campaign.subject or "")),
        _element("id", page),
        f'<link rel="alternate" type="text/html" hreflang="{pack.code}" href="{escape(page)}"/>',
        _element("updated", _moment(updated)),
        _element("content", "".join(_content(asks, context)), ' type="html"'),
    ]
    return f'<entry xml:lang="{pack.code}">{"".join(parts)}</entry>'


def feed_xml(
    entries: Sequence[str],
    organization: Organization,
    pack: LanguagePack,
    *,
    title: str,
    page: str,
    url: str,
    updated: datetime,
) -> str:
    """The feed at `url` (absolute, as `page`, which it belongs to); `entries` newest first.

    `updated` (aware) is when the newest of them was published.
    """
    parts = [
        _element("title", title),
        _element("id", page),
        f'<link rel="self" type="application/atom+xml" href="{escape(url)}"/>',
        f'<link rel="alternate" type="text/html" hreflang="{pack.code}" href="{escape(page)}"/>',
        _element("updated", _moment(updated)),
        f"<author>{_element('name', organization.name)}"
        f"{_element('uri', str(organization.website))}</author>",
        *entries[:MOST_ENTRIES],
    ]
    head = f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{pack.code}">'
    return "\n".join(['<?xml version="1.0" encoding="utf-8"?>', head, *parts, "</feed>", ""])


def _content(asks: Sequence[Ask], context: Context) -> Iterator[str]:
    body = context.campaign.body
    if body:
        yield context.rich(body, heading=2).html
    for number, ask in enumerate(asks, start=1):
        yield from _ask(item(ask, number, context))


def _ask(drawn: Item) -> Iterator[str]:
    yield f"<h2>{escape(drawn.title)}</h2>"
    for line in (drawn.moved, drawn.deadline, *drawn.details):
        if line:
            yield f"<p>{escape(line)}</p>"
    if drawn.text:
        yield drawn.text.html
    links = [f'<a href="{escape(one.url)}">{escape(one.label)}</a>' for one in drawn.buttons]
    if links:
        yield f"<p>{'<br>'.join(links)}</p>"


def _element(name: str, text: str, attributes: str = "") -> str:
    return f"<{name}{attributes}>{escape(_NO_XML.sub('', text), quote=False)}</{name}>"


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
