"""DynamoDB's own ways: its items, and reading a query page by page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from functions.aws.errors import translated

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

Item = dict[str, Any]  # attribute → {"S": "text"} and the like, as the low-level client has it


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
