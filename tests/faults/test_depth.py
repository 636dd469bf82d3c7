"""The real adapters over embedded AWS, with botocore's own events as the place of the faults.

Fewer schedules than in memory, but all of boto3 between handler and service: its retries, its
time-outs and its errors are the real ones.
"""

from __future__ import annotations

import io
import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, NamedTuple, cast
from unittest.mock import patch

import pytest
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.compat import HTTPHeaders
from botocore.config import Config
from botocore.exceptions import (
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    ReadTimeoutError,
)

from functions import wiring
from functions.alerts.outcomes.probe import ADDRESS
from functions.alerts.outcomes.receipt import Receipt
from functions.alerts.sends.segment import Segment
from functions.aws import clients
from functions.local.cloud import Cloud, open_cloud
from functions.local.ses_message import Mail
from functions.services.launch import launch
from tests.faults.simulation import Death
from tests.faults.story import revision
from tests.sending import people

pytestmark = pytest.mark.slow

START = datetime(2018, 4, 9, 14, tzinfo=UTC)
SERVICES = ("dynamodb", "s3", "sesv2", "sqs")
PEOPLE = 70  # more than settling needs to trust that all events are in
FEW = 12  # too few: it needs probes


class Wire:
    """Between the product's clients and embedded AWS: loses requests, answers and processes."""

    def __init__(self, dice: random.Random) -> None:
        self._dice = dice
        self.left = 20  # faults; then it is calm and the send must end
        self.struck: Counter[str] = Counter()
        self.active = False

    def before(self, request: AWSPreparedRequest, event_name: str, **_: Any) -> AWSResponse | None:
        """Nothing reaches the service, or it does nothing and says so."""
        errors = (ConnectTimeoutError, EndpointConnectionError, ConnectionClosedError, Death)
        return self._strike(request, event_name, "before", (*errors, 429, 500, 503))

    def after(self, request: AWSPreparedRequest, event_name: str, **_: Any) -> None:
        """The service has done it, and nobody learns of it."""
        errors = (ReadTimeoutError, ConnectionClosedError, Death)
        self._strike(request, event_name, "after", errors)

    def _strike(
        self, request: AWSPreparedRequest, event: str, when: str, errors: tuple[Any, ...]
    ) -> AWSResponse | None:
        chance = 0.2 if "sesv2" in event else 0.04
        if not self.active or self.left <= 0 or self._dice.random() >= chance:
            return None
        self.left -= 1
        error = self._dice.choice(errors)
        self.struck[f"{when} {event.split('.')[1]} {getattr(error, '__name__', error)}"] += 1
        if isinstance(error, int):
            return AWSResponse(request.url, error, HTTPHeaders(), _NoBody())
        raise error(endpoint_url=request.url, error="lost") if error is not Death else Death()

    def laid(self, cloud: Cloud) -> None:
        """Put it between, for clients the product makes, not for those that play AWS's part."""
        events, before = cloud.aws.session.events, cast("Callable[..., None]", self.before)
        for service in SERVICES:
            events.register_first(f"before-send.{service}", before)
        events.register_last("before-send", self.after)
        world = wiring.world("depth")
        for name in ("ledger", "supporters", "store", "mailer", "batch_queue", "control_queue"):
            getattr(world, name)
        for service in SERVICES:
            events.unregister(f"before-send.{service}", before)
        events.unregister("before-send", self.after)
        cloud.invoker.invoke = self._survived(cloud.invoker.invoke)  # type: ignore[method-assign]

    def _survived(self, invoke: Callable[..., tuple[bool, Any]]) -> Callable[..., Any]:
        """Lambda goes on when a process dies: its messages come back."""

        def invoked(*args: Any) -> tuple[bool, Any]:
            self.active = True
            try:
                return invoke(*args)
            except Death:
                return False, None
            finally:
                self.active = False

        return invoked


