"""`alerts estimate`, `send`: an alert on its way to people, once or again and again."""

from __future__ import annotations

import json as jsons
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from functions.cli import output
from functions.cli.arguments import CampaignFile
from functions.cli.launching import (
    At,
    Corrected,
    Corrects,
    Despite,
    NeedsRelease,
    Now,
    Reason,
    To,
    Urgent,
    Yes,
    Zone,
    check_urgent,
    read_launch,
)
from functions.cli.offering import draw_plan, noticed, offer, told
from functions.cli.recurring import EveryOption, Wanted, offer_recurring
from functions.cli.stack import Stage, deployed

if TYPE_CHECKING:
    from functions.alerts.sends.send import Doubt


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
    launch = read_launch(campaign, to, at, zone, world, correction_of)
    plan = draw_plan(launch, world)
    noticed(launch, plan, world)
    if json:
        reminders = [reminder.to_data() for reminder in launch.reminders]
        data = plan.estimate.to_data() | {"reminders": reminders}
        typer.echo(jsons.dumps(data, ensure_ascii=False, indent=2))
    else:
        for line in told(launch, plan):
            output.result(output.plain(line))
    for reason, remedy in refusals(plan):
        output.say(f"[yellow]would be refused[/]  {output.plain(f'{reason} {remedy}')}")


def send(
    campaign: Annotated[
        Path | None,
        typer.Argument(
            metavar="CAMPAIGN", help="A campaign file; with --every it may be left out."
        ),
    ] = None,
    to: To = "",
    at: At = "",
    now: Now = False,
    every: EveryOption = "",
    zone: Zone = "",
    urgent: Urgent = False,
    reason: Reason = "",
    needs_release: NeedsRelease = False,
    doubt: Annotated[
        str,
        typer.Option(metavar="settle|keep", help="keep: never mail anybody in doubt again."),
    ] = "settle",
    correction_of: Corrects = "",
    corrected: Corrected = False,
    yes: Yes = False,
    despite: Despite = False,
    stage: Stage = "",
) -> None:
    """Send an alert, at a time or --now, or a digest --every week: shows the estimate and asks."""
    if every:
        special = correction_of or corrected or urgent or reason or doubt != "settle"
        _refuse_beside_every(at or now, special)
        wanted = Wanted(
            campaign=campaign, every=every, to=to, zone=zone, needs_release=needs_release
        )
        offer_recurring(wanted, deployed(stage), yes=yes, despite=despite)
        return
    if campaign is None:
        raise typer.BadParameter("Name a campaign file.", param_hint="CAMPAIGN")
    if bool(at) == now:
        raise typer.BadParameter("Say when: a time, or --now.", param_hint="--at")
    check_urgent(urgent, reason)
    if doubt not in {"settle", "keep"}:
        raise typer.BadParameter(f"{doubt!r} is neither settle nor keep.", param_hint="--doubt")
    keep: Doubt = "keep" if doubt == "keep" else "settle"
    world = deployed(stage)
    launch = read_launch(campaign, to, at, zone, world, correction_of, corrected=corrected)
    launch = replace(launch, urgent=urgent, reason=reason, needs_release=needs_release, doubt=keep)
    offer(launch, world, yes=yes, despite=despite)


def _refuse_beside_every(once: object, special: object) -> None:
    """Wrong usage if something is said that a digest cannot be."""
    if once:
        raise typer.BadParameter("It is not for --at or --now too.", param_hint="--every")
    if special:
        raise typer.BadParameter(
            "A digest is no correction, is never urgent, and settles its doubts.",
            param_hint="--every",
        )
