"""The supporters table: the only place with addresses. pk `shard` ("00" to "3f"), sk `id`."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, cast

from botocore.exceptions import ClientError

from functions.alerts.errors import TryLater
from functions.alerts.send import shard_of
from functions.alerts.supporter import Status, Supporter
from functions.aws.dynamodb import Item, pages
from functions.aws.errors import code, translated

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

_KEYS = 100  # BatchGetItem's maximum, DynamoDB API reference
_TRIES = 5  # for keys DynamoDB left unprocessed; the waits sum up to 0.75 s
_TEXTS = (
    "email",
    "status",
    "language",
    "first_name",
    "last_name",
    "zip",
    "district",
    "source",
    "joined",
)


class DynamoSupporters:
    """`ports.SupporterList` over DynamoDB. `wait` sleeps for some seconds."""

    def __init__(
        self, client: DynamoDBClient, table: str, wait: Callable[[float], None] = time.sleep
    ) -> None:
        self._client, self._table, self._wait = client, table, wait

    def read(self, ids: Sequence[str]) -> Mapping[str, Supporter]:
        """Read consistently, unprocessed keys again; TryLater if some stay unread."""
        found: dict[str, Supporter] = {}
        for start in range(0, len(ids), _KEYS):
            for item in self._batch([_key(one) for one in ids[start : start + _KEYS]]):
                supporter = _supporter(item)
                found[supporter.id] = supporter
        return found

    def in_shard(self, shard: str) -> Iterator[Supporter]:
        """Query the shard; eventually consistent is enough: status is read again before a call."""
        items = pages(
            self._client,
            f"read supporters of shard {shard}",
            TableName=self._table,
            KeyConditionExpression="shard = :shard",
            ExpressionAttributeValues={":shard": {"S": shard}},
        )
        return map(_supporter, items)

    def put(self, supporter: Supporter) -> None:
        """Write the whole item."""
        with translated("store a supporter"):
            self._client.put_item(TableName=self._table, Item=_item(supporter))

    def suppress(self, supporter_id: str, status: Status) -> bool:
        """Write on condition that the supporter exists and is subscribed."""
        with translated("suppress a supporter"):
            try:
                self._client.update_item(
                    TableName=self._table,
                    Key=_key(supporter_id),
                    UpdateExpression="SET #status = :status",
                    ConditionExpression="#status = :subscribed",
                    ExpressionAttributeNames={"#status": "status"},
                    ExpressionAttributeValues={
                        ":status": {"S": status},
                        ":subscribed": {"S": "subscribed"},
                    },
                )
            except ClientError as error:
                if code(error) != "ConditionalCheckFailedException":
                    raise
                return False
        return True

    def size(self) -> int:
        """Ask for the table's own count."""
        with translated("count the supporters"):
            answer = self._client.describe_table(TableName=self._table)
        return answer["Table"].get("ItemCount", 0)

    def _batch(self, keys: list[Item]) -> Iterator[Item]:
        for attempt in range(_TRIES):
            with translated("read supporters"):
                answer = self._client.batch_get_item(
                    RequestItems={self._table: {"Keys": keys, "ConsistentRead": True}}
                )
            yield from answer["Responses"].get(self._table, [])
            left = answer["UnprocessedKeys"].get(self._table)
            if not left:
                return
            keys = cast(list[Item], left["Keys"])
            self._wait(0.05 * 2**attempt)
        raise TryLater(f"DynamoDB left {len(keys)} supporters unread after {_TRIES} tries.")


def _key(supporter_id: str) -> Item:
    return {"shard": {"S": shard_of(supporter_id)}, "id": {"S": supporter_id}}


def _item(supporter: Supporter) -> Item:
    """Empty values are left out: they cost reads."""
    texts = {name: {"S": getattr(supporter, name)} for name in _TEXTS if getattr(supporter, name)}
    topics = {"topics": {"SS": sorted(supporter.topics)}} if supporter.topics else {}
    return _key(supporter.id) | texts | topics


def _supporter(item: Item) -> Supporter:
    texts = {name: item[name]["S"] for name in _TEXTS if name in item}
    topics = frozenset(item["topics"]["SS"]) if "topics" in item else frozenset()
    return Supporter(id=item["id"]["S"], topics=topics, **texts)
