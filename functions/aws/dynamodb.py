"""DynamoDB's own ways: its items, and reading a query page by page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from functions.aws.errors import translated

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

Item = dict[str, Any]  # attribute → {"S": "text"} and the like, as the low-level client has it
_KNOWN = 60.0  # seconds that a table's id is taken for granted


class Identity:
    """Which table stands under a name: one restored from a backup has another id."""

    def __init__(self, client: DynamoDBClient, table: str, ticks: Callable[[], float]) -> None:
        self._client, self._table, self._ticks = client, table, ticks
        self._described: tuple[float, str] | None = None

    def read(self) -> str:
        """DescribeTable, at most once a minute: restoring under the same name takes longer."""
        now = self._ticks()
        if self._described is None or now - self._described[0] > _KNOWN:
            with translated(f"describe {self._table}"):
                found = self._client.describe_table(TableName=self._table)["Table"]
            made = found["CreationDateTime"].isoformat()  # stand-ins for DynamoDB have no TableId
            self._described = now, found.get("TableId", made)
        return self._described[1]


def pages(client: DynamoDBClient, doing: str, **query: Any) -> Iterator[Item]:
    """The items of a query; the next page is read when it is needed. `doing`: see `translated`."""
    start: Item = {}
    while True:
        more: Item = {"ExclusiveStartKey": start} if start else {}
        with translated(doing):
            answer = client.query(**query, **more)
        yield from answer["Items"]
        start = answer.get("LastEvaluatedKey", {})
        if not start:
            return
