"""A digest: the open asks of all published alerts as one campaign, for a send that recurs.

campaigns ─► asks open at a moment, each once, the first to close first ─► Campaign ─► compile
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from functions.alerts.content.ask import Ask
from functions.alerts.content.ask_list import MOST_ASKS
from functions.alerts.content.campaign import Campaign
from functions.alerts.content.deadline import last_call, written
from functions.alerts.content.organization import Organization
from functions.alerts.content.translated_campaign import needed_words
from functions.alerts.errors import StateError
from functions.alerts.languages.words import LanguagePack

# "Share this alert" means the alert it stands in; a digest has none but its frame's.
_LEFT_OUT = frozenset({"share"})


# How an ask is said, not what it asks for. (An event's title is what it is about.)
_WORDING = {"id", "text", "button", "outcome", "script"}


class NothingOpenError(StateError):
    """There is no ask to gather: an empty digest is not sent."""


class Digest(NamedTuple):
    """The campaign, and the ids of those whose open asks are not in it, or not all of them."""

    campaign: Campaign
    left_out: tuple[str, ...]


class _Chosen(NamedTuple):
    campaign: Campaign
    ask: Ask
    name: str  # its id in the digest


def make_digest(
    campaigns: Sequence[Campaign],
    organization: Organization,
    packs: Mapping[str, LanguagePack],
    *,
    id: str,
    at: datetime,
    frame: Campaign | None = None,
) -> Digest:
    """The campaign `id` with every ask of `campaigns` that mails may still carry at `at` (aware).

    Subject, introduction and closing are the frame's, whose own asks stand behind the others;
    without one they are the language packs' words. An ask that stands in two campaigns (the same
    bill and deadline, the donation) comes once, from the first. A campaign that is not complete in
    the digest's first language is left out; other languages are the digest's if all are complete in
    them, `Campaign.missing` says what keeps one back. Raises NothingOpenError.
    """
    home = frame.language if frame else organization.languages[0]
    own = [(frame, ask) for ask in frame.asks if _is_open(ask, at)] if frame else []
    everything = _in_order(_open(campaigns, at))
    found = [one for one in everything if not one[0].missing(home)]
    if not found:
        raise NothingOpenError(
            f"No ask of any published alert is open on {written(at)}: there is nothing to send.",
            remedy="Publish an alert with an ask that is open by then.",
        )
    said = {_same(ask) for _, ask in own}
    others = [one for one in found if _same(one[1]) not in said][: MOST_ASKS - len(own)]
    chosen = _named([*others, *own])
    wanted = frame.languages if frame else organization.languages
    lacking = {code: tuple(_lacking(code, chosen, organization, frame)) for code in wanted[1:]}
    lacking |= {code: ("words",) for code in wanted[1:] if code not in packs}
    complete = [home, *(code for code in wanted[1:] if not lacking[code])]
    made = {
        code: _in_language(code, chosen, organization, packs.get(code), wanted, frame, id)
        for code in complete
    }
    campaign = made.pop(home).model_copy(update={"translated": made, "lacking": lacking})
    inside = {_same(one.ask) for one in chosen}
    left = [owner.id for owner, ask in everything if _same(ask) not in inside]
    return Digest(campaign, tuple(dict.fromkeys(left)))


def _open(campaigns: Sequence[Campaign], at: datetime) -> Iterator[tuple[Campaign, Ask]]:
    seen: set[tuple[object, ...]] = set()
    for campaign in campaigns:
        for ask in campaign.asks:
            if _is_open(ask, at) and ask.ask not in _LEFT_OUT and _same(ask) not in seen:
                seen.add(_same(ask))
                yield campaign, ask


def _is_open(ask: Ask, at: datetime) -> bool:
    return ask.closes is None or at < last_call(ask.closes)


def _same(ask: Ask) -> tuple[object, ...]:
    """Equal for asks that are one thing to do."""
    if ask.ask == "donate":
        return ("donate",)
    if ask.ask == "slip":
        return "slip", ask.bill or ask.name, ask.closes
    return (ask.model_dump_json(exclude=_WORDING),)


def _in_order(found: Iterator[tuple[Campaign, Ask]]) -> list[tuple[Campaign, Ask]]:
    """By deadline; what never closes comes last, in the order of the campaigns."""
    return sorted(found, key=lambda one: (one[1].closes is None, _moment(one[1])))


def _moment(ask: Ask) -> float:
    return ask.closes.timestamp() if ask.closes else 0.0


def _named(found: Sequence[tuple[Campaign, Ask]]) -> list[_Chosen]:
    """An id that two campaigns use gets the campaign's before it."""
    times = Counter(ask.id for _, ask in found)
    return [
        _Chosen(campaign, ask, ask.id if times[ask.id] == 1 else f"{campaign.id}-{ask.id}")
        for campaign, ask in found
    ]


def _lacking(
    code: str, chosen: Sequence[_Chosen], organization: Organization, frame: Campaign | None
) -> Iterator[str]:
    """What keeps a language back: `<campaign>: <field>`."""
    campaigns = {one.campaign.id: one.campaign for one in chosen}
    campaigns |= {frame.id: frame} if frame else {}
    for campaign in campaigns.values():
        yield from (f"{campaign.id}: {field}" for field in campaign.missing(code))
    slips = any(one.ask.ask == "slip" for one in chosen)
    yield from needed_words(organization, code, slips=slips)


def _in_language(
    code: str,
    chosen: Sequence[_Chosen],
    organization: Organization,
    pack: LanguagePack | None,
    languages: tuple[str, ...],
    frame: Campaign | None,
    id: str,
) -> Campaign:
    asks = []
    for campaign, ask, name in chosen:
        said = {one.id: one for one in campaign.in_language(code).asks}
        asks.append(said[ask.id].model_copy(update={"id": name}))
    origins = {name: (owner.id, ask.id) for owner, ask, name in chosen if owner is not frame}
    changes = {
        "id": id,
        "language": code,
        "languages": languages,
        "asks": tuple(asks),
        "origins": origins,
    }
    if frame:
        return frame.in_language(code).model_copy(update={**changes, "translated": {}})
    if pack is None:
        raise StateError(
            f"There is no language pack for “{code}”.",
            remedy=f"Add templates/words/{code}.yaml, or put another language first.",
        )
    subject = pack.say("digest.subject")
    return Campaign(
        **changes,
        level=chosen[0].campaign.level,
        subject=subject,
        headline=subject,
        body=pack.say("digest.body"),
        signature=organization.in_language(code).short_name,
    )
