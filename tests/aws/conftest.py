"""Embedded AWS for the adapters: nothing leaves the process."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import boto3
import pytest
from moto import mock_aws

from functions.aws import clients
from functions.aws.ledger import DynamoLedger
from functions.aws.supporters import DynamoSupporters
from tests.aws.tables import make_table

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient


@pytest.fixture(scope="session")
def session() -> boto3.Session:
    """One for all tests: it reads botocore's service models, which takes most of a second."""
    return boto3.Session()


@pytest.fixture
def aws() -> Iterator[None]:
    with mock_aws():
        yield


@pytest.fixture
def client(aws: None, session: boto3.Session) -> DynamoDBClient:
    """Of both tables."""
    make_table(session, "ledger", pk="pk", sk="sk")
    make_table(session, "supporters", pk="shard", sk="id")
    return clients.dynamodb(session)


@pytest.fixture
def ledger(client: DynamoDBClient) -> DynamoLedger:
    return DynamoLedger(client, "ledger")


@pytest.fixture
def supporters(client: DynamoDBClient) -> DynamoSupporters:
    return DynamoSupporters(client, "supporters")
