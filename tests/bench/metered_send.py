"""A small send over embedded AWS, function by function, every call booked to who makes it."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from functions import wiring
from functions.alerts.sends.batch import SUBMITTED
from functions.freeze_audience import freeze_audience
from functions.local.cloud import Cloud, open_cloud
from functions.local.fragments import read_sources
from functions.pace_sends import pace_sends
from functions.queued import Message
from functions.record_event import record_event
from functions.send_batch import send_batch
from functions.services.launch import launch
from functions.settle_sends import settle_sends
from functions.start_send import start_send
from functions.wiring import World
from tests.bench.metering import Meter
from tests.sending import REVISION, TOPIC, person

SAMPLE = 300  # recipients
START = datetime(2018, 4, 9, 14, tzinfo=UTC)
_RECEIVE = 10  # messages of a ReceiveMessage, SQS's maximum: what Lambda's pollers ask for
_TICKS = 8  # at most: a minute is enough for the sample

Record = Mapping[str, Any]


@dataclass(frozen=True)
class Measured:
    """The bills, and what the sample had: `settled` batches were there at the tick of settling."""

    meter: Meter
    batches: int
    settled: int
    events: int
    ticks: int


def measure(rate: float) -> Measured:
    """Send to the sample at `rate` messages a second."""
    meter = Meter()
    logging.disable()
    with meter.installed(), open_cloud(START, lambda mail: None, rate=rate) as cloud:
        measured = _Sending(cloud, meter).run()
    logging.disable(logging.NOTSET)
    return measured


class _Sending:
    def __init__(self, cloud: Cloud, meter: Meter) -> None:
        self._cloud, self._meter, self._world = cloud, meter, wiring.world("bench")
        self._limits = {source.queue: source.batch_size for source in read_sources()}
        self._batches = self._settled = 0
        cloud.ses.identities.add(REVISION.sender.address.rpartition("@")[2])
        for number in range(1, SAMPLE + 1):
            somebody = replace(person(number), last_name="O’Neil", zip="60618", source="march")
            self._world.supporters.put(replace(somebody, joined="2017-03-21"))

    def run(self) -> Measured:
        """Launch, freeze, send, record, settle."""
        send = launch(REVISION, TOPIC, self._world)
        self._serve("ControlQueue", "", start_send)
        self._serve("FreezeQueue", "", freeze_audience)
        ticks = 0
        while self._submitted(send.id) < SAMPLE and ticks < _TICKS:
            with self._meter.running("pace_sends"):
                pace_sends(self._world)
            ticks += 1
            for _ in range(60):
                self._serve("BatchQueue", "poller of batches", _mailed)
                self._cloud.clock.advance(1.0)
        events = self._events()
        with self._meter.running("settle_sends, the end"):
            settle_sends(self._world)
        done = self._world.ledger.read_send(send.id)
        assert done is not None and done.state == "done", "The sample was not sent."
        return Measured(self._meter, self._batches, self._settled, events, ticks)

    def _submitted(self, send_id: str) -> int:
        batches = self._world.ledger.batches(send_id, 0)
        return sum(len(batch.where(SUBMITTED)) for _, batch in batches)

    def _serve(self, queue: str, poller: str, handle: Callable[[Message, World], object]) -> None:
        for records in self._received(queue, poller):
            with self._meter.running("send_batch" if handle is _mailed else handle.__name__):
                for record in records:
                    handle(json.loads(record["body"]), self._world)
            if handle is _mailed:
                self._batches += len(records)
                self._settle_once()

    def _settle_once(self) -> None:
        """One tick in the middle of the send."""
        if not self._settled:
            self._settled = self._batches
            with self._meter.running("settle_sends"):
                settle_sends(self._world)

    def _received(self, queue: str, poller: str) -> Iterator[Sequence[Record]]:
        """As Lambda's poller: what is there, up to an invocation's worth; deleted afterwards."""
        sqs, url = self._cloud.aws.client("sqs"), self._cloud.stack.names[queue]
        while True:
            records: list[Record] = []
            with self._meter.running(poller):
                while room := self._limits[queue] - len(records):
                    most = min(room, _RECEIVE)
                    found = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=most)
                    if "Messages" not in found:
                        break
                    records += [
                        {"messageId": m["MessageId"], "body": m["Body"], "key": m["ReceiptHandle"]}
                        for m in found["Messages"]
                    ]
            if not records:
                return
            yield records
            with self._meter.running(poller):
                for start in range(0, len(records), _RECEIVE):
                    chosen = enumerate(records[start : start + _RECEIVE])
                    entries = [{"Id": str(n), "ReceiptHandle": r["key"]} for n, r in chosen]
                    sqs.delete_message_batch(QueueUrl=url, Entries=entries)

    def _events(self) -> int:
        """Publish what SES tells, one message each, and have it recorded."""
        self._cloud.clock.advance(3600.0)
        due = list(self._cloud.events.due(self._cloud.clock.now))
        sns, limit = self._cloud.aws.client("sns"), self._limits["EventQueue"]
        for start in range(0, len(due), limit):
            for event, topic in due[start : start + limit]:
                text = json.dumps(event)
                with self._meter.running("SES to SNS"):
                    sns.publish(TopicArn=topic, Message=text)
            for records in self._received("EventQueue", "poller of events"):
                with self._meter.running("record_event"):
                    record_event({"Records": records}, self._world)
        return len(due)


def _mailed(message: Message, world: World) -> None:
    send_batch(message, world, lambda: 60.0)
