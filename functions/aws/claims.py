"""What can be had once: pk `once#<name>`, sk `once` in the ledger table, until it expires."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from functions.alerts.sends.ports import Claim
from functions.aws.errors import code, translated

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

VERSION = 1


class DynamoClaims:
    """`ports.Claims` over the ledger table. `now` gives aware times."""

    def __init__(self, client: DynamoDBClient, table: str, now: Callable[[], datetime]) -> None:
        self._client, self._table, self._now = client, table, now

    def claim(self, name: str, by: str, until: datetime) -> Claim:
        """Write on condition that nothing valid is there; DynamoDB deletes late, so ask for it."""
        now = self._now()
        mine = Claim(by=by, at=now.replace(microsecond=0))
        with translated("claim what can be had once"):
            try:
                self._client.put_item(
                    TableName=self._table,
                    Item={
                        "pk": {"S": f"once#{name}"},
                        "sk": {"S": "once"},
                        "v": {"N": str(VERSION)},
                        "by": {"S": by},
                        "at": {"N": str(int(now.timestamp()))},
                        "expires": {"N": str(int(until.timestamp()))},
                    },
                    ConditionExpression="attribute_not_exists(pk) OR expires <= :now",
                    ExpressionAttributeValues={":now": {"N": str(int(now.timestamp()))}},
                    ReturnValuesOnConditionCheckFailure="ALL_OLD",
                )
            except ClientError as error:
                if code(error) != "ConditionalCheckFailedException":
                    raise
                stands = error.response["Item"]  # type: ignore[typeddict-item]
                at = datetime.fromtimestamp(int(stands["at"]["N"]), UTC)
                return Claim(by=stands["by"]["S"], at=at)
        return mine

    def take(self, name: str, most: int, until: datetime) -> bool:
        """Add one on condition that it stays below the limit."""
        with translated("take one of a limited number"):
            try:
                self._client.update_item(
                    TableName=self._table,
                    Key={"pk": {"S": f"once#{name}"}, "sk": {"S": "tally"}},
                    UpdateExpression="ADD taken :one SET expires = :until, v = :v",
                    ConditionExpression="attribute_not_exists(taken) OR taken < :most",
                    ExpressionAttributeValues={
                        ":one": {"N": "1"},
                        ":most": {"N": str(most)},
                        ":until": {"N": str(int(until.timestamp()))},
                        ":v": {"N": str(VERSION)},
                    },
                )
            except ClientError as error:
                if code(error) != "ConditionalCheckFailedException":
                    raise
                return False
        return True
