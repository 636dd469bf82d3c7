"""The deployed functions at work: code, environment and triggers as they stand in the account.

Each function is a process of its own, kept warm, started by Lambda's runtime client from the zip
that osls uploaded. What calls it is read from the account too; only time is the test's: the minute
is over as soon as there is nothing else to do, and no batch waits for more messages.
"""

from __future__ import annotations

import base64
import hashlib
import io
import os
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from functions.local.clock import Clock
from functions.local.fragments import Source
from functions.local.lambdas import Failure, Invoker, Poller
from tests.deployed.account import Account
from tests.infra.runtime import Outcome, running

Answer = Callable[[Mapping[str, Any]], Outcome]


class FailedError(Exception):
    """A function answered with an error, or not at all."""


@dataclass(frozen=True, slots=True)
class Function:
    """A deployed function; `zip` is what was uploaded for it."""

    arn: str
    handler: str
    timeout: int
    variables: Mapping[str, str]
    zip: bytes


def deployed_functions(account: Account) -> dict[str, Function]:
    """Handler → function, as the account has them. The uploaded zip must be the one it runs."""
    resources, found = account.resources(), dict[str, Function]()
    for resource in account.template()["Resources"].values():
        if resource["Type"] == "AWS::Lambda::Function":
            code = resource["Properties"]["Code"]
            bucket = resources[code["S3Bucket"]["Ref"]]
            content = (
                account.client("s3").get_object(Bucket=bucket, Key=code["S3Key"])["Body"].read()
            )
            function = _function(account, resource["Properties"]["FunctionName"], content)
            found[function.handler] = function
    return found


def _function(account: Account, name: str, content: bytes) -> Function:
    told = account.client("lambda").get_function_configuration(FunctionName=name)
    digest = base64.b64encode(hashlib.sha256(content).digest()).decode()
    assert told["CodeSha256"] == digest, f"{name} runs something else than what was uploaded."
    variables = told["Environment"]["Variables"]
    return Function(told["FunctionArn"], told["Handler"], told["Timeout"], variables, content)


class Work:
    """Everything that is deployed, ready to be called; made by `started`."""

    def __init__(self, account: Account, folder: Path, processes: ExitStack) -> None:
        self.account, self._folder, self._processes = account, folder, processes
        self.functions = deployed_functions(account)
        self._answers: dict[str, Answer] = {}
        self._invoker = Invoker(Clock(datetime.now(UTC)), handler_of=self._handler_of)
        self._steps = [*self._pollers(), *self._ticks()]
        (folder / "empty").mkdir()

    @property
    def failures(self) -> list[Failure]:
        """What the functions raised."""
        return self._invoker.failures

    def once(self) -> None:
        """Let every queue's function take what waits, then let a minute's end come."""
        for step in self._steps:
            step()

    def call(self, handler: str, event: Mapping[str, Any]) -> Any:
        """What the function answers. FailedError if it raises."""
        outcome = self._answer_of(handler)(event)
        if outcome.error:
            raise FailedError(f"{handler}: {outcome.error}")
        return outcome.answer

    def _handler_of(self, source: Source) -> Callable[[Mapping[str, Any], Any], Any]:
        return lambda event, context: self.call(source.handler, event)

    def _pollers(self) -> Iterator[Callable[[], bool]]:
        sqs = self.account.client("sqs")
        for function in self.functions.values():
            asked = self.account.client("lambda").list_event_source_mappings(
                FunctionName=function.arn
            )
            for one in asked["EventSourceMappings"]:
                queue = one["EventSourceArn"].rpartition(":")[2]
                assert one["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
                source = Source(function.handler, queue, one["BatchSize"], 0, function.timeout)
                url = sqs.get_queue_url(QueueName=queue)["QueueUrl"]
                yield Poller(source, url, sqs, self._invoker).poll

    def _ticks(self) -> Iterator[Callable[[], bool]]:
        events = self.account.client("events")
        by_arn = {function.arn: function for function in self.functions.values()}
        for rule in events.list_rules()["Rules"]:
            assert rule["ScheduleExpression"] == "rate(1 minute)"
            for target in events.list_targets_by_rule(Rule=rule["Name"])["Targets"]:
                function = by_arn[target["Arn"]]
                source = Source(function.handler, None, 0, 0, function.timeout)
                yield partial(self._invoker.tick, source)

    def _answer_of(self, handler: str) -> Answer:
        if handler not in self._answers:
            function, folder = self.functions[handler], self._folder / handler.replace("/", ".")
            with zipfile.ZipFile(io.BytesIO(function.zip)) as archive:
                archive.extractall(folder)
            told = {k: v for k, v in self.account.environment.items() if v != os.devnull}
            told |= function.variables
            logs = self._processes.enter_context((folder.parent / f"{folder.name}.log").open("w"))
            process = running(handler, folder, told, self._folder / "empty", logs)
            self._answers[handler] = self._processes.enter_context(process)
        return self._answers[handler]


@contextmanager
def started(account: Account, folder: Path) -> Iterator[Work]:
    """The functions of the account, their processes ended at the end."""
    with ExitStack() as processes:
        yield Work(account, folder, processes)
