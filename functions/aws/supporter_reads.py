"""Looking things up in the supporters table; `supporters.py` changes it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, cast

from functions.alerts.errors import TryLater
from functions.alerts.sends.send import SHARDS
from functions.alerts.sends.supporter import Standing, Supporter
from functions.aws.dynamodb import Identity, Item, pages
from functions.aws.errors import translated
from functions.aws.supporter_items import TEXTS, is_mark, key_of, status_of, supporter_of

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

_FEW = 50  # in one shard: fewer say little about the others
_KEYS = 100  # BatchGetItem's maximum, DynamoDB API reference
_TRIES = 5  # for keys DynamoDB left unprocessed; the waits sum up to 0.75 s
# A third of an item is address and names, and reading it would be a third of the freeze's time.
_LATER = {"email", "first_name", "last_name", "agreed", "agreed_to"}
_FROZEN = ("id", "topics", *(name for name in TEXTS if name not in _LATER))


class SupporterReads:
    """The half of `ports.SupporterList` that changes nothing; what was erased is not in it.

    `wait` sleeps for some seconds, `ticks` counts them.
    """

    def __init__(
        self,
        client: DynamoDBClient,
        table: str,
        wait: Callable[[float], None] = time.sleep,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client, self._table, self._wait = client, table, wait
        self._identity = Identity(client, table, ticks)

    def read(self, ids: Sequence[str]) -> Mapping[str, Supporter]:
        """Read consistently, unprocessed keys again; TryLater if some stay unread."""
        found: dict[str, Supporter] = {}
        for start in range(0, len(ids), _KEYS):
            for item in self._batch([key_of(one) for one in ids[start : start + _KEYS]]):
                if not is_mark(item):
                    supporter = supporter_of(item)
                    found[supporter.id] = supporter
        return found

    def standing(self, ids: Sequence[str]) -> Mapping[str, Standing]:
        """Read consistently; TryLater if some stay unread."""
        found: dict[str, Standing] = {}
        for start in range(0, len(ids), _KEYS):
            for item in self._batch([key_of(one) for one in ids[start : start + _KEYS]]):
                found[item["id"]["S"]] = status_of(item)
        return found

    def in_shard(self, shard: str) -> Iterator[Supporter]:
        """Query the shard, without addresses and names: freezing decides by the rest.

        Eventually consistent is enough: status is read again before a call.
        """
        items = pages(
            self._client,
            f"read supporters of shard {shard}",
            TableName=self._table,
            KeyConditionExpression="shard = :shard",
            ExpressionAttributeValues={":shard": {"S": shard}},
            ProjectionExpression=",".join(f"#{name}" for name in _FROZEN),
            ExpressionAttributeNames={f"#{name}": name for name in _FROZEN},
        )
        return (supporter_of(item) for item in items if not is_mark(item))

    def find(self, email: str) -> list[Supporter]:
        """Read shard after shard: who asks is one person a day, and an index costs every import."""
        wanted = email.strip().casefold()
        found = [
            item["id"]["S"]
            for number in range(SHARDS)
            for item in self._shard(f"{number:02x}", "id, email, #status")
            if wanted and item.get("email", {"S": ""})["S"].casefold() == wanted
        ]
        return list(self.read(found).values())

    def table_id(self) -> str:
        """Described at most once a minute."""
        return self._identity.read()

    def size(self) -> int:
        """The table's own count; DynamoDB makes it every six hours, so one shard is counted too.

        Ids are hashes: a shard has its share of everybody, within a few per cent where there are
        many, and its share of marks. Where there are few, one more or fewer makes no difference.
        """
        with translated("count the supporters"):
            answer = self._client.describe_table(TableName=self._table)
        shard = [is_mark(item) for item in self._shard("00", "id, #status")]
        counted, there = answer["Table"].get("ItemCount", 0), len(shard)
        if there <= _FEW:
            return counted
        return max(counted, SHARDS * there) * shard.count(False) // there

    def _shard(self, shard: str, attributes: str) -> Iterator[Item]:
        return pages(
            self._client,
            f"look through shard {shard}",
            TableName=self._table,
            KeyConditionExpression="shard = :shard",
            ExpressionAttributeValues={":shard": {"S": shard}},
            ProjectionExpression=attributes,
            ExpressionAttributeNames={"#status": "status"},
        )

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
