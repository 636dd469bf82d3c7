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
from functions.alerts.errors import StateError
from functions.alerts.sends.published import Source
from functions.alerts.site.files import File, kind_of
from functions.alerts.site.ports import PAGES_MESSAGE, Picture
from functions.alerts.site.standing import closing
from functions.services.embargo import HELD, have_made
from functions.services.publishing import ORGANIZATION
from functions.wiring import World

if TYPE_CHECKING:
    from functions.campaign_files import Loaded


def show(loaded: Loaded, source: Source, world: World) -> None:
    """Have the alert stand on the site from `source.at` on: now, or when its send starts.

    Pictures first and the word that there is something new last: what breaks off in between shows
    nothing half, and repeating it is harmless. If only the word gets lost, the next hour's run
    finds it. Raises StateError where a picture would take the place of another alert's.
    """
    replaced = list(_upload(loaded, world))
    world.published.put(source.campaign, source)
    now = world.now()
    for moment in sorted({source.at, *_closings(loaded.campaign)}):
        if now < moment < HELD:
            world.public_site.schedules.put(moment)
    have_made(world, {**PAGES_MESSAGE, "pictures": replaced})


def _upload(loaded: Loaded, world: World) -> Iterator[str]:
    """Put logo and pictures where mails and pages link to; the addresses of replaced ones.

    Also of those that were replaced before: whoever did it may not have come to say so.
    """
    pages = world.public_site.pages
    for file, owner in sorted(_pictures(loaded.campaign, loaded.organization).items()):
        name = PurePosixPath(file).name
        key, new = f"images/{name}", File(Path(loaded.folder, file).read_bytes(), kind_of(name))
        known = pages.picture(key)
        if known is None or known.digest != new.digest:
            _refuse_anothers(name, known, owner)
            pages.write_picture(
                key, new, owner=known.owner if known else owner, replaced=bool(known)
            )
        if known and (known.replaced or known.digest != new.digest):
            yield f"/images/{quote(name)}"


def _refuse_anothers(name: str, known: Picture | None, owner: str) -> None:
    """Mails that are out show their picture by its name."""
    if known and known.owner not in ("", owner):
        raise StateError(
            f"{name} on the site is another picture, which came with {known.owner}: its mails and"
            " pages would show this one.",
            remedy="Give this one another name. If it shall be replaced there too, `alerts publish`"
            f" {'any alert' if known.owner == ORGANIZATION else known.owner} with it first.",
        )


def _pictures(campaign: Campaign, organization: Organization) -> dict[str, str]:
    """Each file and whose it is; the logo is everybody's."""
    alerts, homes = (
        (campaign, *campaign.translated.values()),
        (organization, *organization.translated.values()),
    )
    own = {one.image.file: campaign.id for one in alerts if one.image}
    return own | {home.logo.file: ORGANIZATION for home in homes if home.logo}


def _closings(campaign: Campaign) -> Iterator[datetime]:
    yield from filter(None, map(closing, campaign.asks))
