"""Embedded AWS: moto for everything but SES, the stand-in for SES, both on one virtual clock."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from unittest.mock import patch
from uuid import NAMESPACE_URL, uuid5

import boto3
import botocore.session
from botocore.configprovider import BOTOCORE_DEFAUT_SESSION_VARIABLES
from moto import mock_aws
from moto.core.config import DefaultConfig
from moto.sqs.models import sqs_backends

from functions.local.clock import Clock
from functions.local.ses import NOT_BY_MOTO, StandIn, installed

REGION = "us-east-2"  # as serverless.yml's default
ACCOUNT = "123456789012"  # moto's

_CONFIG: DefaultConfig = {
    "core": {
        "mock_credentials": True,
        "reset_boto3_session": True,
        "service_whitelist": None,
        "passthrough": {"urls": [NOT_BY_MOTO], "services": []},
    }
}


class Clients:
    """The session's clients, each made once: making one takes a tenth of a second."""

    region = REGION

    def __init__(self) -> None:
        self.session = boto3.Session(
            botocore_session=_unconfigured(),
            aws_access_key_id="local",
            aws_secret_access_key="local",  # noqa: S106 – no secret: nothing leaves the process
            region_name=REGION,
        )
        self.session.events.register("after-call.dynamodb.DescribeTable", _with_id)
        self._made: dict[str, Any] = {}

    def client(self, service: str) -> Any:
        """Give the client of a service."""
        if service not in self._made:
            self._made[service] = self.session.client(service)  # type: ignore[call-overload]
        return self._made[service]


def _with_id(parsed: dict[str, Any], **_: Any) -> None:
    """Add what moto leaves out: a table's own id, another one for each table of the same name."""
    if table := parsed.get("Table"):
        made = f"{table['TableArn']} {table['CreationDateTime'].timestamp()}"
        table.setdefault("TableId", str(uuid5(NAMESPACE_URL, made)))


@contextmanager
def embedded_aws(clock: Clock, ses: StandIn) -> Iterator[Clients]:
    """Give clients that never leave the process, and forget everything at the end.

    SQS reads the same virtual clock as the functions: a message sent with `DelaySeconds` 60 comes
    when the clock has moved on by a minute, and a visibility time-out runs out likewise. moto's SQS
    asks two functions for the time, which are replaced for as long as the block lasts. A schedule
    is made at the virtual time too.
    """
    with (
        _no_profile(),
        mock_aws(config=_CONFIG),
        patch("moto.sqs.models.unix_time", clock.timestamp),
        patch("moto.sqs.models.unix_time_millis", clock.timestamp_millis),
        patch("moto.scheduler.models.unix_time", clock.timestamp),
        installed(ses),
    ):
        yield Clients()


def next_message(urls: Iterable[str]) -> datetime | None:
    """When the next message of these queues can be received; None if they are empty.

    SQS does not tell when a delay or a visibility time-out is over, so moto's queues are read:
    asked again and again it would take most of the time that a send takes here.
    """
    queues = sqs_backends[ACCOUNT][REGION].queues
    due = [
        max(message.delayed_until, message.visible_at)
        for url in urls
        for message in queues[url.rpartition("/")[2]]._messages
    ]
    # Its first millisecond after: moto's comparison of the second is strict.
    return datetime.fromtimestamp((min(due) + 1) / 1000, UTC) if due else None


@contextmanager
def _no_profile() -> Iterator[None]:
    """Hide the person's profile from moto, which asks boto3 for the regions there are."""
    with patch.dict(os.environ):
        for name in ("AWS_PROFILE", "AWS_DEFAULT_PROFILE"):
            os.environ.pop(name, None)
        yield


def _unconfigured() -> botocore.session.Session:
    """Make a session that no AWS_… variable and no `~/.aws/config` can lead to the real AWS."""
    defaults = BOTOCORE_DEFAUT_SESSION_VARIABLES.items()  # the spelling is botocore's
    # Per variable: its name in the file, its name in the environment, its default, its type.
    own = {name: (None, None, default, kind) for name, (_, _, default, kind) in defaults}
    own["config_file"] = own["credentials_file"] = (None, None, os.devnull, None)
    own["ignore_configured_endpoint_urls"] = (None, None, True, None)
    return botocore.session.Session(session_vars=own)
