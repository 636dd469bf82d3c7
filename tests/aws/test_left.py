from __future__ import annotations

from datetime import UTC, datetime, timedelta

import boto3
import pytest

from functions.alerts.errors import NeverRetry
from functions.alerts.outcomes.left import left_at
from functions.aws.left import S3Leavings
from tests.aws.tables import make_bucket
from tests.sending import people

NOON = datetime(2018, 4, 9, 12, tzinfo=UTC)


@pytest.fixture
def leavings(aws: None, session: boto3.Session) -> S3Leavings:
    make_bucket(session, "data")
    return S3Leavings(session.client("s3"), "data")


def test_the_log_is_read_from_a_time_on(leavings: S3Leavings) -> None:
    hours = [left_at("0" * 32, "unsubscribed", NOON + timedelta(hours=n), "") for n in range(24)]
    for left in reversed(hours):
        leavings.add(left)
    assert list(leavings.since(NOON)) == hours
    assert list(leavings.since(NOON + timedelta(hours=14))) == hours[14:]


def test_the_same_leaving_again_is_one(leavings: S3Leavings) -> None:
    left = left_at("0" * 32, "erased", NOON, "")
    leavings.add(left)
    leavings.add(left)
    assert list(leavings.since(NOON - timedelta(days=9))) == [left]


def test_more_than_a_page_is_read_and_foreign_objects_are_not(
    leavings: S3Leavings, session: boto3.Session
) -> None:
    session.client("s3").put_object(Bucket="data", Key="left/2018-04-10/readme.txt", Body=b"")
    for person in people(1_020):
        leavings.add(left_at(person.id, "bounced", NOON, ""))
    assert {left.id for left in leavings.since(NOON)} == {person.id for person in people(1_020)}


def test_a_bucket_that_is_not_there_is_told(aws: None, session: boto3.Session) -> None:
    nowhere = S3Leavings(session.client("s3"), "nowhere")
    with pytest.raises(NeverRetry):
        nowhere.add(left_at("0" * 32, "bounced", NOON, ""))
    with pytest.raises(NeverRetry):
        list(nowhere.since(NOON))
