"""SQS: messages are hints that may vanish or repeat; the ledger is the truth."""

from __future__ import annotations

import json
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, get_args

from functions.alerts.errors import TryLater
from functions.aws.errors import translated

if TYPE_CHECKING:
    from types_boto3_sqs import SQSClient
    from types_boto3_sqs.type_defs import SendMessageBatchRequestEntryTypeDef

_BATCH = 10  # SendMessageBatch's maximum, SQS API reference
_Count = Literal[
    "ApproximateNumberOfMessages",
    "ApproximateNumberOfMessagesDelayed",
    "ApproximateNumberOfMessagesNotVisible",
]
_COUNTS: tuple[_Count, ...] = get_args(_Count)


class SqsQueue:
    """One queue, by its URL. `wait` sleeps for some seconds, `ticks` counts them."""

    def __init__(
        self,
        client: SQSClient,
        url: str,
        wait: Callable[[float], None] = time.sleep,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client, self._url, self._wait, self._ticks = client, url, wait, ticks

    def put(self, messages: Sequence[Mapping[str, Any]], delays: Sequence[float] = ()) -> None:
        """Enqueue all. TryLater if SQS took only some: putting them all again is harmless.

        DelaySeconds is a whole number, so the tenths of a second come from when a message is put:
        ten batches that were due in one second would else become visible at once.
        """
        waits = delays or [0] * len(messages)
        tenths: dict[int, list[SendMessageBatchRequestEntryTypeDef]] = defaultdict(list)
        for n, (message, delay) in enumerate(zip(messages, waits, strict=True)):
            whole, tenth = divmod(round(delay * 10), 10)
            body = json.dumps(message)
            tenths[tenth].append({"Id": str(n), "MessageBody": body, "DelaySeconds": whole})
        begun = self._ticks()
        for tenth, entries in sorted(tenths.items()):
            if tenth:
                self._wait(max(0.0, tenth / 10 - (self._ticks() - begun)))
            self._put(entries)

    def _put(self, entries: list[SendMessageBatchRequestEntryTypeDef]) -> None:
        for start in range(0, len(entries), _BATCH):
            with translated("enqueue messages"):
                answer = self._client.send_message_batch(
                    QueueUrl=self._url, Entries=entries[start : start + _BATCH]
                )
            if answer.get("Failed"):
                raise TryLater(f"SQS refused {len(answer['Failed'])} of its messages.")

    def is_empty(self) -> bool:
        """Whether SQS counts nothing in it; the counts lag by up to a minute."""
        with translated("count a queue"):
            answer = self._client.get_queue_attributes(QueueUrl=self._url, AttributeNames=_COUNTS)
        return not any(int(answer["Attributes"][name]) for name in _COUNTS)

    def waiting(self) -> int:
        """SQS's own count of visible messages, which lags by up to a minute."""
        with translated("count a queue"):
            answer = self._client.get_queue_attributes(
                QueueUrl=self._url, AttributeNames=["ApproximateNumberOfMessages"]
            )
        return int(answer["Attributes"]["ApproximateNumberOfMessages"])

    def peek(self) -> list[Mapping[str, Any]]:
        """Receive up to ten and leave them visible; a short poll may see fewer than there are."""
        with translated("look into a queue"):
            answer = self._client.receive_message(
                QueueUrl=self._url, MaxNumberOfMessages=_BATCH, VisibilityTimeout=0
            )
        return [_object(message["Body"]) for message in answer.get("Messages", [])]


def _object(body: str) -> Mapping[str, Any]:
    try:
        content = json.loads(body)
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}
