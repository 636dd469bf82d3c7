"""A whole send on embedded AWS, each call held against the role of the function that made it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, get_args

import pytest

from functions import wiring
from functions.alerts.mail.edition import Edition, Revision, Sender
from functions.alerts.sends.segment import Segment
from functions.launch import launch
from functions.local.cloud import Cloud, open_cloud
from functions.local.fragments import Source
from functions.local.sample_supporters import sample_supporters
from functions.settings import NEEDS, SubmitMode
from tests.infra.fragments import pascal
from tests.infra.grants import Right, covers, granted, needed

AS_OF = datetime(2018, 4, 9, 14, tzinfo=UTC)
Needs = Mapping[str, set[Right]]
EDITION = Edition(
    language="en",
    direction="ltr",
    begins=None,
    ends=None,
    open_asks=(),
    subject="We won",
    preheader="",
    html='<p>We won. <a href="((unsubscribe_url))">Unsubscribe</a></p>',
    text="We won.\n\n((unsubscribe_url))\n",
)
REVISION = Revision(
    campaign="we-won",
    topic=None,
    sender=Sender(
        name="ICIRR",
        address="alerts@icirr.example",
        reply_to="alerts@icirr.example",
        list_id="alerts.icirr.example",
        site="https://alerts.icirr.example",
    ),
    languages=("en",),
    editions=(EDITION,),
    send_when_closed=True,
)
# What the Lambda service does with a role: no function calls it.
BY_LAMBDA = {
    *("logs:CreateLogStream", "logs:PutLogEvents"),
    *("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"),
}
# Granted for what this send does not meet, with the reason.
NOT_MET = {
    Right("ssm:GetParameter", "arn::ssm:::parameter/action-alerts/dev/token-keys"),  # key at hand
    Right("sqs:SendMessage", "BatchQueue"),  # send_batch: only when its time runs out
    Right("sqs:SendMessage", "ControlQueue"),  # pace_sends: only when a command got lost
    Right("sqs:SendMessage", "FreezeQueue"),  # pace_sends: only when an order to freeze got lost
    Right("dynamodb:GetItem", "LedgerTable"),  # send_batch: only to halt a send
    Right("s3:ListBucket", "DataBucket"),  # for the 404 of an object that is not there
}


@pytest.fixture(scope="module")
def needs() -> Needs:
    """What each function needed, over a send in bulk and one of single messages."""
    found: dict[str, set[Right]] = defaultdict(set)
    modes: tuple[SubmitMode, ...] = get_args(SubmitMode)
    for mode in modes:
        with open_cloud(AS_OF, lambda mail: None, submit_mode=mode) as cloud:
            _watch(cloud, found)
            _send(cloud)
    return found


@pytest.mark.slow
@pytest.mark.parametrize("name", NEEDS)
def test_a_function_may_do_everything_it_does(needs: Needs, name: str) -> None:
    grants = granted(f"{pascal(name)}Role")
    assert needs[name]
    assert {n for n in needs[name] if not any(covers(grant, n) for grant in grants)} == set()


@pytest.mark.slow
@pytest.mark.parametrize("name", NEEDS)
def test_a_function_may_do_nothing_it_does_not_do(needs: Needs, name: str) -> None:
    grants = granted(f"{pascal(name)}Role")
    unused = {grant for grant in grants if not any(covers(grant, n) for n in needs[name])}
    assert {grant for grant in unused - NOT_MET if grant.action not in BY_LAMBDA} == set()


def _send(cloud: Cloud) -> None:
    """A send to a few sample supporters, of whom one bounces and one complains."""
    world = wiring.world("start_send")
    for supporter in sample_supporters():
        if "+" in supporter.email or supporter.id < "1":
            world.supporters.put(replace(supporter, topics=frozenset()))
    launch(REVISION, Segment(), world)
    cloud.run_until_idle()


def _cool(world: wiring.World) -> None:
    """Forget what a warm process knows: here one world serves all functions."""
    for adapter in ("store", "ledger", "supporters"):
        vars(world).pop(adapter, None)


def _watch(cloud: Cloud, found: dict[str, set[Right]]) -> None:
    """Note every call under the function that is running."""
    running: list[str] = []
    invoke: Callable[..., Any] = cloud.invoker.invoke
    names = {name: logical for logical, name in cloud.stack.names.items()}

    def invoke_watched(source: Source, event: Mapping[str, Any]) -> Any:
        running.append(source.module.removeprefix("functions."))
        _cool(wiring.world("local"))
        try:
            return invoke(source, event)
        finally:
            running.pop()

    def note(params: Mapping[str, Any], model: Any, **_: Any) -> None:
        if running:
            service = model.service_model.signing_name
            found[running[-1]].update(needed(f"{service}:{model.name}", params, names))

    cloud.invoker.invoke = invoke_watched  # type: ignore[method-assign]
    cloud.aws.session.events.register("provide-client-params.*.*", note)
