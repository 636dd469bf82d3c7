"""Each function gets by with the settings it is given, on the real adapters."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time, timedelta

import boto3
import pytest

from functions.alerts.sends.published import Source
from functions.alerts.sends.recurrence import Every, Recurrence, digest_message
from functions.alerts.sends.send import Send
from functions.freeze_audience import freeze_audience
from functions.make_digest import make_digest
from functions.pace_sends import pace_sends
from functions.record_event import record_event
from functions.send_batch import send_batch
from functions.send_letters import send_letters
from functions.services.launch import launch
from functions.services.organization import publish_organization
from functions.settings import Settings, read_settings
from functions.settle_sends import draw_receipt, settle_sends
from functions.start_send import start_send
from functions.supporter_web import supporter_web
from functions.wiring import World
from tests.aws.tables import make_bucket, make_table
from tests.cli.conftest import Verified
from tests.compiled import AWARD as FILE
from tests.compiled import loaded
from tests.fakes import KEYS, FakeMailer, FakeQueue
from tests.sending import HEARING, REVISION, TOPIC, people, person, plenty
from tests.ses_events import queue_body, sqs_event
from tests.web.served import event as request
from tests.written import AWARD, ORGANIZATION

NAMES = {
    "SUPPORTERS_TABLE": "supporters",
    "LEDGER_TABLE": "ledger",
    "DATA_BUCKET": "data",
    "CONTROL_QUEUE_URL": "control",
    "FREEZE_QUEUE_URL": "freeze",
    "BATCH_QUEUE_URL": "batch",
    "BATCH_DEAD_LETTERS_URL": "batch-dead",
    "EVENT_QUEUE_URL": "event",
    "EVENT_DEAD_LETTERS_URL": "event-dead",
    "LETTER_QUEUE_URL": "letter",
    "LETTERS_PER_DAY": "100",
    "CONFIGURATION_SET": "alerts",
    "TOKEN_KEYS": KEYS,
    "FILED_KEYS": KEYS,
    "PEOPLE_KEYS": KEYS,
    "ALARM_TOPIC_ARN": "arn:aws:sns:us-east-2:123456789012:alarms",
}
OPERATOR = Settings(
    supporters_table="supporters",
    ledger_table="ledger",
    data_bucket="data",
    control_queue_url="control",
)


class Deployed:
    """A world per function, each with that function's settings only; queues and SES in memory."""

    def __init__(self) -> None:
        self.mailer = FakeMailer()
        names = ("control_queue", "freeze_queue", "batch_queue", "event_queue", "letter_queue")
        dead = ("batch_dead_letters", "event_dead_letters")
        self.queues = {name: FakeQueue() for name in (*names, *dead)}
        self.operator = self._world(OPERATOR)

    def world(self, function: str) -> World:
        return self._world(read_settings(function, NAMES))

    def drain(self, queue: str, function: str, work: Callable[..., object], *more: object) -> None:
        for message in self.queues[f"{queue}_queue"].take():
            work(message, self.world(function), *more)

    def _world(self, settings: Settings) -> World:
        world = World(settings, now=lambda: HEARING)
        for name, queue in self.queues.items():
            if getattr(settings, f"{name}_url"):
                setattr(world, name, queue)
        world.mailer = self.mailer
        return world


@pytest.fixture
def deployed(aws: None, session: boto3.Session) -> Deployed:
    make_table(session, "supporters", pk="shard", sk="id")
    make_table(session, "ledger", pk="pk", sk="sk")
    make_bucket(session, "data")
    deployed = Deployed()
    for supporter in [*people(20), person(21, "unsubscribed")]:
        deployed.operator.supporters.put(supporter)
    return deployed


def sent(deployed: Deployed) -> Send:
    """A send through every function up to the calls."""
    send = launch(REVISION, TOPIC, deployed.operator)
    deployed.drain("control", "start_send", start_send)
    deployed.drain("freeze", "freeze_audience", freeze_audience)
    for _ in range(2):
        pace_sends(deployed.world("pace_sends"))
    deployed.drain("batch", "send_batch", send_batch, plenty)
    return send


def test_a_send_goes_through_every_function(deployed: Deployed) -> None:
    send = sent(deployed)
    event = sqs_event(queue_body("complaint", deployed.mailer.calls[0][0]))
    assert record_event(event, deployed.world("record_event")) == {"batchItemFailures": []}
    settle_sends(deployed.world("settle_sends"))
    receipt = draw_receipt(send.id, deployed.operator)
    assert (receipt.state, receipt.targeted, receipt.submitted) == ("done", 21, 20)
    assert (receipt.complained, receipt.skipped) == (1, {"unsubscribed": 1})


def test_a_digest_is_launched_with_what_its_function_is_given(deployed: Deployed) -> None:
    operator, due = deployed.operator, HEARING - timedelta(days=1)
    source = Source(campaign="award", text=AWARD, organization=ORGANIZATION, at=due)
    operator.published.put("award", source)
    every = Every(days=(0,), at=time(20), zone="UTC")
    made = Recurrence(id="every-1", every=every, segment=TOPIC, created=due)
    operator.digests.recurrences.create(made)
    world = deployed.world("make_digest")
    world.now, world.identities = lambda: due, Verified()
    make_digest(digest_message(made, due.isoformat()), world)
    (send,) = operator.ledger.active_sends()
    assert (send.kind, operator.store.revision(send.digest).campaign) == ("digest", send.campaign)
    assert len(deployed.queues["control_queue"].messages) == 1


def posted(deployed: Deployed, where: str, body: bytes) -> int:
    """A form that somebody sends off, answered by its function; its HTTP status."""
    form = {"content-type": "application/x-www-form-urlencoded"}
    sent = request("POST", where, headers=form, body=body)
    return int(supporter_web(sent, deployed.world("supporter_web"))["statusCode"])


def test_somebody_joins_through_both_functions(deployed: Deployed) -> None:
    publish_organization(loaded(FILE).organization, deployed.operator)
    assert posted(deployed, "/join/daca", b"email=maria%40people.example") == 200
    deployed.drain("letter", "send_letters", send_letters)
    letter = deployed.mailer.requests[-1]["Content"]["Simple"]["Body"]["Text"]["Data"]
    link = "/c/" + letter.partition("/c/")[2].partition("?")[0]
    assert posted(deployed, link, b"confirm=yes") == 200
    [maria] = deployed.operator.supporters.find("maria@people.example")
    assert maria.status == "subscribed" and maria.topics == {"daca"}
