"""A recurring digest is due: what is published becomes one campaign, which is launched as a send.

digest queue ─► what is published ─► open asks ─► editions ─► refusals, or a send of its own
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from functions import logs
from functions.alerts.editions.compile import compile_revision
from functions.alerts.editions.digest import Digest, NothingOpenError
from functions.alerts.editions.digest import make_digest as gather
from functions.alerts.errors import InputError, NeverRetry, StateError
from functions.alerts.languages.words import load_packs
from functions.alerts.mail.edition import Revision
from functions.alerts.planning.plan import refusals
from functions.alerts.sends.published import Source
from functions.alerts.sends.recurrence import Recurrence, occurrence_id
from functions.alerts.sends.send import GRACE
from functions.queued import Answer, Message, each, number_in, text_in
from functions.services.launch import launch
from functions.services.planning import plan_send
from functions.services.publishing import Shelf, read_shelf
from functions.wiring import World, world

# What is due later than this was not asked for by a schedule.
_EARLY = timedelta(minutes=1)
_NO_AUDIENCE = "Nobody on the list asked for what its --to names, or a send that it names is gone."


class _Due(NamedTuple):
    """An occurrence and the id of its send, the same one whenever and however often it fires."""

    recurrence: Recurrence
    at: datetime
    send: str


def handler(event: Mapping[str, Any], context: object) -> Answer:
    """Serve the digest queue."""
    here = world("make_digest")
    logs.configure(here.settings.log_level)
    return each(event, lambda message: make_digest(message, here))


def make_digest(message: Message, world: World) -> None:
    """Launch the digest of `{"v", "do": "digest", "recurrence", "gen", "at"}`, or do nothing.

    A schedule that was replaced or ended carries an old `gen`; one that fires twice for a time
    finds that time's send. Where nothing is open nothing is sent. What is refused, as a launch by
    hand would be, or comes later than its grace time, is told to everybody through the alarms.
    """
    due = _due(message, world)
    if due is None:
        return
    if world.now() > due.at + timedelta(seconds=GRACE):
        _tell(due, world, "It came too late to be sent by itself.")
        return
    try:
        shelf = read_shelf(world, frame=_frame(due, world))
        digest = digest_of(shelf, due.send, world.now())
        revision = revision_of(digest, shelf)
    except NothingOpenError:
        logs.event("digest_empty", recurrence=due.recurrence.id, send=due.send)
    except (InputError, StateError):
        _tell(due, world, "Its mail cannot be made: set it up again, which tells what is wrong.")
    else:
        _launch(due, digest, revision, world)
        _tell_missing(due, (*shelf.broken, *digest.left_out), world)


def digest_of(shelf: Shelf, send_id: str, at: datetime) -> Digest:
    """The digest of what is open at `at` (aware). Raises NothingOpenError, StateError."""
    if shelf.organization is None:
        raise NothingOpenError("Nothing is published.", remedy="`alerts publish` an alert first.")
    return gather(
        shelf.campaigns,
        shelf.organization,
        load_packs(),
        id=f"digest-{send_id}",
        at=at.astimezone(ZoneInfo(shelf.organization.time_zone)),
        frame=shelf.frame,
    )


def revision_of(digest: Digest, shelf: Shelf) -> Revision:
    """The digest's mails. Raises InputError or StateError if SES would not take them."""
    if shelf.organization is None:
        raise ValueError("A digest has the organization of the shelf it was made from.")
    return compile_revision(digest.campaign, shelf.organization, load_packs()).revision


def _due(message: Message, world: World) -> _Due | None:
    """The occurrence that the message is about; None if there is nothing to do for it."""
    if message.get("do") != "digest":
        raise NeverRetry("The message asks for something make_digest cannot do.")
    id, gen, at = text_in(message, "recurrence"), number_in(message, "gen"), _moment(message)
    if at > world.now() + _EARLY:
        raise NeverRetry(f"The digest {id} is not due yet.")
    recurrence = world.digests.recurrences.read(id)
    if recurrence is None:  # nobody finished setting it up, or the ledger came from a backup
        logs.trouble("digest_unknown", recurrence=id)
        return None
    if (recurrence.state, recurrence.gen) != ("active", gen):
        logs.event("digest_void", recurrence=id)
        return None
    due = _Due(recurrence, at, occurrence_id(id, at))
    if world.ledger.read_send(due.send) is not None:
        logs.event("digest_repeated", recurrence=id, send=due.send)
        return None
    return due


def _moment(message: Message) -> datetime:
    try:
        at = datetime.fromisoformat(text_in(message, "at"))
    except ValueError as error:
        raise NeverRetry("The message has no time under at.") from error
    if at.tzinfo is None:
        raise NeverRetry("The time under at has no zone.")
    return at


def _frame(due: _Due, world: World) -> Source | None:
    """The campaign around the asks, if it was set up with one."""
    name = due.recurrence.frame
    if not name:
        return None
    try:
        found = world.digests.frames.get(name)
    except NeverRetry:
        found = None
    if found is None:
        raise StateError("The frame is not stored any more.", remedy="Set it up again.")
    return found


def _launch(due: _Due, digest: Digest, revision: Revision, world: World) -> None:
    recurrence = due.recurrence
    try:
        plan = plan_send(
            revision,
            recurrence.segment,
            world,
            world.now(),
            kind="digest",
            zone=ZoneInfo(recurrence.every.zone),
            names={code: pack.name for code, pack in load_packs().items()},
        )
    except StateError:  # its words may hold a topic, which no log and no alarm does
        _tell(due, world, _NO_AUDIENCE)
        return
    if against := refusals(plan):
        who = f" ({plan.estimate.sentence})"
        _tell(due, world, " ".join(f"{why.replace(who, '')} {remedy}" for why, remedy in against))
        return
    try:
        launch(
            revision,
            recurrence.segment,
            world,
            due.at,
            id=due.send,
            needs_release=recurrence.needs_release,
            why=f"recurring: {recurrence.id}",
            author=recurrence.author,
            kind="digest",
            expected=plan.estimate.recipients,
        )
    except StateError:  # it fired twice, and the other one was faster
        logs.event("digest_repeated", recurrence=recurrence.id, send=due.send)
    else:
        logs.event("digest_launched", recurrence=recurrence.id, send=due.send)


def _tell(due: _Due, world: World, why: str) -> None:
    """Nothing was sent: a person should know. Texts and segments stay out of the log."""
    id = due.recurrence.id
    logs.trouble("digest_not_sent", recurrence=id, send=due.send)
    world.alarms.tell(
        f"The recurring digest {id} was not sent",
        f"The digest of {due.at:%Y-%m-%d %H:%M} UTC was not sent. {why}\n"
        f"`alerts status` tells when the next one is due; `alerts cancel {id}` ends it.",
    )


def _tell_missing(due: _Due, campaigns: Sequence[str], world: World) -> None:
    """It was sent, and something published is not in it."""
    if not campaigns:
        return
    logs.trouble("digest_incomplete", recurrence=due.recurrence.id, campaigns=len(campaigns))
    world.alarms.tell(
        f"Something is missing in the recurring digest {due.recurrence.id}",
        f"Asks of these published alerts were left out: {', '.join(campaigns)}.\n"
        "They cannot be read any more, are not complete in the digest's first language, or found"
        " no room. `alerts check` and `alerts publish` them again, or `alerts publish --withdraw`.",
    )
