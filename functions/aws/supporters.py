"""The supporters table: the only place with addresses. pk `shard` ("00" to "3f"), sk `id`."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, cast

from botocore.exceptions import ClientError

from functions.alerts.outcomes.delivery import SOFT_DAYS
from functions.alerts.outcomes.left import GIVES_WAY, Leaving
from functions.alerts.sends.supporter import Standing, Supporter
from functions.aws.dynamodb import Item
from functions.aws.errors import code, translated
from functions.aws.supporter_items import ERASED, item_of, key_of, mark_of, status_of
from functions.aws.supporter_reads import SupporterReads

_SOMEBODY = "attribute_exists(id) AND #status <> :erased"


class DynamoSupporters(SupporterReads):
    """`ports.SupporterList` over DynamoDB."""

    def put(self, supporter: Supporter) -> None:
        """Write the whole item."""
        with translated("store a supporter"):
            self._client.put_item(TableName=self._table, Item=item_of(supporter))

    def enter(self, supporter: Supporter) -> Standing:
        """Put on condition that nothing is there, or only a sign-up that waited for too long.

        Where the condition fails because an earlier try of ours got through, our own item stands.
        """
        item = item_of(supporter)
        # Who agrees now; without that it is not known what is over.
        now = datetime.fromisoformat(supporter.agreed).timestamp() if supporter.agreed else 0
        with translated("enter a supporter"):
            try:
                self._client.put_item(
                    TableName=self._table,
                    Item=item,
                    ConditionExpression="attribute_not_exists(id) OR expires < :now",
                    ExpressionAttributeValues={":now": {"N": str(int(now))}},
                    ReturnValuesOnConditionCheckFailure="ALL_OLD",
                )
            except ClientError as error:
                if code(error) != "ConditionalCheckFailedException":
                    raise
                stands = cast(Item, error.response.get("Item", {}))
                return "entered" if stands == item else status_of(stands)
        return "entered"

    def confirm(self, supporter_id: str, at: datetime) -> bool:
        """Write on condition that it still waits; what would let it vanish is taken away."""
        return self._update(
            "confirm a supporter",
            supporter_id,
            UpdateExpression="SET #status = :subscribed, agreed = :at REMOVE expires",
            ConditionExpression="#status = :pending"
            " AND (attribute_not_exists(expires) OR expires >= :now)",
            ExpressionAttributeNames={"#status": "status"},
            ExpressionAttributeValues={
                ":subscribed": {"S": "subscribed"},
                ":pending": {"S": "pending"},
                ":at": {"S": at.isoformat(timespec="seconds")},
                ":now": {"N": str(int(at.timestamp()))},
            },
        )

    def renew(self, supporter: Supporter) -> bool:
        """Put on condition that one waits, or the very same: an earlier try got through."""
        return self.readmit(supporter, "pending")

    def come_back(
        self, supporter_id: str, asked: datetime, at: datetime, *, source: str, agreed_to: str
    ) -> bool:
        """Write on condition that they left and agreed to nothing since. ISO times sort as text."""
        return self._update(
            "let a supporter come back",
            supporter_id,
            UpdateExpression="SET #status = :subscribed, agreed = :at, joined = :day,"
            " #source = :source, agreed_to = :agreed_to",
            ConditionExpression="#status = :unsubscribed"
            " AND (attribute_not_exists(agreed) OR agreed < :asked)",
            ExpressionAttributeNames={"#status": "status", "#source": "source"},
            ExpressionAttributeValues={
                ":subscribed": {"S": "subscribed"},
                ":unsubscribed": {"S": "unsubscribed"},
                ":at": {"S": at.isoformat(timespec="seconds")},
                ":day": {"S": at.date().isoformat()},
                ":asked": {"S": asked.isoformat(timespec="seconds")},
                ":source": {"S": source},
                ":agreed_to": {"S": agreed_to},
            },
        )

    def readmit(self, supporter: Supporter, stands: Standing) -> bool:
        """Put on condition that this stands, or the very same: an earlier try got through."""
        item = item_of(supporter)
        with translated("let a supporter come back"):
            try:
                self._client.put_item(
                    TableName=self._table,
                    Item=item,
                    ConditionExpression="#status = :stands",
                    ExpressionAttributeNames={"#status": "status"},
                    ExpressionAttributeValues={":stands": {"S": stands}},
                    ReturnValuesOnConditionCheckFailure="ALL_OLD",
                )
            except ClientError as error:
                if code(error) != "ConditionalCheckFailedException":
                    raise
                return error.response.get("Item") == item
        return True

    def change(
        self,
        supporter_id: str,
        *,
        first_name: str | None = None,
        last_name: str | None = None,
        zip: str | None = None,
    ) -> bool:
        """Write on condition that the supporter exists; what is empty is taken out of the item."""
        told = {"first_name": first_name, "last_name": last_name, "zip": zip}
        new = {name: {"S": text} for name, text in told.items() if text}
        gone = [f"#{name}" for name, text in told.items() if text == ""]
        setting = ", ".join(f"#{name} = :{name}" for name in new)
        parts = (f"SET {setting}" if new else "", f"REMOVE {', '.join(gone)}" if gone else "")
        if not any(parts):
            return bool(self.read([supporter_id]))
        return self._of_somebody(
            "change a supporter",
            supporter_id,
            UpdateExpression=" ".join(filter(None, parts)),
            ExpressionAttributeNames={
                f"#{name}": name for name, text in told.items() if text is not None
            },
            ExpressionAttributeValues={f":{name}": value for name, value in new.items()},
        )

    def erase(self, supporter_id: str, at: datetime) -> bool:
        """Put the mark in the item's place; a mark that is there already keeps its time."""
        with translated("erase a supporter"):
            try:
                answer = self._client.put_item(
                    TableName=self._table,
                    Item=mark_of(supporter_id, at),
                    ConditionExpression="attribute_not_exists(id) OR #status <> :erased",
                    ExpressionAttributeNames={"#status": "status"},
                    ExpressionAttributeValues={":erased": {"S": ERASED}},
                    ReturnValues="ALL_OLD",
                )
            except ClientError as error:
                if code(error) != "ConditionalCheckFailedException":
                    raise
                return False
        return bool(answer.get("Attributes"))

    def suppress(self, supporter_id: str, status: Leaving) -> bool:
        """Write on condition that the supporter exists and has a status that gives way."""
        giving = {f":{one}": {"S": one} for one in sorted(GIVES_WAY[status])}
        return self._update(
            "suppress a supporter",
            supporter_id,
            # A sign-up that was never confirmed would vanish, and with it that they left.
            UpdateExpression="SET #status = :status REMOVE expires",
            ConditionExpression=f"#status IN ({', '.join(giving)})",
            ExpressionAttributeNames={"#status": "status"},
            ExpressionAttributeValues={":status": {"S": status}, **giving},
        )

    def choose(
        self, supporter_id: str, *, topics: frozenset[str] | None, language: str | None
    ) -> bool:
        """Write on condition that the supporter exists."""
        values: Item = {}
        if topics:
            values["topics"] = {"SS": sorted(topics)}
        if language:
            values["language"] = {"S": language}
        return bool(values) and self._of_somebody(
            "store a choice",
            supporter_id,
            UpdateExpression="SET " + ", ".join(f"#{name} = :{name}" for name in values),
            ExpressionAttributeNames={f"#{name}": name for name in values},
            ExpressionAttributeValues={f":{name}": value for name, value in values.items()},
        )

    def soft_bounce(self, supporter_id: str, send_id: str, day: str) -> int:
        """Add `<day>#<send>` to a set; what is older than `SOFT_DAYS` is taken out again."""
        with translated("note a soft bounce"):
            try:
                answer = self._client.update_item(
                    TableName=self._table,
                    Key=key_of(supporter_id),
                    UpdateExpression="ADD soft :new",
                    ConditionExpression=_SOMEBODY,
                    ExpressionAttributeNames={"#status": "status"},
                    ExpressionAttributeValues={
                        ":new": {"SS": [f"{day}#{send_id}"]},
                        ":erased": {"S": ERASED},
                    },
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

    def _forget(self, supporter_id: str, old: set[str]) -> None:
        with translated("forget old soft bounces"):
            self._client.update_item(
                TableName=self._table,
                Key=key_of(supporter_id),
                UpdateExpression="DELETE soft :old",
                ExpressionAttributeValues={":old": {"SS": sorted(old)}},
            )

    def _of_somebody(self, doing: str, supporter_id: str, **asked: Any) -> bool:
        """Update on condition that the supporter exists and was not erased."""
        names, values = asked["ExpressionAttributeNames"], asked["ExpressionAttributeValues"]
        asked |= {
            "ConditionExpression": _SOMEBODY,
            "ExpressionAttributeNames": {**names, "#status": "status"},
            "ExpressionAttributeValues": {**values, ":erased": {"S": ERASED}},
        }
        return self._update(doing, supporter_id, **asked)

    def _update(self, doing: str, supporter_id: str, **asked: Any) -> bool:
        """Update on a condition; whether it held."""
        with translated(doing):
            try:
                self._client.update_item(TableName=self._table, Key=key_of(supporter_id), **asked)
            except ClientError as error:
                if code(error) != "ConditionalCheckFailedException":
                    raise
                return False
        return True


def _is_old(noted: str, day: str) -> bool:
    """Whether a soft bounce (`<ISO date>#<send>`) is too long before `day` to count."""
    return (date.fromisoformat(day) - date.fromisoformat(noted.partition("#")[0])).days > SOFT_DAYS
