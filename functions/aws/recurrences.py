"""What recurs, in the ledger table: pk `recurring`, sk its id; all of them are one query."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from functions.alerts.sends.recurrence import Recurrence
from functions.aws.dynamodb import Item, pages
from functions.aws.errors import code, translated
from functions.aws.ledger_items import KEPT

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

_PK = {"S": "recurring"}


class DynamoRecurrences:
    """`ports.Recurrences` over the ledger table. `clock` gives epoch seconds."""

    def __init__(
        self, client: DynamoDBClient, table: str, clock: Callable[[], float] = time.time
    ) -> None:
        self._client, self._table, self._clock = client, table, clock

    def create(self, recurrence: Recurrence) -> bool:
        """Put it on condition that there is none of its id."""
        return self._put(recurrence, ConditionExpression="attribute_not_exists(pk)")

    def read(self, recurrence_id: str) -> Recurrence | None:
        """Get it consistently."""
        with translated(f"read {recurrence_id}"):
            answer = self._client.get_item(
                TableName=self._table,
                Key={"pk": _PK, "sk": {"S": recurrence_id}},
                ConsistentRead=True,
            )
        item = answer.get("Item")
        return Recurrence.from_json(item["body"]["S"]) if item else None

    def change(self, old: Recurrence, new: Recurrence) -> bool:
        """Put it on condition of the generation before; its nonce tells our write from others'."""
        return self._put(
            new,
            ConditionExpression="gen = :gen",
            ExpressionAttributeValues={":gen": {"N": str(old.gen)}},
        )

    def all(self) -> list[Recurrence]:
        """Query them all."""
        items = pages(
            self._client,
            "read what recurs",
            TableName=self._table,
            KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues={":pk": _PK},
            ConsistentRead=True,
        )
        return [Recurrence.from_json(item["body"]["S"]) for item in items]

    def _put(self, recurrence: Recurrence, **condition: Any) -> bool:
        item: Item = {
            "pk": _PK,
            "sk": {"S": recurrence.id},
            "gen": {"N": str(recurrence.gen)},
            "body": {"S": recurrence.to_json()},
        }
        if recurrence.state == "ended":
            item["expires"] = {"N": str(int(self._clock()) + KEPT)}
        with translated(f"write {recurrence.id}"):
            try:
                self._client.put_item(
                    TableName=self._table,
                    Item=item,
                    ReturnValuesOnConditionCheckFailure="ALL_OLD",
                    **condition,
                )
            except ClientError as error:
                if code(error) != "ConditionalCheckFailedException":
                    raise
                # An earlier try of ours got through: the change is the same, the second may differ.
                stands: Any = error.response.get("Item", {})
                return bool(stands.get("body") == item["body"])
        return True
