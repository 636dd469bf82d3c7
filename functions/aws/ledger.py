"""The ledger table: one item per send, one small item per batch (under 1 KB: one write unit).

pk                     sk              item
send#<id>              send            the send
batch#<send>#<part>    <nr, 5 digits>  a batch; absent while nobody claimed it
active                 <send id>       a send that is not over
campaign#<campaign>    <start>#<id>    a send of that campaign
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from functions.alerts.batch import VERSION, Batch, Key, untouched
from functions.alerts.send import Send
from functions.aws.dynamodb import Item, pages
from functions.aws.errors import code, translated

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

_KEPT = 400 * 86_400  # seconds after its last claim that a batch may be asked for


class DynamoLedger:
    """`ports.Ledger` over DynamoDB."""

    def __init__(self, client: DynamoDBClient, table: str) -> None:
        self._client, self._table = client, table

    def create_send(self, send: Send) -> bool:
        """Store the send's pointers, then the send: a pointer without its send is passed over."""
        stamp = f"{send.starts.isoformat()}#{send.id}"
        for pk, sk in (("active", send.id), (f"campaign#{send.campaign}", stamp)):
            with translated(f"point to send {send.id}"):
                self._client.put_item(
                    TableName=self._table,
                    Item={"pk": {"S": pk}, "sk": {"S": sk}, "send": {"S": send.id}},
                )
        return self._put(_send_item(send), "attribute_not_exists(pk)", {})

    def read_send(self, send_id: str) -> Send | None:
        """Read consistently."""
        item = self._get(f"send#{send_id}", "send")
        return _send(item) if item else None

    def change_send(self, old: Send, new: Send) -> bool:
        """Write on condition of state and generation; `new.change` tells our write from others'."""
        return self._put(
            _send_item(new),
            "#state = :state AND gen = :gen",
            {":state": {"S": old.state}, ":gen": {"N": str(old.gen)}},
            {"#state": "state"},
        )

    def active_sends(self) -> list[Send]:
        """Read each send that is not over."""
        sends = [self.read_send(item["send"]["S"]) for item in self._query("active")]
        return [send for send in sends if send is not None]

    def retire(self, send_id: str) -> None:
        """Delete its pointer; repeating that is harmless."""
        with translated(f"retire send {send_id}"):
            self._client.delete_item(
                TableName=self._table, Key={"pk": {"S": "active"}, "sk": {"S": send_id}}
            )

    def sends_of(self, campaign: str) -> list[str]:
        """Query the campaign's pointers, which sort by their start."""
        return [item["send"]["S"] for item in self._query(f"campaign#{campaign}")]

    def read_batch(self, key: Key, size: int) -> Batch:
        """Read consistently."""
        item = self._get(_batch_pk(key.send, key.part), f"{key.nr:05}")
        return _batch(item) if item else untouched(size)

    def write_batch(self, key: Key, batch: Batch, *, owner: str | None = None) -> bool:
        """Write on condition of the revision before; a nonce never writes one revision twice."""
        item = _batch_item(key, batch)
        if batch.rev == 1:
            return self._put(item, "attribute_not_exists(pk)", {})
        before: Item = {":rev": {"N": str(batch.rev - 1)}}
        if owner is None:
            return self._put(item, "rev = :rev", before)
        before[":owner"] = {"S": owner}
        return self._put(item, "rev = :rev AND #owner = :owner", before, {"#owner": "owner"})

    def batches(self, send_id: str, part: int) -> Iterator[tuple[int, Batch]]:
        """Query the part's items, consistently, page by page."""
        for item in self._query(_batch_pk(send_id, part)):
            yield int(item["sk"]["S"]), _batch(item)

    def _put(
        self, item: Item, condition: str, values: Item, names: dict[str, str] | None = None
    ) -> bool:
        """Put the item; whether it stands now.

        Where the condition fails because an earlier try of ours got through, the very same item
        stands in the way: owners and changes are nonces.
        """
        more: dict[str, Any] = {"ExpressionAttributeValues": values} if values else {}
        if names:
            more["ExpressionAttributeNames"] = names
        with translated(f"write {item['pk']['S']} {item['sk']['S']}"):
            try:
                self._client.put_item(
                    TableName=self._table,
                    Item=item,
                    ConditionExpression=condition,
                    ReturnValuesOnConditionCheckFailure="ALL_OLD",
                    **more,
                )
            except ClientError as error:
                if code(error) != "ConditionalCheckFailedException":
                    raise
                return error.response.get("Item") == item
        return True

    def _get(self, pk: str, sk: str) -> Item | None:
        with translated(f"read {pk} {sk}"):
            answer = self._client.get_item(
                TableName=self._table, Key={"pk": {"S": pk}, "sk": {"S": sk}}, ConsistentRead=True
            )
        return answer.get("Item")

    def _query(self, pk: str) -> Iterator[Item]:
        return pages(
            self._client,
            f"read {pk}",
            TableName=self._table,
            KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues={":pk": {"S": pk}},
            ConsistentRead=True,
        )


def _send_item(send: Send) -> Item:
    """`body` is the truth; the rest stands beside it for conditions and for people who look."""
    return {
        "pk": {"S": f"send#{send.id}"},
        "sk": {"S": "send"},
        "state": {"S": send.state},
        "gen": {"N": str(send.gen)},
        "body": {"S": send.to_json()},
    }


def _send(item: Item) -> Send:
    return Send.from_json(item["body"]["S"])


def _batch_pk(send_id: str, part: int) -> str:
    return f"batch#{send_id}#{part}"


def _batch_item(key: Key, batch: Batch) -> Item:
    return {
        "pk": {"S": _batch_pk(key.send, key.part)},
        "sk": {"S": f"{key.nr:05}"},
        "v": {"N": str(VERSION)},
        "rev": {"N": str(batch.rev)},
        "codes": {"S": batch.codes},
        "owner": {"S": batch.owner},
        "at": {"N": str(batch.at)},
        "edition": {"S": batch.edition},
        "solo": {"BOOL": batch.solo},
        "expires": {"N": str(batch.at + _KEPT)},
    }


def _batch(item: Item) -> Batch:
    return Batch(
        codes=item["codes"]["S"],
        rev=int(item["rev"]["N"]),
        owner=item["owner"]["S"],
        at=int(item["at"]["N"]),
        edition=item["edition"]["S"],
        solo=item["solo"]["BOOL"],
    )
