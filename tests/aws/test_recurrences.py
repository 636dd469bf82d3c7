from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import boto3
import pytest
from botocore.stub import Stubber

from functions.alerts.errors import NeverRetry
from functions.alerts.sends.recurrence import Recurrence, ended
from functions.aws import clients
from functions.aws.recurrences import DynamoRecurrences
from tests.alerts.sends.test_recurrence import RECURRENCE
from tests.aws.tables import make_table

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

NOW = 1_523_282_400


@pytest.fixture
def client(aws: None, session: boto3.Session) -> DynamoDBClient:
    make_table(session, "ledger", pk="pk", sk="sk")
    return clients.dynamodb(session)


@pytest.fixture
def recurrences(client: DynamoDBClient) -> DynamoRecurrences:
    return DynamoRecurrences(client, "ledger", lambda: NOW)


def other(recurrence: Recurrence = RECURRENCE) -> Recurrence:
    return replace(recurrence, change="another's")


def test_a_recurrence_is_created_once(recurrences: DynamoRecurrences) -> None:
    assert recurrences.create(RECURRENCE)
    assert recurrences.create(RECURRENCE)  # its answer was lost
    assert not recurrences.create(other())
    assert recurrences.read(RECURRENCE.id) == RECURRENCE
    assert recurrences.read("every-0") is None


def test_a_change_counts_if_nobody_was_faster(recurrences: DynamoRecurrences) -> None:
    recurrences.create(RECURRENCE)
    over = ended(RECURRENCE, nonce="m")
    assert recurrences.change(RECURRENCE, over)
    assert recurrences.change(RECURRENCE, over)
    assert not recurrences.change(RECURRENCE, other(over))
    assert recurrences.all() == [over]


def test_only_what_is_over_is_forgotten_some_day(
    recurrences: DynamoRecurrences, client: DynamoDBClient
) -> None:
    recurrences.create(RECURRENCE)
    recurrences.create(replace(RECURRENCE, id="every-1", state="ended"))
    items = client.scan(TableName="ledger")["Items"]
    expiries = {item["sk"]["S"]: item.get("expires") for item in items}
    assert expiries == {RECURRENCE.id: None, "every-1": {"N": str(NOW + 400 * 86_400)}}


def test_a_refused_write_is_told(aws: None, session: boto3.Session) -> None:
    client = clients.dynamodb(session)
    with Stubber(client) as stub, pytest.raises(NeverRetry, match="Could not write every-"):
        stub.add_client_error("put_item", "AccessDeniedException", http_status_code=400)
        DynamoRecurrences(client, "ledger").create(RECURRENCE)
