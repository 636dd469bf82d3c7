from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import boto3
import pytest
from botocore.stub import Stubber

from functions.alerts.errors import NeverRetry
from functions.aws import clients
from functions.aws.published import S3Published
from tests.alerts.sends.test_recurrence import SOURCE
from tests.aws.tables import make_bucket

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client


@pytest.fixture
def client(aws: None, session: boto3.Session) -> S3Client:
    make_bucket(session, "data")
    return clients.s3(session)


@pytest.fixture
def published(client: S3Client) -> S3Published:
    return S3Published(client, "data", "published/")


def test_what_is_put_is_found_by_its_name_until_it_is_replaced_or_deleted(
    published: S3Published,
) -> None:
    published.put("award", SOURCE)
    assert published.get("award") == SOURCE
    published.put("award", replace(SOURCE, by="bo"))
    assert published.get("award") == replace(SOURCE, by="bo")
    for _ in range(2):
        published.delete("award")
    assert published.get("award") is None


def test_a_folder_lists_its_own_names(published: S3Published, client: S3Client) -> None:
    for name in ("b", "a"):
        published.put(name, SOURCE)
    S3Published(client, "data", "digests/").put("c", SOURCE)
    assert published.names() == ["a", "b"]


def test_a_version_changes_with_what_stands_there_and_with_nothing_else(
    published: S3Published,
) -> None:
    published.put("award", SOURCE)
    first = published.versions()
    published.put("award", SOURCE)
    assert published.versions() == first
    published.put("award", replace(SOURCE, by="bo"))
    assert published.versions().keys() == first.keys()
    assert published.versions() != first


def test_what_cannot_be_read_is_told(published: S3Published, client: S3Client) -> None:
    client.put_object(Bucket="data", Key="published/award.json", Body=b"{}")
    with pytest.raises(NeverRetry, match=r"published/award.json cannot be read"):
        published.get("award")


def test_a_refused_read_is_told(aws: None, session: boto3.Session) -> None:
    client = clients.s3(session)
    with Stubber(client) as stub, pytest.raises(NeverRetry, match="AccessDenied"):
        stub.add_client_error("get_object", "AccessDenied", http_status_code=403)
        S3Published(client, "data", "published/").get("award")
