from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from functions.alerts.errors import TryLater
from functions.alerts.sends.audit import Entry
from functions.alerts.sends.batch import Batch, Key, untouched
from functions.alerts.sends.switch import NEW, Switch
from functions.aws.ledger import DynamoLedger
from tests.alerts.sends.test_send import SEND
from tests.aws.tables import make_table

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient


KEY = Key(SEND.id, 3, 7)
AT = "2018-04-09T14:00:00+00:00"
CLAIMED = Batch(codes="??", rev=1, owner="mine", at=1000, edition="en:0")


def test_a_kill_switch_that_was_never_set_is_on(ledger: DynamoLedger) -> None:
    assert ledger.read_switch() == NEW
    assert NEW.permits(ledger.table_id(), "list")


def test_the_kill_switch_is_stored_and_the_last_one_counts(ledger: DynamoLedger) -> None:
    off = Switch(on=False, by="ana", at="2018", why="wrong link", table="t")
    ledger.set_switch(replace(off, on=True))
    ledger.set_switch(off)
    assert ledger.read_switch() == off


def test_binding_changes_no_switch_that_is_there(ledger: DynamoLedger) -> None:
    first = Switch(by="pace_sends", table="t", supporters="s")
    assert ledger.bind_switch(NEW, first)
    assert ledger.bind_switch(NEW, first)
    assert not ledger.bind_switch(NEW, replace(first, at="later"))
    assert ledger.read_switch() == first


def test_binding_changes_a_switch_of_the_first_release_unless_somebody_stops(
    ledger: DynamoLedger, client: DynamoDBClient
) -> None:
    body = '{"at": "2018", "by": "ana", "on": true, "table": "t", "v": 1, "why": ""}'
    key = {"pk": {"S": "switch"}, "sk": {"S": "switch"}}
    client.put_item(TableName="ledger", Item={**key, "body": {"S": body}})
    old = ledger.read_switch()
    bound = replace(old, supporters="s")
    assert (ledger.bind_switch(old, bound), ledger.read_switch()) == (True, bound)
    ledger.set_switch(replace(bound, on=False))
    assert not ledger.bind_switch(old, bound)
    assert not ledger.read_switch().on


def test_a_job_is_the_send_the_switch_and_the_batch(ledger: DynamoLedger) -> None:
    assert ledger.read_job(KEY, 2) == (None, NEW, untouched(2))
    ledger.create_send(SEND)
    ledger.set_switch(Switch(on=False))
    ledger.write_batch(KEY, CLAIMED)
    assert ledger.read_job(KEY, 2) == (SEND, Switch(on=False), CLAIMED)


def test_a_job_is_read_in_one_consistent_request(
    ledger: DynamoLedger, client: DynamoDBClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []
    read: Any = client.batch_get_item

    def noting(**request: Any) -> Any:
        asked.append(request)
        return read(**request)

    monkeypatch.setattr(client, "batch_get_item", noting)
    ledger.read_job(KEY, 2)
    (request,) = asked
    assert request["RequestItems"]["ledger"]["ConsistentRead"] is True
    assert len(request["RequestItems"]["ledger"]["Keys"]) == 3


def test_what_dynamodb_left_unread_of_a_job_is_read_again_and_then_given_up(
    client: DynamoDBClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lazy(RequestItems: Any) -> dict[str, Any]:  # noqa: N803
        return {"Responses": {}, "UnprocessedKeys": RequestItems}

    waits: list[float] = []
    monkeypatch.setattr(client, "batch_get_item", lazy)
    with pytest.raises(TryLater, match="could not read a batch of send"):
        DynamoLedger(client, "ledger", waits.append).read_job(KEY, 2)
    assert waits == [0.05, 0.1, 0.2, 0.4]


def test_a_switch_that_was_left_unread_is_not_taken_for_none(
    ledger: DynamoLedger, client: DynamoDBClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: Any = client.batch_get_item

    def lazy(RequestItems: Any) -> Any:  # noqa: N803
        first, *rest = RequestItems["ledger"]["Keys"]
        answer = read(RequestItems={"ledger": {"Keys": [first]}})
        left = {"ledger": {"Keys": rest}} if rest else {}
        return {**answer, "UnprocessedKeys": left}

    ledger.create_send(SEND)
    ledger.set_switch(Switch(on=False))
    monkeypatch.setattr(client, "batch_get_item", lazy)
    assert ledger.read_job(KEY, 2) == (SEND, Switch(on=False), untouched(2))


def test_a_table_has_one_id_and_another_table_another(
    client: DynamoDBClient, session: boto3.Session
) -> None:
    make_table(session, "restored", pk="pk", sk="sk")
    first, again, other = (DynamoLedger(client, t) for t in ("ledger", "ledger", "restored"))
    assert first.table_id() == again.table_id() != other.table_id()


def test_the_table_is_described_once_a_minute(
    client: DynamoDBClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = iter(["first", "second"])
    made = datetime(2018, 1, 1, tzinfo=UTC)
    monkeypatch.setattr(
        client,
        "describe_table",
        lambda **_: {"Table": {"TableId": next(ids), "CreationDateTime": made}},
    )
    times = iter([0.0, 60.0, 61.0])
    ledger = DynamoLedger(client, "ledger", ticks=lambda: next(times))
    assert [ledger.table_id() for _ in range(3)] == ["first", "first", "second"]


def test_an_audit_line_carries_its_version_and_one_of_the_first_release_is_read(
    ledger: DynamoLedger, client: DynamoDBClient
) -> None:
    ledger.write_audit(Entry(at=AT, who="ben", what="stop", reason="why"))
    (item,) = client.scan(TableName="ledger")["Items"]
    assert item.pop("v") == {"N": "1"}
    client.put_item(TableName="ledger", Item=item)
    assert [line.who for line in ledger.audit("")] == ["ben"]


def test_an_audit_line_is_kept_as_long_as_its_send(
    ledger: DynamoLedger, client: DynamoDBClient
) -> None:
    ledger.write_audit(Entry(at=AT, who="ben", what="stop"))
    (item,) = client.scan(TableName="ledger")["Items"]
    assert item["expires"]["N"] == str(1_523_282_400 + 400 * 86_400)


def test_the_audit_of_a_send_comes_in_order_and_without_others(ledger: DynamoLedger) -> None:
    ledger.create_send(SEND)
    lines = [Entry(at=f"2018-04-0{n}", who="ana", what="pause", send=SEND.id) for n in (2, 1)]
    for line in [*lines, lines[0], Entry(at=AT, who="ben", what="stop", reason="why")]:
        ledger.write_audit(line)
    assert ledger.audit(SEND.id) == lines[::-1]
    assert [line.who for line in ledger.audit("")] == ["ben"]
    assert ledger.read_send(SEND.id) == SEND


def test_the_audit_of_a_supporter_is_told_by_id(ledger: DynamoLedger) -> None:
    about = [
        Entry(at=AT, who="ana", what="unsubscribe", supporter=one, reason="asked on the phone")
        for one in ("a" * 32, "b" * 32)
    ]
    for line in about:
        ledger.write_audit(line)
    assert ledger.audit_of("a" * 32) == about[:1]
    assert ledger.audit("") == []
