"""A whole send on embedded AWS, each call held against the role of the function that made it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any, get_args

import pytest

from functions import wiring
from functions.local.cloud import Cloud, open_cloud
from functions.local.fragments import Source, read_sources
from functions.local.ses_faults import Fault, Faults
from functions.settings import NEEDS, SubmitMode
from tests.infra.day import AS_OF, live_a_day
from tests.infra.fragments import pascal
from tests.infra.grants import Right, covers, granted, needed

Needs = Mapping[str, set[Right]]
_LOGS = ("CreateLogStream", "PutLogEvents")
_TAKES = ("ReceiveMessage", "DeleteMessage", "GetQueueAttributes")
ON_404 = Right("s3:ListBucket", "DataBucket")  # without it S3 answers 403 for what is not there
# Granted for what this send does not meet: function → right → when it is needed.
NOT_MET: Mapping[str, Mapping[Right, str]] = {
    "start_send": {ON_404: "an order that comes twice asks which parts are frozen already"},
    "freeze_audience": {ON_404: "the manifest of a part that nobody has frozen"},
    "pace_sends": {
        ON_404: "the manifest of a part that is not frozen yet",
        Right("sqs:GetQueueAttributes", "FreezeQueue"): "an order to freeze got lost",
        Right("sqs:SendMessage", "FreezeQueue"): "an order to freeze got lost",
    },
    "send_batch": {Right("dynamodb:GetItem", "LedgerTable"): "SES's answer halts the send"},
    "record_event": {ON_404: "an event of a send whose manifest has expired"},
    "import_supporters": {
        Right("sqs:SendMessage", "ImportQueue"): "its time runs out",
        Right("s3:ListBucket", "ImportBucket"): "a file that is imported already",
    },
}


@pytest.fixture(scope="module")
def needs() -> Needs:
    """What each function needed, over a send in bulk and one of single messages."""
    found: dict[str, set[Right]] = defaultdict(set)
    modes: tuple[SubmitMode, ...] = get_args(SubmitMode)
    for mode in modes:
        # SES does not answer the first call: its doubts are settled with the help of probes.
        faults = Faults(calls={1: Fault("timeout")})
        with open_cloud(AS_OF, lambda mail: None, submit_mode=mode, faults=faults) as cloud:
            _watch(cloud, found)
            live_a_day(cloud)
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
    assert unused - by_lambda(name) == set(NOT_MET.get(name, ()))


@pytest.mark.parametrize("key", ["send#s1", "batch#s1#0", "switch", "audit"])
def test_a_grant_of_some_keys_of_a_table_allows_no_others(key: str) -> None:
    need = Right("dynamodb:PutItem", f"LedgerTable/{key}")
    for role in ("SupporterWebRole", "SendLettersRole", "RecordEventRole", "ImportSupportersRole"):
        assert not any(covers(grant, need) for grant in granted(role))
    assert any(covers(grant, need) for grant in granted("StartSendRole"))


def by_lambda(name: str) -> set[Right]:
    """What the Lambda service does with a function's role: its own log, its own queue."""
    does = {Right(f"logs:{done}", f"{pascal(name)}LogGroup") for done in _LOGS}
    queues = {one.queue for one in read_sources() if one.module == f"functions.{name}"} - {None}
    return does | {Right(f"sqs:{done}", str(queue)) for queue in queues for done in _TAKES}


def _cool(world: wiring.World) -> None:
    """Forget what a warm process knows: here one world serves all functions."""
    keys = ("_keyrings", "keyring", "filed_keyring", "people_keyring")
    also = ("published", "digests", "public_site")
    for adapter in ("store", "ledger", "supporters", *also, *keys):
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