class _NoBody(io.BytesIO):
    """What a failing service has to say, as botocore reads it."""

    def stream(self, **_: Any) -> Iterator[bytes]:
        yield b""


class FirstAnswerLost(Wire):
    """Only the answer to SES's first call gets lost."""

    def _strike(
        self, request: AWSPreparedRequest, event: str, when: str, errors: tuple[Any, ...]
    ) -> None:
        if self.active and when == "after" and "sesv2.Send" in event and not self.struck:
            self.struck[event] += 1
            raise ReadTimeoutError(endpoint_url=request.url, error="lost")


@contextmanager
def without_waiting() -> Iterator[None]:
    """botocore's pauses between its tries take no time."""
    with patch("botocore.endpoint.time", SimpleNamespace(sleep=lambda seconds: None)):
        yield


class FirstCallLost(Wire):
    """Only SES's first call gets lost on its way there."""

    def _strike(
        self, request: AWSPreparedRequest, event: str, when: str, errors: tuple[Any, ...]
    ) -> None:
        if self.active and when == "before" and "sesv2.Send" in event and not self.struck:
            self.struck[event] += 1
            raise ConnectionClosedError(endpoint_url=request.url)


class Outcome(NamedTuple):
    """How often each address was mailed, how many probes were, and what the receipt says."""

    mailed: Counter[str]
    probes: int
    receipt: Receipt
    struck: Counter[str]


def played(wire: Wire, count: int = PEOPLE) -> Outcome:
    """One whole send over embedded AWS, while the wire is bad."""
    mails: list[Mail] = []
    with without_waiting(), open_cloud(START, mails.append, rate=50) as cloud:
        wire.laid(cloud)
        world = wiring.world("depth")
        for person in people(count):
            world.supporters.put(person)
        send = launch(revision("award", datetime(2018, 5, 9, tzinfo=UTC)), Segment(), world)
        cloud.run_until_idle()
        receipt = Receipt.from_json(world.store.read_receipt(send.id) or "")
    mailed = Counter(mail.sent.recipients[0] for mail in mails)
    return Outcome(mailed, mailed.pop(ADDRESS, 0), receipt, wire.struck)


@pytest.mark.parametrize("seed", range(4))
def test_over_the_real_adapters_nobody_is_mailed_twice_lost_or_left_in_doubt(seed: int) -> None:
    mailed, _, receipt, struck = played(Wire(random.Random(seed)))
    assert set(mailed.values()) == {1}, f"mailed twice, by {struck}"
    assert (len(mailed), receipt.submitted, receipt.uncertain) == (PEOPLE, PEOPLE, 0)
    assert struck.total() > 5, "hardly anything was lost: this run proves nothing"


@pytest.mark.parametrize("seed", range(4))
def test_a_small_send_is_as_exact(seed: int) -> None:
    mailed, _, receipt, struck = played(Wire(random.Random(seed)), FEW)
    assert set(mailed.values()) == {1}, f"mailed twice, by {struck}"
    assert (len(mailed), receipt.submitted, receipt.uncertain) == (FEW, FEW, 0)


def test_a_small_sends_lost_call_is_made_again_thanks_to_probes() -> None:
    mailed, probes, receipt, _ = played(FirstCallLost(random.Random(0)), FEW)
    assert (set(mailed.values()), len(mailed), probes) == ({1}, FEW, 50)
    assert (receipt.targeted, receipt.submitted, receipt.uncertain) == (FEW, FEW, 0)


@pytest.mark.parametrize(("tries", "mailed"), [(1, {1}), (4, {1, 2})], ids=["once", "retries"])
def test_a_lost_answer_of_ses_mails_people_twice_only_if_the_sdk_retries(
    tries: int, mailed: set[int]
) -> None:
    config = Config(retries={"mode": "standard", "total_max_attempts": tries})
    with patch.object(clients, "_SES", config):
        assert set(played(FirstAnswerLost(random.Random(0))).mailed.values()) == mailed
