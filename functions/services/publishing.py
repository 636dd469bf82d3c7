"""Publishing: a campaign's text and its organization's are stored, and read again for digests.

checked files ─► Source ─► `published/`; what is public of it ─► Shelf: campaigns, organization
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from functions.alerts.content.campaign import Campaign, parse_campaign
from functions.alerts.content.organization import Organization, parse_organization
from functions.alerts.errors import InputError, NeverRetry, StateError
from functions.alerts.languages.words import load_packs
from functions.alerts.sends.published import Source
from functions.services.embargo import have_made
from functions.wiring import World

if TYPE_CHECKING:
    from functions.campaign_files import Loaded


ORGANIZATION = "organization"  # its name where it is kept by itself


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
    """Take a campaign back: no page and no digest made from now on has it.

    The organization stays known: the pages of everything else, or of nothing, are its own. Raises
    StateError if it is not there.
    """
    names = world.published.names()
    if campaign not in names:
        near = difflib.get_close_matches(campaign, names, 1)
        raise StateError(
            f"“{campaign}” is not published.",
            remedy=f"Did you mean {near[0]}?" if near else "There is nothing to do.",
        )
    _keep_organization(campaign, world)
    world.published.delete(campaign)
    have_made(world)


def _keep_organization(campaign: str, world: World) -> None:
    """Store what it came with, unless one that is newer is kept already."""
    try:
        gone, kept = (
            world.published.get(campaign),
            world.public_site.organizations.get(ORGANIZATION),
        )
    except NeverRetry:  # what cannot be read may be withdrawn all the same
        return
    if gone and gone.at <= world.now() and (kept is None or kept.at < gone.at):
        world.public_site.organizations.put(
            ORGANIZATION, replace(gone, campaign=ORGANIZATION, text="")
        )


def read_shelf(world: World, *, frame: Source | None = None) -> Shelf:
    """Read everything that is public by now, and the frame. InputError if the frame is broken."""
    broken: list[str] = []
    found = [_read(name, world, broken) for name in world.published.names()]
    public = [one for one in found if one and one.at <= world.now()]
    sources = sorted(public, key=lambda one: one.at, reverse=True)
    parsed = [(source, _parsed(source)) for source in sources]
    return Shelf(
        campaigns=tuple(campaign for _, campaign in parsed if campaign),
        organization=newest([*filter(None, [frame]), *sources]),
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


def newest(sources: Iterable[Source]) -> Organization | None:
    """The organization that was published last, of those that can be read."""
    newest_first = sorted(sources, key=lambda one: one.at, reverse=True)
    return next(_organizations(newest_first), None)


def _organizations(sources: Iterable[Source]) -> Iterator[Organization]:
    for source in sources:
        try:
            yield _organization(source)
        except InputError:
            continue


def _organization(source: Source) -> Organization:
    return _read_organization(source.organization)


@lru_cache(maxsize=8)
def _read_organization(text: str) -> Organization:
    """Most campaigns come with the same one, and reading it takes longer than reading them."""
    return parse_organization(text.encode(), "organization.yaml")
