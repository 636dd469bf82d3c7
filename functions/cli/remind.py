"""`alerts remind`: the alert again before a deadline, to those who did not tell they filed."""

from __future__ import annotations

import difflib
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from functions.alerts.errors import Mistake, StateError
from functions.cli import output
from functions.cli.arguments import CampaignFile
from functions.cli.launching import (
    Launch,
    NeedsRelease,
    Reason,
    Urgent,
    Yes,
    check_urgent,
    read_revision,
)
from functions.cli.offering import offer
from functions.cli.stack import Stage, deployed

if TYPE_CHECKING:
    from functions.alerts.content.ask import Ask
    from functions.alerts.content.campaign import Campaign
    from functions.alerts.mail.edition import Revision
    from functions.alerts.outcomes.reminder import Reminder
    from functions.alerts.sends.send import Send
    from functions.campaign_files import Loaded
    from functions.wiring import World


def remind(
    campaign: CampaignFile,
    of: Annotated[str, typer.Option(metavar="SEND", help="The send to remind of; it is over.")],
    ask: Annotated[str, typer.Option(metavar="ID", help="The ask, e.g. sb-35.")],
    before: Annotated[
        str, typer.Option(metavar="TIME", help="How long before its deadline: 24h, 90m.")
    ] = "24h",
    urgent: Urgent = False,
    reason: Reason = "",
    needs_release: NeedsRelease = False,
    yes: Yes = False,
    stage: Stage = "",
) -> None:
    """Remind of an ask those who got a send and did not press “I filed it”, before it closes."""
    check_urgent(urgent, reason)
    lead = _lead(before)
    loaded, now = read_revision(campaign)
    world = deployed(stage)
    original = _original(of, now.campaign, world)
    if now.digest != original.digest:
        output.say("[yellow]note[/]  The file has changed: the reminder mails it as it was then.")
    revision = world.store.revision(original.digest)
    planned = _planned(original, loaded, revision, ask, lead, world)
    launch = Launch(
        revision=revision,
        segment=planned.segment,
        starts=planned.starts,
        scheduled=planned.starts > world.now(),
        zone=ZoneInfo(loaded.organization.time_zone),
        kind="reminder",
        of=planned.of,
        ask=planned.ask,
        urgent=urgent,
        reason=reason,
        needs_release=needs_release,
    )
    offer(launch, world, yes=yes)


def _planned(
    original: Send, loaded: Loaded, revision: Revision, ask: str, lead: timedelta, world: World
) -> Reminder:
    from functions.alerts.content.posting import posting_for
    from functions.alerts.outcomes.reminder import plan_reminder
    from functions.alerts.sends.planned import PlannedReminder
    from functions.services.receipts import manifests_of
    from functions.services.reminders import family_of, last_mail

    wanted = _ask(ask, loaded.campaign)
    if wanted.closes is None:
        raise StateError(f"{ask} has no deadline.", remedy="Send the alert again as a new one.")
    planned = PlannedReminder(
        ask=ask,
        at=max(world.now(), wanted.closes - lead),
        closes=wanted.closes,
        posting=posting_for(wanted, ZoneInfo(loaded.organization.time_zone)),
    )
    last = last_mail(original, manifests_of(original, world) or (), world)
    return plan_reminder(original, family_of(original, world), revision, planned, last_mail=last)


def _lead(before: str) -> timedelta:
    from functions.alerts.content.reminding import read_lead

    try:
        return read_lead(before)
    except Mistake as mistake:
        raise typer.BadParameter(
            f"{mistake.found} {mistake.remedy}", param_hint="--before"
        ) from mistake


def _original(of: str, campaign: str, world: World) -> Send:
    original = world.ledger.read_send(of)
    if original is None:
        raise StateError(f"There is no send {of}.", remedy="`alerts status` lists them.")
    if original.campaign != campaign:
        raise StateError(
            f"Send {of} is one of {original.campaign}.", remedy="Name that campaign's file."
        )
    return original


def _ask(name: str, campaign: Campaign) -> Ask:
    asks = {ask.id: ask for ask in campaign.asks}
    if name not in asks:
        near = difflib.get_close_matches(name, asks, 1) or list(asks)
        raise StateError(f"The alert has no ask {name}.", remedy=f"There is {', '.join(near)}.")
    return asks[name]
