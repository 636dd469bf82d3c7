"""A digest: the open asks of all published alerts as one campaign, for a send that recurs.

campaigns ─► asks open at a moment, each once, the first to close first ─► Campaign ─► compile
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from functions.alerts.content.ask import Ask
from functions.alerts.content.campaign import Campaign
from functions.alerts.content.deadline import last_call, written
from functions.alerts.content.organization import Organization
from functions.alerts.errors import StateError
from functions.alerts.languages.words import LanguagePack

# "Share this alert" means the alert it stands in; a digest is none.
_LEFT_OUT = frozenset({"share"})


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
) -> Campaign:
    """The campaign `id` with every ask of `campaigns` that mails may still carry at `at` (aware).

    An ask that stands in two alerts (the same bill and deadline, the donation) comes once, from the
    first. An alert that is not complete in the organization's first language is left out; other
    languages are the digest's where all its alerts are complete in them. Raises StateError if no
    ask is open: an empty digest is not sent.
    """
    home = organization.languages[0]
    chosen = _named(_in_order(_open([c for c in campaigns if not c.missing(home)], at)))
    if not chosen:
        raise StateError(
            f"No ask of any alert is open on {written(at)}: there is nothing to send.",
            remedy="Publish an alert with an ask that is open, or leave this digest out.",
        )
    languages = tuple(_languages(chosen, organization, packs))
    made = {
        code: _in_language(code, chosen, organization, packs[code], languages, id)
        for code in languages
    }
    return made.pop(home).model_copy(update={"translated": made})


def _open(campaigns: Sequence[Campaign], at: datetime) -> Iterator[tuple[Campaign, Ask]]:
    seen: set[tuple[object, ...]] = set()
    for campaign in campaigns:
        for ask in campaign.asks:
            closed = ask.closes is not None and last_call(ask.closes) <= at
            if closed or ask.ask in _LEFT_OUT or _same(ask) in seen:
                continue
            seen.add(_same(ask))
            yield campaign, ask


def _same(ask: Ask) -> tuple[object, ...]:
    """Equal for asks that are one thing to do."""
    if ask.ask == "donate":
        return ("donate",)
    if ask.ask == "slip":
        return "slip", ask.bill or ask.name, ask.closes
    return (ask.model_copy(update={"id": ""}).model_dump_json(),)


def _in_order(found: Iterator[tuple[Campaign, Ask]]) -> list[tuple[Campaign, Ask]]:
    """By deadline; what never closes comes last, in the order of the alerts."""
    return sorted(found, key=lambda one: (one[1].closes is None, _moment(one[1])))


def _moment(ask: Ask) -> float:
    return ask.closes.timestamp() if ask.closes else 0.0


def _named(found: Sequence[tuple[Campaign, Ask]]) -> list[_Chosen]:
    """An id that two alerts use gets the alert's before it."""
    times = Counter(ask.id for _, ask in found)
    return [
        _Chosen(campaign, ask, ask.id if times[ask.id] == 1 else f"{campaign.id}-{ask.id}")
        for campaign, ask in found
    ]


def _languages(
    chosen: Sequence[_Chosen], organization: Organization, packs: Collection[str]
) -> Iterator[str]:
    """Those in which every alert of the digest is complete; the first always is."""
    for code in organization.languages:
        if code in packs and not any(one.campaign.missing(code) for one in chosen):
            yield code


def _in_language(
    code: str,
    chosen: Sequence[_Chosen],
    organization: Organization,
    pack: LanguagePack,
    languages: tuple[str, ...],
    id: str,
) -> Campaign:
    asks = []
    for campaign, ask, name in chosen:
        said = {one.id: one for one in campaign.in_language(code).asks}
        asks.append(said[ask.id].model_copy(update={"id": name}))
    subject = pack.say("digest.subject")
    return Campaign(
        id=id,
        language=code,
        languages=languages,
        level=chosen[0].campaign.level,
        subject=subject,
        headline=subject,
        body=pack.say("digest.body"),
        signature=organization.in_language(code).short_name,
        asks=tuple(asks),
    )
