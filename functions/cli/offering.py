"""From a launch to a send: it is thought through, shown, asked about, and only then queued."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from functions.alerts.errors import Finding, StateError
from functions.cli import output

if TYPE_CHECKING:
    from functions.alerts.planning.plan import Plan
    from functions.alerts.sends.send import Send
    from functions.cli.launching import Launch
    from functions.wiring import World


def draw_plan(launch: Launch, world: World) -> Plan:
    """Read the list and the account for it, with a progress bar."""
    from rich.progress import BarColumn, Progress, TextColumn

    from functions.alerts.languages.words import load_packs
    from functions.services.planning import plan_send, refuse_unknown_topics

    if len(launch.segment.topics) > 1 and launch.kind != "reminder":
        refuse_unknown_topics(launch.segment, world)  # a slip in one hides behind the others
    columns = (TextColumn("{task.description}"), BarColumn())
    console = output.console()
    quiet = not console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=quiet) as progress:
        task = progress.add_task("Reading the list", total=None)
        return plan_send(
            launch.revision,
            launch.segment,
            world,
            launch.starts,
            kind=launch.kind,
            of=launch.of,
            zone=launch.zone,
            names={code: pack.name for code, pack in load_packs().items()},
            progress=lambda done, total: progress.update(task, completed=done, total=total),
        )


def told(launch: Launch, plan: Plan) -> Iterator[str]:
    """The estimate in words, and the reminders that will follow."""
    from functions.alerts.planning.to_follow import lines

    yield from plan.estimate.lines()
    yield from lines(launch.reminders, launch.starts, plan.estimate.moment)


def offer(launch: Launch, world: World, *, yes: bool, despite: bool = False) -> None:
    """Show findings and estimate, ask unless `yes`, and queue the send; its id is the result.

    Warnings are asked about apart, unless `despite` says that they are known. Ends with exit code
    1, and nothing queued, where something speaks against it or the person says no.
    """
    plan = draw_plan(launch, world)
    refuse_plan(plan)
    acknowledge(noticed(launch, plan, world), ask=not yes, despite=despite)
    for line in told(launch, plan):
        output.say(output.plain(line))
    if launch.needs_release:
        output.say("It waits for a second person: `alerts release`.")
    if not yes and not typer.confirm("Send it?", err=True):
        output.refuse("Nothing was queued.")
    send = _queued(launch, plan, world)
    when = plan.estimate.moment(send.starts) if launch.scheduled else "now"
    output.say(f"It starts {when}. `alerts status {send.id}` tells how it goes.")
    output.result(send.id)


def noticed(launch: Launch, plan: Plan, world: World) -> tuple[Finding, ...]:
    """What is to be said about the files, shown; InputError if any of it stops the send."""
    from functions.checked_files import examine_launch

    if launch.loaded is None:
        return ()
    estimate = plan.estimate
    findings = examine_launch(
        launch.loaded, at=world.now(), starts=estimate.starts, ends=estimate.ends
    )
    output.show_findings(findings)
    return findings


def acknowledge(findings: tuple[Finding, ...], *, ask: bool, despite: bool) -> None:
    """Go on past warnings if a person says so; StateError where none can be asked."""
    warnings = [finding for finding in findings if finding.level == "warning"]
    if not warnings or despite:
        return
    if not ask:
        raise StateError(
            f"Nobody has acknowledged {output.counted(warnings)}.",
            remedy="Mend what they say, or add --despite-warnings. Nothing was done.",
        )
    if not typer.confirm(f"Go on despite {output.counted(warnings)}?", err=True):
        output.refuse("Nothing was done.")


def refuse_plan(plan: Plan) -> None:
    """Say everything that speaks against it; StateError with the last of that, if anything does."""
    from functions.alerts.planning.plan import refusals

    reasons = refusals(plan)
    for reason, remedy in reasons[:-1]:
        output.say(f"[bold red]no[/]  {output.plain(f'{reason} {remedy}')}")
    if reasons:
        raise StateError(reasons[-1].reason, remedy=f"{reasons[-1].remedy} Nothing was queued.")


def _queued(launch: Launch, plan: Plan, world: World) -> Send:
    with _published(launch, world):
        return _launched(launch, plan, world)


@contextmanager
def _published(launch: Launch, world: World) -> Iterator[None]:
    """Have the alert public by the first mail; if there is no send after all, it is not."""
    from functions.services.embargo import follow_launch, public_at
    from functions.services.organization import publish_organization
    from functions.services.publishing import source_of
    from functions.services.showing import show

    if launch.loaded is None:
        yield
        return
    publish_organization(launch.loaded.organization, world)
    campaign, digest = launch.revision.campaign, launch.revision.digest
    at = public_at(campaign, launch.starts, world, released=not launch.needs_release)
    by = world.caller.name()
    world.store.store_revision(launch.revision)  # which the source names
    known, source = (
        world.published.get(campaign),
        source_of(launch.loaded, at=at, by=by, revision=digest),
    )
    public = known is not None and known.at <= at and at <= world.now()
    show(launch.loaded, source, world)
    try:
        yield
    finally:  # also where nobody knows whether it was launched: the ledger does
        follow_launch(source, world, public=public)


def _launched(launch: Launch, plan: Plan, world: World) -> Send:
    from functions.services.launch import launch as launch_send

    return launch_send(
        launch.revision,
        launch.segment,
        world,
        launch.starts if launch.scheduled else None,  # a person may have thought for long
        author=world.caller.name(),
        urgent=launch.urgent,
        why=launch.reason,
        needs_release=launch.needs_release,
        doubt=launch.doubt,
        kind=launch.kind,
        of=launch.of,
        ask=launch.ask,
        reminders=launch.reminders,
        expected=plan.estimate.recipients,
    )
