from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import boto3
import pytest

from functions.alerts.errors import NeverRetry
from functions.alerts.mail.letter import Letter, Letters
from functions.alerts.pages.look import NEUTRAL
from functions.aws.site import S3Site
from tests.aws.tables import make_bucket
from tests.sending import REVISION

LETTERS = Letters(
    sender=REVISION.sender,
    languages=("en",),
    letters={"en": {"confirm": Letter(subject="Confirm", html="((link))", text="((link))")}},
)
LOOK = replace(NEUTRAL, site="https://alerts.icirr.example")


class Clock:
    def __init__(self) -> None:
        self.time = datetime(2018, 4, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time


def test_a_look_is_read_as_it_was_published_and_again_after_some_minutes(
    aws: None, session: boto3.Session
) -> None:
    make_bucket(session, "data")
    client, clock = session.client("s3"), Clock()
    site = S3Site(client, "data", clock)
    assert site.look() is None
    S3Site(client, "data", clock).publish_look(LOOK)
    assert site.look() is None
    clock.time += timedelta(minutes=5)
    assert site.look() == LOOK


def test_letters_are_read_as_they_were_published(aws: None, session: boto3.Session) -> None:
    make_bucket(session, "data")
    client, clock = session.client("s3"), Clock()
    assert S3Site(client, "data", clock).letters() is None
    S3Site(client, "data", clock).publish_letters(LETTERS)
    assert S3Site(client, "data", clock).letters() == LETTERS


def test_a_look_that_cannot_be_read_is_told_each_time(aws: None, session: boto3.Session) -> None:
    site = S3Site(session.client("s3"), "nowhere", Clock())
    for _ in range(2):
        with pytest.raises(NeverRetry):
            site.look()
