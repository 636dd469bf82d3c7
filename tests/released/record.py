"""Records what a release leaves behind in the middle of its work, for later ones to go on with.

Run it from the tree of that release: `python -m tests.released.record tests/released/v1`. It needs
nothing but what was released; what it wrote is never written again.

done: over, with its receipt. halfway: mails sent, a call whose record was lost, messages waiting.
freezing: ordered and not frozen. again: of the campaign that is done, its command on the queue.
links: tokens of a mail, with the keys that signed them.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from functions import wiring
from functions.alerts.mail.edition import Edition, Revision, Sender
from functions.alerts.mail.token import Purpose
from functions.alerts.sends.answer import Answer
from functions.alerts.sends.segment import Segment
from functions.freeze_audience import freeze_audience
from functions.local.cloud import Cloud, open_cloud
from functions.local.sample_supporters import sample_supporters
from functions.local.ses_message import Mail
from functions.pace_sends import pace_sends
from functions.queued import message_of
from functions.send_batch import send_batch
from functions.services.launch import launch
from functions.start_send import start_send

AS_OF = datetime(2018, 4, 9, 14, tzinfo=UTC)
RATE = 3  # messages a second: batches of three, so that few people fill several
PEOPLE = 16
QUEUES = ("ControlQueue", "FreezeQueue", "BatchQueue", "EventQueue")
SENDER = Sender(
    name="ICIRR",
    address="alerts@icirr.example",
    reply_to="alerts@icirr.example",
    list_id="alerts.icirr.example",
    site="https://alerts.icirr.example",
)
_EDITION = Edition(
    language="en",
    direction="ltr",
    begins=None,
    ends=None,
    open_asks=(),
    subject="We won",
    preheader="",
    html='<p>((first_name|friend)), we won. <a href="((unsubscribe_url))">Unsubscribe</a></p>',
    text="((first_name|friend)), we won.\n\n((unsubscribe_url))\n",
)
_ALL = lambda: 60.0  # noqa: E731 - seconds left of an invocation


class CrashError(Exception):
    """The end of a function between its call and its record."""


class _CrashingMailer:
    """Makes the call and does not live to tell."""

    def __init__(self, mailer: Any) -> None:
        self._mailer = mailer

    def submit_bulk(self, request: Mapping[str, Any]) -> Answer:
        self._mailer.submit_bulk(request)
        raise CrashError


def revision(campaign: str) -> Revision:
    """A small mail in two languages; one that has no deadline."""
    spanish = replace(_EDITION, language="es", subject="Ganamos")
    return Revision(
        campaign=campaign,
        topic="welcoming-illinois",
        sender=SENDER,
        languages=("en", "es"),
        editions=(_EDITION, spanish),
        send_when_closed=True,
    )


def record(folder: Path) -> None:
    """Do the work up to its middle and write everything that then exists into `folder`."""
    mails: list[Mail] = []
    with open_cloud(AS_OF, mails.append, rate=RATE) as cloud:
        world = wiring.world("record")
        for supporter in sample_supporters()[:PEOPLE]:
            world.supporters.put(supporter)
        sends = {"done": _launch("done", world)}
        cloud.run_until_idle()
        sends["halfway"] = _launch("halfway", world)
        _go_halfway(cloud, world)
        waiting = _messages(cloud, "BatchQueue")
        sends["freezing"] = _launch("freezing", world)
        for message in _messages(cloud, "ControlQueue"):
            start_send(_read(message), world)
        sends["again"] = _launch("done", world)
        cloud.clock.advance(5)
        cloud._publish()  # the events of the calls that were made
        written = {name: _messages(cloud, name) for name in QUEUES} | {"BatchQueue": waiting}
        _write(folder / "queues.json", written)
        _write(folder / "ledger.json", _items(cloud, "LedgerTable"))
        _write(folder / "supporters.json", _items(cloud, "SupportersTable"))
        _write_bucket(cloud, folder / "bucket")
        mailed = [[mail.sent.tags["ref"][0], *mail.sent.recipients] for mail in mails]
        told = {"now": cloud.clock.now.isoformat(), "sends": sends, "mailed": mailed}
        _write(folder / "moment.json", told)
        _write(folder / "links.json", _links(world))


def _links(world: wiring.World) -> dict[str, Any]:
    purposes: tuple[Purpose, ...] = ("unsubscribe", "preferences")
    someone = sample_supporters()[0].id
    tokens = {purpose: world.keyring.make(purpose, someone) for purpose in purposes}
    return {"keys": json.loads(world.settings.token_keys), "supporter": someone, "tokens": tokens}


def _launch(name: str, world: wiring.World) -> str:
    return launch(revision(name), Segment(topics=frozenset({"welcoming-illinois"})), world).id


def _go_halfway(cloud: Cloud, world: wiring.World) -> None:
    """One batch recorded, one called and not recorded, the others on the queue."""
    for message in _messages(cloud, "ControlQueue"):
        start_send(_read(message), world)
    for message in _messages(cloud, "FreezeQueue"):
        freeze_audience(_read(message), world)
    pace_sends(world)
    cloud.clock.advance(60)
    pace_sends(world)
    cloud.clock.advance(10)
    first, second, *rest = _messages(cloud, "BatchQueue")
    send_batch(_read(first), world, _ALL)
    cloud.clock.advance(10)
    mailer = world.mailer
    vars(world)["mailer"] = _CrashingMailer(mailer)
    try:
        send_batch(_read(second), world, _ALL)
    except CrashError:
        vars(world)["mailer"] = mailer
    sqs = cloud.aws.client("sqs")
    for body in rest:
        sqs.send_message(QueueUrl=cloud.stack.names["BatchQueue"], MessageBody=body)


def _messages(cloud: Cloud, queue: str) -> list[str]:
    """Take everything off a queue."""
    sqs, url = cloud.aws.client("sqs"), cloud.stack.names[queue]
    found: list[str] = []
    while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        for message in messages:
            found.append(message["Body"])
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return found


def _read(body: str) -> Mapping[str, Any]:
    return message_of({"body": body})


def _items(cloud: Cloud, table: str) -> list[Any]:
    items = cloud.aws.client("dynamodb").scan(TableName=cloud.stack.names[table])["Items"]
    return sorted(items, key=lambda item: json.dumps(item, sort_keys=True))


def _write_bucket(cloud: Cloud, folder: Path) -> None:
    s3, bucket = cloud.aws.client("s3"), cloud.stack.names["DataBucket"]
    for found in s3.list_objects_v2(Bucket=bucket)["Contents"]:
        path = folder / found["Key"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(s3.get_object(Bucket=bucket, Key=found["Key"])["Body"].read())


def _write(path: Path, content: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(content, indent=1, ensure_ascii=False, sort_keys=True, default=list)
    path.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    record(Path(sys.argv[1]))
