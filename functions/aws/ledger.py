"""The ledger table: one item per send, one small item per batch (under 1 KB: one write unit).

pk                     sk              item
send#<id>              send            the send
batch#<send>#<part>    <nr, 5 digits>  a batch; absent while nobody claimed it
active                 <send id>       a send that is not over
month#<yyyy-mm>        <start>#<id>    a send that starts in that month
campaign#<campaign>    <start>#<id>    a send of that campaign
order#<campaign>       <n, 5 digits>   the sends of it, as they began to freeze
filed#<posting>        <shard>#<mark>  "I filed it" (`aws/filed.py`)
recurring              <id>            what recurs (`aws/recurrences.py`)
switch                 switch          the kill switch
send#<id>, switch      audit#<at>#…    who did what to it
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from functions.alerts.errors import TryLater
from functions.alerts.sends.audit import Entry
from functions.alerts.sends.batch import Batch, Key, untouched
from functions.alerts.sends.send import Send
from functions.alerts.sends.switch import NEW, Switch
from functions.aws.dynamodb import Identity, Item, pages
from functions.aws.errors import code, translated
from functions.aws.ledger_items import (
    SWITCH_KEY,
    audit_item,
    audit_pk,
    batch_item,
    batch_of,
    batch_pk,
    entry_of,
    kept,
    month_pk,
    months_between,
    pointer_item,
    send_item,
    send_of,
    start_of,
    supporter_audit_pk,
    switch_item,
    switch_of,
)

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

_LAST = 99_999  # the highest number of a batch: five digits
_TRIES = 4  # for keys DynamoDB left unprocessed; the waits sum up to 0.35 s


class DynamoLedger:
    """`ports.Ledger` over DynamoDB. `wait` sleeps for some seconds, `ticks` counts them."""

    def __init__(
        self,
        client: DynamoDBClient,
        table: str,
        wait: Callable[[float], None] = time.sleep,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client, self._table, self._wait = client, table, wait
        self._identity = Identity(client, table, ticks)

    def create_send(self, send: Send) -> bool:
        """Store the send's pointers, then the send: a pointer without its send is passed over."""
        self._point("active", send.id, send, {})
        self._point(f"campaign#{send.campaign}", start_of(send), send, kept(send.starts))
        self.list_send(send)
        return self._put(send_item(send), "attribute_not_exists(pk)", {})

    def list_send(self, send: Send) -> None:
        """Point to it in the month of its start; where it started before it is passed over."""
        self._point(month_pk(send.starts), start_of(send), send, kept(send.starts))

    def read_send(self, send_id: str) -> Send | None:
        """Read consistently."""
        item = self._get(f"send#{send_id}", "send")
        return send_of(item) if item else None

    def change_send(self, old: Send, new: Send) -> bool:
        """Write on condition of state and generation; `new.change` tells our write from others'."""
        return self._put(
            send_item(new),
            "#state = :state AND gen = :gen",
            {":state": {"S": old.state}, ":gen": {"N": str(old.gen)}},
            {"#state": "state"},
        )

    def active_sends(self) -> list[Send]:
        """Read each send that is not over."""
        sends = [self.read_send(item["send"]["S"]) for item in self._query("active")]
        return [send for send in sends if send is not None]

    def recent_sends(self, since: datetime, until: datetime) -> list[Send]:
        """Query the pointers of these months, then read each send once."""
        months = months_between(since, until)
        found = [item["send"]["S"] for month in months for item in self._query(month)]
        sends = filter(None, map(self.read_send, dict.fromkeys(found)))
        within = [send for send in sends if since <= send.starts <= until]
        return sorted(within, key=lambda send: (send.starts, send.id), reverse=True)

    def retire(self, send_id: str) -> None:
        """Delete its pointer; repeating that is harmless."""
        with translated(f"retire send {send_id}"):
            self._client.delete_item(
                TableName=self._table, Key={"pk": {"S": "active"}, "sk": {"S": send_id}}
            )

    def sends_of(self, campaign: str) -> list[str]:
        """Query the campaign's pointers, which sort by their start."""
        return [item["send"]["S"] for item in self._query(f"campaign#{campaign}")]

    def freeze_order(self, campaign: str, send_id: str) -> list[str]:
        """Read the order; put the send in the place after the last, if nobody else has it yet."""
        pk = f"order#{campaign}"
        while True:
            order = [item["send"]["S"] for item in self._query(pk)]
            if send_id in order:
                return order[: order.index(send_id) + 1]
            place = pointer_item(pk, f"{len(order):05}", send_id)
            self._put(place, "attribute_not_exists(pk)", {})

    def write_batch(self, key: Key, batch: Batch, *, owner: str | None = None) -> bool:
        """Write on condition of the revision before; a nonce never writes one revision twice."""
        item = batch_item(key, batch)
        if batch.rev == 1:
            return self._put(item, "attribute_not_exists(pk)", {})
        before: Item = {":rev": {"N": str(batch.rev - 1)}}
        if owner is None:
            return self._put(item, "rev = :rev", before)
        before[":owner"] = {"S": owner}
        return self._put(item, "rev = :rev AND #owner = :owner", before, {"#owner": "owner"})

    def batches(
        self, send_id: str, part: int, first: int = 0, last: int | None = None
    ) -> Iterator[tuple[int, Batch]]:
        """Query the part's items of these numbers, consistently, page by page."""
        between = f"{first:05}", f"{_LAST if last is None else last:05}"
        for item in self._query(batch_pk(send_id, part), between):
            yield int(item["sk"]["S"]), batch_of(item)

    def read_switch(self) -> Switch:
        """Read consistently."""
        return switch_of(self._get("switch", "switch"))

    def set_switch(self, switch: Switch) -> None:
        """Write unconditionally."""
        with translated("set the kill switch"):
            self._client.put_item(TableName=self._table, Item=switch_item(switch))

    def bind_switch(self, old: Switch, new: Switch) -> bool:
        """Write on condition that there is none, or that it still says on or off like the old one.

        An earlier release wrote another text for the same switch: the whole cannot be compared.
        """
        if old == NEW:
            return self._put(switch_item(new), "attribute_not_exists(pk)", {})
        says = {":says": {"S": f'"on": {str(old.on).lower()}'}}
        return self._put(switch_item(new), "contains(body, :says)", says)

    def read_job(self, key: Key, size: int) -> tuple[Send | None, Switch, Batch]:
        """One consistent BatchGetItem, unprocessed keys again; TryLater if one stays unread."""
        batch_key = {"pk": {"S": batch_pk(key.send, key.part)}, "sk": {"S": f"{key.nr:05}"}}
        send_key = {"pk": {"S": f"send#{key.send}"}, "sk": {"S": "send"}}
        found = self._read([send_key, SWITCH_KEY, batch_key], f"read a batch of send {key.send}")
        send, batch = found.get("send"), found.get(f"{key.nr:05}")
        return (
            send_of(send) if send else None,
            switch_of(found.get("switch")),
            batch_of(batch) if batch else untouched(size),
        )

    def table_id(self) -> str:
        """Described at most once a minute."""
        return self._identity.read()

    def write_audit(self, entry: Entry) -> None:
        """Put it under its time, what and who."""
        with translated(f"audit {entry.send or entry.supporter}"):
            self._client.put_item(TableName=self._table, Item=audit_item(entry))

    def audit(self, send_id: str) -> list[Entry]:
        """Query the lines, which sort by their time."""
        return [entry_of(item) for item in self._query(audit_pk(send_id), ("audit#", "audit$"))]

    def audit_of(self, supporter_id: str) -> list[Entry]:
        """Query the lines, which sort by their time."""
        return [entry_of(item) for item in self._query(supporter_audit_pk(supporter_id))]

    def _point(self, pk: str, sk: str, send: Send, more: Item) -> None:
        item = {**pointer_item(pk, sk, send.id), **more}
        with translated(f"point to send {send.id}"):
            self._client.put_item(TableName=self._table, Item=item)

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

    def _read(self, keys: list[Item], doing: str) -> dict[str, Item]:
        """The items of these keys by their sk, which differ."""
        found: dict[str, Item] = {}
        for attempt in range(_TRIES):
            with translated(doing):
                answer = self._client.batch_get_item(
                    RequestItems={self._table: {"Keys": keys, "ConsistentRead": True}}
                )
            found |= {item["sk"]["S"]: item for item in answer["Responses"].get(self._table, [])}
            left = answer["UnprocessedKeys"].get(self._table)
            if not left:
                return found
            keys = list(left["Keys"])
            self._wait(0.05 * 2**attempt)
        raise TryLater(f"DynamoDB left something unread: could not {doing}.")

    def _get(self, pk: str, sk: str) -> Item | None:
        with translated(f"read {pk} {sk}"):
            answer = self._client.get_item(
                TableName=self._table, Key={"pk": {"S": pk}, "sk": {"S": sk}}, ConsistentRead=True
            )
        return answer.get("Item")

    def _query(self, pk: str, between: tuple[str, str] | None = None) -> Iterator[Item]:
        condition, values = "pk = :pk", {":pk": {"S": pk}}
        if between:
            condition += " AND sk BETWEEN :first AND :last"
            values |= {":first": {"S": between[0]}, ":last": {"S": between[1]}}
        return pages(
            self._client,
            f"read {pk}",
            TableName=self._table,
            KeyConditionExpression=condition,
            ExpressionAttributeValues=values,
            ConsistentRead=True,
        )
