"""Things that the tests of the send are made of: people, a revision, a send that is going on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from functions.alerts.mail.edition import Edition, Revision
from functions.alerts.sends.segment import Segment
from functions.alerts.sends.send import Send
from functions.alerts.sends.supporter import Status, Supporter
from functions.freeze_audience import freeze_audience
from functions.pace_sends import pace_sends
from functions.services.launch import launch
from functions.services.move_sends import begin
from functions.start_send import start_send
from tests.alerts.mailing import EDITION, SENDER
from tests.fakes import FakeWorld

HEARING = datetime(2018, 4, 10, 20, tzinfo=UTC)
LAST = datetime(2018, 4, 13, 20, tzinfo=UTC)
TOPIC = Segment(topics=frozenset({"welcoming"}))


def person(
    number: int,
    status: Status = "subscribed",
    language: str = "en",
    topics: tuple[str, ...] = ("welcoming",),
) -> Supporter:
    """Supporter `number`; the ids of neighbours lie in different shards."""
    return Supporter(
        id=f"{number % 256:02x}{number:030x}",
        email=f"p{number}@supporter.example",
        status=status,
        language=language,
        first_name=f"P{number}",
        topics=frozenset(topics),
    )


def people(count: int, language: str = "en") -> list[Supporter]:
    return [person(number, language=language) for number in range(1, count + 1)]


def edition(language: str, begins: datetime | None, ends: datetime | None) -> Edition:
    return replace(EDITION, language=language, begins=begins, ends=ends)


REVISION = Revision(
    campaign="welcoming-illinois-award",
    topic="welcoming",
    sender=SENDER,
    languages=("en", "es"),
    editions=tuple(
        edition(language, begins, ends)
        for language in ("en", "es")
        for begins, ends in [(None, HEARING), (HEARING, LAST), (LAST, None)]
    ),
    send_when_closed=False,
)


def launched(world: FakeWorld, *, urgent: bool = False, campaign: str = REVISION.campaign) -> Send:
    """A send that is scheduled."""
    return launch(replace(REVISION, campaign=campaign), TOPIC, world, urgent=urgent)


def frozen(world: FakeWorld, *, urgent: bool = False, campaign: str = REVISION.campaign) -> Send:
    """A send whose audience is frozen; nothing has been released."""
    send = launched(world, urgent=urgent, campaign=campaign)
    for message in world.control_queue.take():
        start_send(message, world)
    for message in world.freeze_queue.take():
        freeze_audience(message, world)
    begin(world.ledger.sends[send.id], world)
    return world.ledger.sends[send.id]


def released(world: FakeWorld) -> list[Mapping[str, Any]]:
    """The batch messages of the first minute of a frozen send."""
    frozen(world)
    pace_sends(world)
    return world.batch_queue.take()


def plenty() -> float:
    """Seconds left."""
    return 60.0
