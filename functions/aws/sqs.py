"""SQS: messages are hints that may vanish or repeat; the ledger is the truth."""

from __future__ import annotations

import json
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, get_args

from functions.alerts.errors import NeverRetry, TryLater
from functions.aws.errors import translated

if TYPE_CHECKING:
    from types_boto3_sqs import SQSClient
    from types_boto3_sqs.type_defs import SendMessageBatchRequestEntryTypeDef

    _Entries = list[SendMessageBatchRequestEntryTypeDef]

# SendMessageBatch's maxima, SQS API reference: entries, and bytes of all their bodies together.
_BATCH, _BYTES = 10, 1_048_576
_TRIES = 3  # for entries that SQS could not take; the waits sum up to 0.7 s
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
        """Enqueue all, ten a request. What SQS could not take is put again; then TryLater.

        Putting them all again is harmless. NeverRetry for an entry that SQS refuses as it is.

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

    def _put(self, entries: Iterable[SendMessageBatchRequestEntryTypeDef]) -> None:
        for chunk in _chunks(entries):
            left = self._take(chunk)
            for attempt in range(_TRIES):
                if not left:
                    break
                self._wait(0.1 * 2**attempt)
                left = self._take(left)
            if left:
                raise TryLater(f"SQS did not take {len(left)} of its messages.")

    def _take(self, entries: _Entries) -> _Entries:
        """One request; the entries that SQS could not take, by no fault of theirs."""
        with translated("enqueue messages"):
            answer = self._client.send_message_batch(QueueUrl=self._url, Entries=entries)
        failed = {one["Id"]: one for one in answer.get("Failed", [])}
        for one in failed.values():
            if one["SenderFault"]:
                raise NeverRetry(f"SQS refused a message: {one['Code']}.")
        return [entry for entry in entries if entry["Id"] in failed]

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


def _chunks(entries: Iterable[SendMessageBatchRequestEntryTypeDef]) -> Iterator[_Entries]:
    """As many as fit into each request."""
    chunk: _Entries = []
    size = 0
    for entry in entries:
        length = len(entry["MessageBody"].encode())
        if chunk and (len(chunk) == _BATCH or size + length > _BYTES):
            yield chunk
            chunk, size = [], 0
        chunk.append(entry)
        size += length
    if chunk:
        yield chunk


def _object(body: str) -> Mapping[str, Any]:
    try:
        content = json.loads(body)
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}
