"""What settling and freezing keep in the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from functions.alerts.sends.batch import Batch, Key
from functions.aws.ledger import DynamoLedger

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

KEY = Key("s", 0, 3)


@pytest.mark.parametrize(
    "batch",
    [
        Batch(codes="s", rev=1, owner="o", at=9),
        Batch(codes=".?s", rev=1, owner="o", at=9, again=((0, 3), (1, 5)), told=(2, 7), since=4),
    ],
    ids=["no marks", "marks"],
)
def test_marks_are_stored_and_read_back(ledger: DynamoLedger, batch: Batch) -> None:
    assert ledger.write_batch(KEY, batch)
    assert ledger.read_job(KEY, 3)[2] == batch


def test_a_batch_without_marks_does_not_pay_for_them(
    ledger: DynamoLedger, client: DynamoDBClient
) -> None:
    ledger.write_batch(KEY, Batch(codes="s", rev=1, owner="o", at=9))
    (item,) = client.scan(TableName="ledger")["Items"]
    assert not {"again", "told", "since"} & item.keys()


def test_sends_freeze_in_the_order_in_which_they_asked(ledger: DynamoLedger) -> None:
    assert ledger.freeze_order("award", "b") == ["b"]
    assert ledger.freeze_order("award", "a") == ["b", "a"]
    assert ledger.freeze_order("award", "b") == ["b"]
    assert ledger.freeze_order("daca", "c") == ["c"]


def test_two_sends_that_ask_at_once_both_get_a_place(
    ledger: DynamoLedger, monkeypatch: pytest.MonkeyPatch
) -> None:
    put, beaten = ledger._put, list[int]()

    def after_another(*args: object) -> bool:
        if not beaten:
            beaten.append(1)
            DynamoLedger(ledger._client, "ledger").freeze_order("award", "first")
        return put(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(ledger, "_put", after_another)
    assert ledger.freeze_order("award", "second") == ["first", "second"]
