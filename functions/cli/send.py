"""`alerts publish`, `estimate`, `send`: an alert on its way to people."""

from __future__ import annotations

import json as jsons
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from functions.cli import output
from functions.cli.arguments import CampaignFile
from functions.cli.launching import (
    At,
    Corrects,
    NeedsRelease,
    Now,
    Reason,
    To,
    Urgent,
    Yes,
    Zone,
    check_urgent,
    read_launch,
    read_revision,
)
from functions.cli.offering import draw_plan, offer
from functions.cli.stack import Stage, deployed

if TYPE_CHECKING:
    from functions.alerts.sends.send import Doubt


def publish(campaign: CampaignFile, stage: Stage = "") -> None:
    """Store a campaign's mails as they are now: a revision, named by its content."""
    _, revision = read_revision(campaign)
    digest = deployed(stage).store.store_revision(revision)
    output.result(
        f"Published [bold]{output.plain(revision.campaign)}[/] as {digest}:"
        f" {len(revision.editions)} editions in {', '.join(revision.languages)}."
    )


def estimate(
    campaign: CampaignFile,
    to: To = "",
    at: At = "",
    zone: Zone = "",
    correction_of: Corrects = "",
    json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
    stage: Stage = "",
) -> None:
    """Say whom a send would reach, until when, at which price. Nothing is sent or stored."""
    from functions.alerts.planning.plan import refusals

    world = deployed(stage)
    plan = draw_plan(read_launch(campaign, to, at, zone, world, correction_of), world)
    if json:
        typer.echo(jsons.dumps(plan.estimate.to_data(), ensure_ascii=False, indent=2))
    else:
        for line in plan.estimate.lines():
            output.result(output.plain(line))
    for reason, remedy in refusals(plan):
        output.say(f"[yellow]would be refused[/]  {output.plain(f'{reason} {remedy}')}")


def send(
    campaign: CampaignFile,
    to: To = "",
    at: At = "",
    now: Now = False,
    zone: Zone = "",
    urgent: Urgent = False,
    reason: Reason = "",
    needs_release: NeedsRelease = False,
    doubt: Annotated[
        str,
        typer.Option(metavar="settle|keep", help="keep: never mail anybody in doubt again."),
    ] = "settle",
    correction_of: Corrects = "",
    yes: Yes = False,
    stage: Stage = "",
) -> None:
    """Send an alert, at a time or --now: shows the estimate and asks."""
    if bool(at) == now:
        raise typer.BadParameter("Say when: a time, or --now.", param_hint="--at")
    check_urgent(urgent, reason)
    if doubt not in {"settle", "keep"}:
        raise typer.BadParameter(f"{doubt!r} is neither settle nor keep.", param_hint="--doubt")
    keep: Doubt = "keep" if doubt == "keep" else "settle"
    world = deployed(stage)
    launch = read_launch(campaign, to, at, zone, world, correction_of)
    launch = replace(launch, urgent=urgent, reason=reason, needs_release=needs_release, doubt=keep)
    offer(launch, world, yes=yes)
