"""The tables and the bucket of the adapters' tests, as `infra/` has them."""

from __future__ import annotations

import boto3


def make_table(session: boto3.Session, name: str, *, pk: str, sk: str) -> None:
    """A table with two text keys."""
    session.client("dynamodb").create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[
            {"AttributeName": pk, "AttributeType": "S"},
            {"AttributeName": sk, "AttributeType": "S"},
        ],
        KeySchema=[
            {"AttributeName": pk, "KeyType": "HASH"},
            {"AttributeName": sk, "KeyType": "RANGE"},
        ],
    )


def make_bucket(session: boto3.Session, name: str) -> None:
    """A bucket in the tests' region."""
    session.client("s3").create_bucket(
        Bucket=name, CreateBucketConfiguration={"LocationConstraint": "us-east-2"}
    )
