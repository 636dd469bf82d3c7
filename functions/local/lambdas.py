"""Calls the real handlers as Lambda's event sources do: from queues in batches, and each minute."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from functions.local.clock import Clock
from functions.local.embedded import next_message
from functions.local.fragments import Source

_RECEIVE = 10  # ReceiveMessage's maximum, SQS API reference
Handler = Callable[[Mapping[str, Any], Any], Any]


@dataclass(frozen=True, slots=True)
class Context:
    """What a handler may ask about its invocation; times are virtual, so no time passes inside."""

    function_name: str
    aws_request_id: str
    timeout: int

    def get_remaining_time_in_millis(self) -> int:
        """Give the whole time-out: the virtual clock stands still during an invocation."""
        return self.timeout * 1000


@dataclass(frozen=True, slots=True)
class Failure:
    """A handler that raised; Lambda would log it and let its messages come back."""

    function: str
    error: Exception


def imported(source: Source) -> Handler:
    """Import the handler by the name `serverless.yml` has for it."""
    found: Handler = getattr(importlib.import_module(source.module), source.function)
    return found


class Invoker:
    """Calls handlers and keeps their failures.

    Each invocation moves the clock on by `seconds`: about what one takes on AWS.
    """

    def __init__(
        self,
        clock: Clock,
        *,
        handler_of: Callable[[Source], Handler] = imported,
        seconds: float = 0.05,
    ) -> None:
        self.clock, self.failures = clock, list[Failure]()
        self._handler_of, self._seconds, self._count = handler_of, seconds, 0

    def invoke(self, source: Source, event: Mapping[str, Any]) -> tuple[bool, Any]:
        """Call the function: whether it returned, and what."""
        self._count += 1
        context = Context(source.module, f"local-{self._count:06}", source.timeout)
        try:
            return True, self._handler_of(source)(event, context)
        except Exception as error:  # whatever it is, Lambda goes on, and so does the laptop
            self.failures.append(Failure(source.module, error))
            return False, None
        finally:
            self.clock.advance(self._seconds)

    def tick(self, source: Source) -> bool:
        """Call a function that runs each minute, with EventBridge's event.

        It puts messages on a queue at their tenths of a second, while others take them off.
        """
        at = self.clock.now.isoformat(timespec="seconds").replace("+00:00", "Z")
        event = {"source": "aws.events", "detail-type": "Scheduled Event", "time": at, "detail": {}}
        with self.clock.aside():
            returned, _ = self.invoke(source, event)
        self.clock.advance(self._seconds)
        return returned


class Poller:
    """One event source mapping: receives from a queue, invokes, deletes what succeeded.

    What failed is left alone: it comes back after its visibility time-out, and goes to the dead
    letters after `maxReceiveCount` tries, both by SQS itself.
    """

    def __init__(self, source: Source, url: str, sqs: Any, invoker: Invoker) -> None:
        self._source, self._url, self._sqs, self._invoker = source, url, sqs, invoker
        self._arn = f"arn:aws:sqs:us-east-2:123456789012:{source.queue}"
        self._gathering: datetime | None = None

    def poll(self) -> bool:
        """Invoke the function once if messages wait; whether it was invoked."""
        if not self._ready():
            return False
        records = self._receive()
        if not records:
            return False
        returned, answer = self._invoker.invoke(self._source, {"Records": records})
        if returned:
            self._delete(records, _failed(answer, records))
        return True

    def due(self) -> datetime | None:
        """When it is worth polling again; None while the queue is empty."""
        message = next_message([self._url])
        if message is None or self._gathering is None:
            return message
        return max(message, self._gathering + timedelta(seconds=self._source.window))

    def _ready(self) -> bool:
        """Wait the batching window from the first message on, as Lambda does."""
        if not self._source.window:
            return True
        now = self._invoker.clock.now
        if self._gathering is None:
            name = "ApproximateNumberOfMessages"
            waiting = self._sqs.get_queue_attributes(QueueUrl=self._url, AttributeNames=[name])
            if int(waiting["Attributes"][name]):
                self._gathering = now
            return False
        if now < self._gathering + timedelta(seconds=self._source.window):
            return False
        self._gathering = None
        return True

    def _receive(self) -> list[dict[str, Any]]:
        records: list[dict[str, Any]] = []
        while (room := self._source.batch_size - len(records)) > 0:
            answer = self._sqs.receive_message(
                QueueUrl=self._url,
                MaxNumberOfMessages=min(room, _RECEIVE),
                WaitTimeSeconds=0,
                AttributeNames=["All"],
            )
            messages = answer.get("Messages", [])
            if not messages:
                break
            records += [self._record(message) for message in messages]
        return records

    def _record(self, message: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "messageId": message["MessageId"],
            "receiptHandle": message["ReceiptHandle"],
            "body": message["Body"],
            "attributes": message.get("Attributes", {}),
            "messageAttributes": {},
            "md5OfBody": message["MD5OfBody"],
            "eventSource": "aws:sqs",
            "eventSourceARN": self._arn,
            "awsRegion": "us-east-2",
        }

    def _delete(self, records: Sequence[Mapping[str, Any]], failed: frozenset[str]) -> None:
        done = [record for record in records if record["messageId"] not in failed]
        for start in range(0, len(done), _RECEIVE):
            entries = [
                {"Id": str(at), "ReceiptHandle": record["receiptHandle"]}
                for at, record in enumerate(done[start : start + _RECEIVE])
            ]
            self._sqs.delete_message_batch(QueueUrl=self._url, Entries=entries)


def _failed(answer: Any, records: Sequence[Mapping[str, Any]]) -> frozenset[str]:
    """Read ReportBatchItemFailures; an answer Lambda cannot read fails the whole batch."""
    everything = frozenset(str(record["messageId"]) for record in records)
    if answer is None or answer == {}:
        return frozenset()
    try:
        failed = frozenset(item["itemIdentifier"] for item in answer["batchItemFailures"] or ())
    except (KeyError, TypeError):
        return everything
    return failed if failed <= everything else everything
