"""Lambda: what code is deployed, and how much of it may run at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from botocore.exceptions import ClientError

from functions.alerts.health.functions import Concurrency, Function, Worker
from functions.aws.errors import code, translated


class Lambdas(Protocol):
    """The part of boto3's Lambda client that is used."""

    def get_function_configuration(self, **asked: Any) -> Any:
        """Describe one function."""

    def list_event_source_mappings(self, **asked: Any) -> Any:
        """List the queues of one function."""

    def get_account_settings(self) -> Any:
        """Tell the account's limits."""


def read_functions(client: Lambdas, names: Mapping[str, str]) -> Iterator[Function]:
    """Those that exist of `names` (logical id → the function's own); they are called by the id."""
    for logical, name in names.items():
        with translated(f"read the function {name}"):
            try:
                found = client.get_function_configuration(FunctionName=name)
            except ClientError as error:
                if code(error) != "ResourceNotFoundException":
                    raise
                continue
        yield Function(
            name=logical,
            sha256=found["CodeSha256"],
            state=found.get("State", "Active"),
            reason=found.get("StateReason", ""),
        )


def read_workers(client: Lambdas, names: Mapping[str, str]) -> Iterator[Worker]:
    """The event sources of the functions, called by their logical id."""
    for logical, name in names.items():
        with translated(f"read the triggers of {name}"):
            answer = client.list_event_source_mappings(FunctionName=name)
        for one in answer["EventSourceMappings"]:
            yield Worker(
                function=logical,
                maximum=one.get("ScalingConfig", {}).get("MaximumConcurrency"),
                enabled=one.get("State", "Enabled") not in {"Disabled", "Disabling"},
            )


def read_concurrency(client: Lambdas) -> Concurrency:
    """GetAccountSettings."""
    with translated("read Lambda's limits"):
        limits = client.get_account_settings()["AccountLimit"]
    return Concurrency(
        limit=limits["ConcurrentExecutions"], unreserved=limits["UnreservedConcurrentExecutions"]
    )
