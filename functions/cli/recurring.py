"""`alerts send --every`: a digest of open asks again and again; what recurs, and its end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from functions.alerts.errors import Finding, Mistake, StateError
from functions.cli import output
from functions.cli.launching import (
    Launch,
    compile_loaded,
    read_segment,
    read_zone_option,
    wrong_usage,
)
from functions.cli.offering import acknowledge, draw_plan, refuse_plan

if TYPE_CHECKING:
    from functions.alerts.editions.digest import Digest
    from functions.alerts.sends.published import Source
    from functions.alerts.sends.recurrence import Every, Recurrence
    from functions.alerts.sends.segment import Segment
    from functions.services.publishing import Shelf
    from functions.wiring import World

EveryOption = Annotated[
    str,
    typer.Option(
        "--every",
        metavar="DAYS TIME",
        help='Again and again, a digest of all published asks that are open then: "monday 09:00",'
        ' "monday,thursday 5:30 PM", "daily 9am". CAMPAIGN, if there is one, frames them.',
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What was asked for on the command line."""

    campaign: Path | None
    every: str
    to: str = ""
    zone: str = ""
    needs_release: bool = False


def offer_recurring(wanted: Wanted, world: World, *, yes: bool, despite: bool = False) -> None:
    """Show what the first digest would be, ask unless `yes`, and set it up; its id is the result.

    Warnings about its frame are asked about apart, unless `despite` says that they are known. Ends
    with exit code 1, and nothing set up, where something speaks against it or the person says no.
    """
    from functions.services import recurring

    frame, topic = _read_frame(wanted.campaign, world)
    shelf = _shelf(world, frame)
    every = _read_every(wanted, shelf, world)
    segment = read_segment(wanted.to, topic)
    recurring.refuse_double(every, segment, world)
    launch = _first(every, segment, shelf, world)
    plan = draw_plan(launch, world)
    refuse_plan(plan)
    acknowledge(_noticed(wanted.campaign, world), ask=not yes, despite=despite)
    output.say(f"A digest {every.words()}. The first, as things stand:")
    for line in plan.estimate.lines():
        output.say(output.plain(line))
    if wanted.needs_release:
        output.say("Each waits for a second person: `alerts release`.")
    if not yes and not typer.confirm("Send it every time?", err=True):
        output.refuse("Nothing was set up.")
    made = recurring.set_up(
        every,
        segment,
        world,
        frame=frame,
        author=world.caller.name(),
        needs_release=wanted.needs_release,
    )
    output.say(
        f"The first goes out {plan.estimate.moment(launch.starts)}. `alerts cancel` ends it."
    )
    output.result(made.id)


def listed(world: World) -> Iterator[str]:
    """What recurs, as `alerts status` tells it."""
    for one in world.digests.recurrences.all():
        if one.state == "active":
            yield from told(one, world)


def told(recurrence: Recurrence, world: World) -> Iterator[str]:
    """One recurring digest in words: when, to whom, when next."""
    from functions.alerts.content.deadline import written

    yield f"{recurrence.id}  a digest {recurrence.every.words()}"
    yield f"    To {recurrence.segment.sentence()}."
    if recurrence.state != "active":
        yield "    It is over."
        return
    next_time = recurrence.every.next(world.now())
    yield f"    Next: {written(next_time)} {next_time.tzname()}."
    if recurrence.needs_release:
        yield "    A second person has to let each go: `alerts release`."


def told_with_audit(recurrence_id: str, world: World) -> Iterator[str]:
    """All about one: also who set it up."""
    from functions.services import recurring

    yield from told(recurring.needed(recurrence_id, world), world)
    yield from (entry.line() for entry in world.ledger.audit(recurrence_id))


def _read_frame(campaign: Path | None, world: World) -> tuple[Source | None, str | None]:
    """The campaign file as it would be stored, and its topic; its mails are tried first."""
    from functions.campaign_files import load
    from functions.services.publishing import source_of

    if campaign is None:
        return None, None
    loaded = load(campaign)
    compile_loaded(loaded)
    source = source_of(loaded, at=world.now(), by=world.caller.name())
    return source, loaded.campaign.topic


def _noticed(campaign: Path | None, world: World) -> tuple[Finding, ...]:
    """What is to be said about the frame, shown; InputError if any of it stops the digest."""
    from functions.campaign_files import load
    from functions.checked_files import examine_launch

    if campaign is None:
        return ()
    findings = examine_launch(load(campaign), at=world.now())
    output.show_findings(findings)
    return findings


def _shelf(world: World, frame: Source | None) -> Shelf:
    from functions.services.publishing import read_shelf

    shelf = read_shelf(world, frame=frame)
    for name in shelf.broken:
        output.say(f"[yellow]note[/]  “{output.plain(name)}” cannot be read: publish it again.")
    if not shelf.campaigns:
        raise StateError(
            "Nothing is published: a digest would be empty.",
            remedy="`alerts publish FILE` first. Nothing was set up.",
        )
    return shelf


def _read_every(wanted: Wanted, shelf: Shelf, world: World) -> Every:
    from functions.alerts.planning.written_every import parse_every

    home = shelf.organization.time_zone if shelf.organization else "UTC"
    try:
        return parse_every(wanted.every, read_zone_option(wanted.zone or home), world.now())
    except Mistake as mistake:
        raise wrong_usage(mistake, "--every") from mistake


def _first(every: Every, segment: Segment, shelf: Shelf, world: World) -> Launch:
    """The first occurrence, with what is published now."""
    from functions.alerts.sends.recurrence import occurrence_id, recurrence_id
    from functions.make_digest import digest_of, revision_of

    starts = every.next(world.now())
    send = occurrence_id(recurrence_id(every, segment), starts)
    digest = digest_of(shelf, send, starts)
    _note(digest)
    return Launch(
        revision=revision_of(digest, shelf),
        segment=segment,
        starts=starts,
        scheduled=True,
        zone=ZoneInfo(every.zone),
        kind="digest",
    )


def _note(digest: Digest) -> None:
    """What keeps a language back, and whose asks are missing."""
    for language, lacks in digest.campaign.lacking.items():
        if lacks:
            told = output.plain(f"“{language}” lacks {', '.join(lacks)}")
            output.say(f"[yellow]note[/]  {told}: its readers get the first language.")
    for name in digest.left_out:
        output.say(f"[yellow]note[/]  Asks of “{output.plain(name)}” are left out.")
