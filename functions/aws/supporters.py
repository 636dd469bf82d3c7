"""The supporters table: the only place with addresses. pk `shard` ("00" to "3f"), sk `id`."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from botocore.exceptions import ClientError

from functions.alerts.errors import TryLater
from functions.alerts.outcomes.delivery import SOFT_DAYS
from functions.alerts.outcomes.left import GIVES_WAY, Leaving
from functions.alerts.sends.send import SHARDS, shard_of
from functions.alerts.sends.supporter import Supporter
from functions.aws.dynamodb import Identity, Item, pages
from functions.aws.errors import code, translated

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

VERSION = 1  # of an item; one without it is of the first release
_FEW = 50  # in one shard: fewer say little about the others
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
# A third of an item is address and names, and reading it would be a third of the freeze's time.
_FROZEN = ("id", "topics", *(n for n in _TEXTS if n not in {"email", "first_name", "last_name"}))


class DynamoSupporters:
    """`ports.SupporterList` over DynamoDB. `wait` sleeps for some seconds, `ticks` counts them."""

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
            for item in self._batch([_key(one) for one in ids[start : start + _KEYS]]):
                supporter = _supporter(item)
                found[supporter.id] = supporter
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
        return map(_supporter, items)

    def put(self, supporter: Supporter) -> None:
        """Write the whole item."""
        with translated("store a supporter"):
            self._client.put_item(TableName=self._table, Item=_item(supporter))

    def suppress(self, supporter_id: str, status: Leaving) -> bool:
        """Write on condition that the supporter exists and has a status that gives way."""
        giving = {f":{one}": {"S": one} for one in sorted(GIVES_WAY[status])}
        return self._update(
            "suppress a supporter",
            supporter_id,
            UpdateExpression="SET #status = :status",
            ConditionExpression=f"#status IN ({', '.join(giving)})",
            ExpressionAttributeNames={"#status": "status"},
            ExpressionAttributeValues={":status": {"S": status}, **giving},
        )

    def remove(self, supporter_id: str) -> bool:
        """Delete the item."""
        with translated("remove a supporter"):
            answer = self._client.delete_item(
                TableName=self._table, Key=_key(supporter_id), ReturnValues="ALL_OLD"
            )
        return bool(answer.get("Attributes"))

    def choose(
        self, supporter_id: str, *, topics: frozenset[str] | None, language: str | None
    ) -> None:
        """Write on condition that the supporter exists."""
        values: Item = {}
        if topics:
            values["topics"] = {"SS": sorted(topics)}
        if language:
            values["language"] = {"S": language}
        if values:
            self._update(
                "store a choice",
                supporter_id,
                UpdateExpression="SET " + ", ".join(f"#{name} = :{name}" for name in values),
                ConditionExpression="attribute_exists(id)",
                ExpressionAttributeNames={f"#{name}": name for name in values},
                ExpressionAttributeValues={f":{name}": value for name, value in values.items()},
            )

    def _update(self, doing: str, supporter_id: str, **asked: Any) -> bool:
        """Update on a condition; whether it held."""
        with translated(doing):
            try:
                self._client.update_item(TableName=self._table, Key=_key(supporter_id), **asked)
            except ClientError as error:
                if code(error) != "ConditionalCheckFailedException":
                    raise
                return False
        return True

    def soft_bounce(self, supporter_id: str, send_id: str, day: str) -> int:
        """Add `<day>#<send>` to a set; what is older than `SOFT_DAYS` is taken out again."""
        with translated("note a soft bounce"):
            try:
                answer = self._client.update_item(
                    TableName=self._table,
                    Key=_key(supporter_id),
                    UpdateExpression="ADD soft :new",
                    ConditionExpression="attribute_exists(id)",
                    ExpressionAttributeValues={":new": {"SS": [f"{day}#{send_id}"]}},
                    ReturnValues="ALL_NEW",
                )
            except ClientError as error:
                if code(error) != "ConditionalCheckFailedException":
                    raise
                return 0
        noted = set(answer["Attributes"]["soft"]["SS"])
        old = {one for one in noted if _is_old(one, day)}
        if old:
            self._forget(supporter_id, old)
        return len({one.partition("#")[2] for one in noted - old})

    def find(self, email: str) -> list[Supporter]:
        """Read shard after shard: who asks is one person a day, and an index costs every import."""
        wanted = email.strip().casefold()
        found = [
            item["id"]["S"]
            for number in range(SHARDS)
            for item in self._shard(f"{number:02x}", "id, email")
            if wanted and item.get("email", {"S": ""})["S"].casefold() == wanted
        ]
        return list(self.read(found).values())

    def table_id(self) -> str:
        """Described at most once a minute."""
        return self._identity.read()

    def size(self) -> int:
        """The table's own count; DynamoDB makes it every six hours, so one shard is counted too.

        Ids are random: a shard has its share of everybody, within a few per cent where there are
        many. Where there are few, one more or fewer makes no difference to who asks.
        """
        with translated("count the supporters"):
            answer = self._client.describe_table(TableName=self._table)
        shard = sum(1 for _ in self._shard("00", "id"))
        return max(answer["Table"].get("ItemCount", 0), SHARDS * shard if shard > _FEW else 0)

    def _shard(self, shard: str, attributes: str) -> Iterator[Item]:
        return pages(
            self._client,
            f"look through shard {shard}",
            TableName=self._table,
            KeyConditionExpression="shard = :shard",
            ExpressionAttributeValues={":shard": {"S": shard}},
            ProjectionExpression=attributes,
        )

    def _forget(self, supporter_id: str, old: set[str]) -> None:
        with translated("forget old soft bounces"):
            self._client.update_item(
                TableName=self._table,
                Key=_key(supporter_id),
                UpdateExpression="DELETE soft :old",
                ExpressionAttributeValues={":old": {"SS": sorted(old)}},
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


def _is_old(noted: str, day: str) -> bool:
    """Whether a soft bounce (`<ISO date>#<send>`) is too long before `day` to count."""
    return (date.fromisoformat(day) - date.fromisoformat(noted.partition("#")[0])).days > SOFT_DAYS


def _key(supporter_id: str) -> Item:
    return {"shard": {"S": shard_of(supporter_id)}, "id": {"S": supporter_id}}


def _item(supporter: Supporter) -> Item:
    """Empty values are left out: they cost reads."""
    texts = {name: {"S": getattr(supporter, name)} for name in _TEXTS if getattr(supporter, name)}
    topics = {"topics": {"SS": sorted(supporter.topics)}} if supporter.topics else {}
    return _key(supporter.id) | {"v": {"N": str(VERSION)}} | texts | topics


def _supporter(item: Item) -> Supporter:
    texts = {"email": ""} | {name: item[name]["S"] for name in _TEXTS if name in item}
    topics = frozenset(item["topics"]["SS"]) if "topics" in item else frozenset()
    return Supporter(id=item["id"]["S"], topics=topics, **texts)
