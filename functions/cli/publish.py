"""`alerts publish`: an alert's text is stored for digests and pages; or taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from functions.cli import output
from functions.cli.arguments import CampaignFile
from functions.cli.launching import compile_loaded
from functions.cli.stack import Stage, deployed

if TYPE_CHECKING:
    from functions.campaign_files import Loaded
    from functions.wiring import World


def publish(
    campaign: CampaignFile,
    withdraw: Annotated[
        bool, typer.Option("--withdraw", help="Take it back; sends that are launched go on.")
    ] = False,
    stage: Stage = "",
) -> None:
    """Publish an alert or a card: its open asks stand in recurring digests from then on."""
    from functions.campaign_files import load
    from functions.services import publishing

    if withdraw:
        publishing.withdraw(campaign.stem, deployed(stage))
        output.result(f"Withdrew [bold]{output.plain(campaign.stem)}[/]: no new digest has it.")
        return
    loaded = load(campaign)
    output.result(_published(loaded, deployed(stage)))


def _published(loaded: Loaded, world: World) -> str:
    """Store revision and source; what was done, in words. The revision first: it may be refused."""
    from functions.services import publishing
    from functions.services.site import publish_site

    id = loaded.campaign.id
    revision = compile_loaded(loaded) if loaded.campaign.mailable else None
    digest = world.store.store_revision(revision) if revision else ""
    source = publishing.source_of(loaded, at=world.now(), by=world.caller.name(), revision=digest)
    world.published.put(id, source)
    publish_site(loaded.organization, world)
    what = (
        f"as {digest}: {len(revision.editions)} editions in {', '.join(revision.languages)}."
        if revision
        else "as a card: it cannot be mailed by itself."
    )
    return f"Published [bold]{output.plain(id)}[/] {what}"
