"""An SES account of our own behind a real boto3 client."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import boto3
import pytest
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.config import Config

from functions.local.clock import Clock
from functions.local.ses import StandIn
from functions.local.ses_account import Account, ConfigurationSet
from functions.local.ses_events import Event
from functions.local.ses_message import Mail
from tests.local.ses_post import Post

EVERY_EVENT = frozenset(
    {"SEND", "DELIVERY", "BOUNCE", "COMPLAINT", "REJECT", "RENDERING_FAILURE", "DELIVERY_DELAY"}
)


class Relay:
    """A boto3 client, made once because that takes long, that asks the stand-in of each test."""

    target: StandIn

    def __init__(self) -> None:
        session = boto3.Session(
            aws_access_key_id="local", aws_secret_access_key="local", region_name="us-east-2"
        )
        once = Config(retries={"mode": "standard", "total_max_attempts": 1})
        self.client = session.client("sesv2", config=once)
        self.client.meta.events.register("before-send.sesv2", self)  # type: ignore[arg-type]

    def __call__(self, request: AWSPreparedRequest, **_: Any) -> AWSResponse:
        return self.target(request)


@pytest.fixture(scope="session")
def relay() -> Relay:
    return Relay()


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime(2018, 4, 9, 14, tzinfo=UTC))


@pytest.fixture
def post(clock: Clock, relay: Relay) -> Post:
    mails: list[Mail] = []
    events: list[Event] = []
    configured = ConfigurationSet("alerts", event_types=EVERY_EVENT, topic="arn:aws:sns:events")
    account = Account(
        now=clock,
        identities={"icirr.example"},
        rate=50,
        configuration_sets={"alerts": configured},
    )
    stand_in = StandIn(
        account, deliver=mails.append, publish=lambda event, at, topic: events.append(event)
    )
    relay.target = stand_in
    return Post(clock, account, relay.client, stand_in, mails, events)
