"""SQS: messages are hints that may vanish or repeat; the ledger is the truth."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
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
    """One queue, by its URL."""

    def __init__(self, client: SQSClient, url: str) -> None:
        self._client, self._url = client, url

    def put(self, messages: Sequence[Mapping[str, Any]], delays: Sequence[int] = ()) -> None:
        """Enqueue all. TryLater if SQS took only some: putting them all again is harmless."""
        waits = delays or [0] * len(messages)
        entries: list[SendMessageBatchRequestEntryTypeDef] = [
            {"Id": str(n), "MessageBody": json.dumps(message), "DelaySeconds": delay}
            for n, (message, delay) in enumerate(zip(messages, waits, strict=True))
        ]
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
