from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import boto3
import pytest

from functions.aws import clients
from functions.aws.filed import DynamoFiled
from tests.aws.tables import make_table

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient


@pytest.fixture
def client(aws: None, session: boto3.Session) -> DynamoDBClient:
    make_table(session, "ledger", pk="pk", sk="sk")
    return clients.dynamodb(session)


@pytest.fixture
def filed(client: DynamoDBClient) -> DynamoFiled:
    return DynamoFiled(client, "ledger")


def test_marks_are_found_by_posting_and_range_of_shards(filed: DynamoFiled) -> None:
    for shard, mark in (("00", "a"), ("01", "b"), ("02", "c"), ("03", "d")):
        filed.add("sb-35@2018-04-10", shard, mark)
    filed.add("sb-35@2018-04-17", "01", "e")
    assert filed.marks("sb-35@2018-04-10", ("01", "02")) == {"b", "c"}
    assert filed.marks("nothing@2018-04-10", ("00",)) == frozenset()


def test_a_mark_is_noted_once_and_gone_a_week_after_the_hearing(
    filed: DynamoFiled, client: DynamoDBClient
) -> None:
    for _ in range(2):
        filed.add("sb-35@2018-04-10", "01", "b")
    (item,) = client.scan(TableName="ledger")["Items"]
    gone = datetime.fromtimestamp(int(item["expires"]["N"]), UTC)
    assert gone == datetime(2018, 4, 18, 12, tzinfo=UTC)  # noon UTC: the 11th has begun everywhere
    assert item["v"] == {"N": "1"}
