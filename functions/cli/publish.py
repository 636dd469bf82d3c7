"""`alerts publish`: an alert's text is stored for digests and pages; or taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from functions.cli import output
from functions.cli.arguments import CampaignFile
from functions.cli.launching import Corrected, Despite, compare, compile_loaded
from functions.cli.offering import acknowledge
from functions.cli.stack import Stage, deployed

if TYPE_CHECKING:
    from functions.campaign_files import Loaded
    from functions.wiring import World


def publish(
    campaign: CampaignFile,
    withdraw: Annotated[
        bool, typer.Option("--withdraw", help="Take it back; sends that are launched go on.")
    ] = False,
    corrected: Corrected = False,
    despite: Despite = False,
    stage: Stage = "",
) -> None:
    """Publish an alert or a card: it stands on the public pages and in recurring digests."""
    from functions.campaign_files import load
    from functions.checked_files import examine_launch
    from functions.services import publishing

    if withdraw:
        publishing.withdraw(campaign.stem, deployed(stage))
        output.result(
            f"Withdrew [bold]{output.plain(campaign.stem)}[/]: no new digest has it, and its pages"
            " are gone within three minutes."
        )
        return
    loaded, world = load(campaign), deployed(stage)
    if not corrected:
        compare(loaded, campaign, world)
    findings = examine_launch(loaded, at=world.now())
    output.show_findings(findings)
    acknowledge(findings, ask=True, despite=despite)
    output.result(_published(loaded, world))


def _published(loaded: Loaded, world: World) -> str:
    """Store revision and source; what was done, in words. The revision first: it may be refused."""
    from functions.services import publishing, showing
    from functions.services.organization import publish_organization

    id = loaded.campaign.id
    revision = compile_loaded(loaded) if loaded.campaign.mailable else None
    digest = world.store.store_revision(revision) if revision else ""
    source = publishing.source_of(loaded, at=world.now(), by=world.caller.name(), revision=digest)
    publish_organization(loaded.organization, world)
    showing.show(loaded, source, world)
    what = (
        f"as {digest}: {len(revision.editions)} editions in {', '.join(revision.languages)}."
        if revision
        else "as a card: it cannot be mailed by itself."
    )
    pages = "Its pages stand within three minutes:"
    where = output.plain(f"{loaded.organization.site}/a/{id}/{loaded.campaign.language}")
    return f"Published [bold]{output.plain(id)}[/] {what}\n{pages} {where}"
