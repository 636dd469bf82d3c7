"""Putting an alert on the public site, and taking it off: what the command line does for it.

pictures ─► the site bucket; source ─► what is published; its deadlines ─► schedules; page queue
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import quote

from functions.alerts.content.campaign import Campaign
from functions.alerts.content.organization import Organization
from functions.alerts.sends.published import Source
from functions.alerts.site.files import File, kind_of
from functions.alerts.site.ports import PAGES_MESSAGE
from functions.alerts.site.standing import closing
from functions.services.embargo import HELD
from functions.wiring import World

if TYPE_CHECKING:
    from functions.campaign_files import Loaded


def show(loaded: Loaded, source: Source, world: World) -> None:
    """Have the alert stand on the site from `source.at` on: now, or when its send starts.

    Pictures first and the word that there is something new last: what breaks off in between shows
    nothing half, and repeating it is harmless. If only the word gets lost, the next hour's run
    finds it.
    """
    replaced = [address for address, new in _upload(loaded, world) if new]
    world.published.put(source.campaign, source)
    now = world.now()
    for moment in sorted({source.at, *_closings(loaded.campaign)}):
        if now < moment < HELD:
            world.public_site.schedules.put(moment)
    world.page_queue.put([{**PAGES_MESSAGE, "pictures": replaced}])


def _upload(loaded: Loaded, world: World) -> Iterator[tuple[str, bool]]:
    """Put logo and pictures where mails and pages link to; whether one replaced another."""
    for file in sorted(set(_pictures(loaded.campaign, loaded.organization))):
        name = PurePosixPath(file).name
        body = Path(loaded.folder, file).read_bytes()
        replaced = world.public_site.pages.write_picture(
            f"images/{name}", File(body, kind_of(name))
        )
        yield f"/images/{quote(name)}", replaced


def _pictures(campaign: Campaign, organization: Organization) -> Iterator[str]:
    for one in (campaign, *campaign.translated.values()):
        if one.image:
            yield one.image.file
    for home in (organization, *organization.translated.values()):
        if home.logo:
            yield home.logo.file


def _closings(campaign: Campaign) -> Iterator[datetime]:
    yield from filter(None, map(closing, campaign.asks))
