"""What a page tells programs in schema.org's words: who it is from, and the events it asks to.

It stands in the page as JSON-LD (https://www.w3.org/TR/json-ld11/#embedding-json-ld-in-html-documents).
The policy of the pages forbids scripts, and this is none: HTML calls a script element with another
type a data block, which is neither run nor asked about (HTML, "prepare the script element": the
type is looked at before the Content Security Policy is).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from functions.alerts.content.ask import Ask, Event, Slip
from functions.alerts.content.organization import Organization
from functions.alerts.editions.item import Context
from functions.alerts.editions.view import logo_of

Thing = dict[str, Any]

_SCHEDULED = "https://schema.org/EventScheduled"
_RESCHEDULED = "https://schema.org/EventRescheduled"


def as_element(things: Sequence[Thing]) -> str:
    """Write them as one data block; nothing in them can end it."""
    graph = json.dumps({"@context": "https://schema.org", "@graph": things}, ensure_ascii=False)
    # "<" is all that HTML looks for in there: "</script" ends the element, "<!--" opens a comment.
    inert = graph.replace("<", "\\u003c")
    return f'\n<script type="application/ld+json">{inert}</script>'


def organization_thing(organization: Organization) -> Thing:
    """Tell who it is from, in the language of `organization`."""
    logo = logo_of(organization)
    return _filled(
        {
            "@type": "Organization",
            "@id": f"{organization.site}/#organization_",
            "name": organization.name,
            "alternateName": organization.short_name,
            "url": organization.website,
            "logo": logo.url if logo else None,
            "description": organization.mission,
            "address": organization.address,
            "sameAs": [link.link for link in organization.links.social],
        }
    )


def page_thing(
    kind: str, url: str, name: str, description: str, organization: Organization
) -> Thing:
    """Tell of a page: `kind` is schema.org's, CollectionPage or Article."""
    return _filled(
        {
            "@type": kind,
            "@id": url,
            "url": url,
            "headline" if kind == "Article" else "name": name,
            "description": description,
            "inLanguage": organization.language,
            "publisher": {"@id": f"{organization.site}/#organization_"},
        }
    )


def event_things(asks: Iterable[Ask], context: Context) -> list[Thing]:
    """Tell of the hearings and events among `asks`, in the language of `context`."""
    return [thing for ask in asks for thing in _event(ask, context)]


def _event(ask: Ask, context: Context) -> Iterable[Thing]:
    if isinstance(ask, Event):
        yield _thing(ask, context.plain(ask.title), ask.starts, ask.ends, context)
    elif isinstance(ask, Slip) and ask.hearing:
        bill = context.plain(ask.bill or ask.name or "")
        name = context.pack.say("calendar.hearing", bill=bill)
        yield _thing(ask, name, ask.hearing, None, context)


def _thing(
    ask: Event | Slip, name: str, starts: datetime, ends: datetime | None, context: Context
) -> Thing:
    place = context.plain(ask.place or "")
    online = ask.link if isinstance(ask, Event) else None
    where = [
        *([{"@type": "Place", "name": place, "address": place}] if place else []),
        *([{"@type": "VirtualLocation", "url": online}] if online else []),
    ]
    return _filled(
        {
            "@type": "Event",
            "name": name,
            "startDate": starts.isoformat(timespec="minutes"),
            "endDate": ends.isoformat(timespec="minutes") if ends else None,
            "eventStatus": _RESCHEDULED if ask.moved_from else _SCHEDULED,
            "previousStartDate": [one.isoformat(timespec="minutes") for one in ask.moved_from],
            "eventAttendanceMode": _mode(bool(place), bool(online)),
            "location": where[0] if len(where) == 1 else where,
            "url": f"{context.web_view}#{ask.id}",
            "inLanguage": context.pack.code,
        }
    )


def _mode(here: bool, online: bool) -> str | None:
    modes = {(True, True): "Mixed", (True, False): "Offline", (False, True): "Online"}
    mode = modes.get((here, online))
    return f"https://schema.org/{mode}EventAttendanceMode" if mode else None


def _filled(thing: Thing) -> Thing:
    return {key: value for key, value in thing.items() if value}
