"""Publishing: a campaign's text and its organization's are stored, and read again for digests.

checked files ─► Source ─► `published/`; all of `published/` ─► Shelf: campaigns, organization
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from functions.alerts.content.campaign import Campaign, parse_campaign
from functions.alerts.content.organization import Organization, parse_organization
from functions.alerts.errors import InputError, NeverRetry, StateError
from functions.alerts.languages.words import load_packs
from functions.alerts.sends.published import Source
from functions.wiring import World

if TYPE_CHECKING:
    from functions.campaign_files import Loaded


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """What is published, the newest first.

    `organization` is the newest one that any of it, or the frame, came with. `broken` are the ids
    of campaigns that cannot be read any more.
    """

    campaigns: tuple[Campaign, ...]
    organization: Organization | None
    frame: Campaign | None = None
    broken: tuple[str, ...] = ()


def source_of(loaded: Loaded, *, at: datetime, by: str, revision: str = "") -> Source:
    """A campaign file as it was read and checked."""
    return Source(
        campaign=loaded.campaign.id,
        text=loaded.text,
        organization=loaded.organization_text,
        at=at,
        by=by,
        revision=revision,
    )


def withdraw(campaign: str, world: World) -> None:
    """Take a campaign back: no digest made from now on has it. StateError if it is not there."""
    names = world.published.names()
    if campaign not in names:
        near = difflib.get_close_matches(campaign, names, 1)
        raise StateError(
            f"“{campaign}” is not published.",
            remedy=f"Did you mean {near[0]}?" if near else "There is nothing to do.",
        )
    world.published.delete(campaign)


def read_shelf(world: World, *, frame: Source | None = None) -> Shelf:
    """Read everything published, and the frame. Raises InputError if the frame is broken."""
    broken: list[str] = []
    found = [_read(name, world, broken) for name in world.published.names()]
    sources = sorted(filter(None, found), key=lambda one: one.at, reverse=True)
    parsed = [(source, _parsed(source)) for source in sources]
    return Shelf(
        campaigns=tuple(campaign for _, campaign in parsed if campaign),
        organization=_newest([*filter(None, [frame]), *sources]),
        frame=parse(frame) if frame else None,
        broken=(*broken, *(source.campaign for source, campaign in parsed if campaign is None)),
    )


def parse(source: Source) -> Campaign:
    """The campaign, with its own organization. Raises InputError with what is wrong by now."""
    organization = _organization(source)
    file = f"{source.campaign}.yaml"
    return parse_campaign(source.text.encode(), file, organization, packs=load_packs()).campaign


def _read(name: str, world: World, broken: list[str]) -> Source | None:
    """It, unless it was withdrawn in this moment; what cannot be read joins the `broken`."""
    try:
        source = world.published.get(name)
    except NeverRetry:
        broken.append(name)
        return None
    if source and source.campaign != name:
        broken.append(name)
        return None
    return source


def _parsed(source: Source) -> Campaign | None:
    try:
        return parse(source)
    except InputError:
        return None


def _newest(sources: Iterable[Source]) -> Organization | None:
    newest_first = sorted(sources, key=lambda one: one.at, reverse=True)
    return next(_organizations(newest_first), None)


def _organizations(sources: Iterable[Source]) -> Iterator[Organization]:
    for source in sources:
        try:
            yield _organization(source)
        except InputError:
            continue


def _organization(source: Source) -> Organization:
    return parse_organization(source.organization.encode(), "organization.yaml")
