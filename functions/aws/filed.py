"""Who pressed "I filed it", in the ledger table: pk `filed#<posting>`, sk `<shard>#<mark>`.

A mark is a keyed hash: whoever reads the table learns how many filed, and nobody's name.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from functions.alerts.sends.filed import forgotten_at
from functions.aws.dynamodb import pages
from functions.aws.errors import translated

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

VERSION = 1


class DynamoFiled:
    """`ports.FiledMarks` over the ledger table."""

    def __init__(self, client: DynamoDBClient, table: str) -> None:
        self._client, self._table = client, table

    def add(self, posting: str, shard: str, mark: str) -> None:
        """Write the item; it replaces itself."""
        with translated("note that somebody filed"):
            self._client.put_item(
                TableName=self._table,
                Item={
                    "pk": {"S": f"filed#{posting}"},
                    "sk": {"S": f"{shard}#{mark}"},
                    "v": {"N": str(VERSION)},
                    "expires": {"N": str(int(forgotten_at(posting).timestamp()))},
                },
            )

    def marks(self, posting: str, shards: Sequence[str]) -> frozenset[str]:
        """Query the range of shards: "$" comes right after "#"."""
        items = pages(
            self._client,
            "read who filed",
            TableName=self._table,
            KeyConditionExpression="pk = :pk AND sk BETWEEN :first AND :last",
            ExpressionAttributeValues={
                ":pk": {"S": f"filed#{posting}"},
                ":first": {"S": f"{shards[0]}#"},
                ":last": {"S": f"{shards[-1]}$"},
            },
            ProjectionExpression="sk",
            ConsistentRead=True,
        )
        return frozenset(item["sk"]["S"].partition("#")[2] for item in items)
