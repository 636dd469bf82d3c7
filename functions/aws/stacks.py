"""CloudFormation once more: a stack with all its resources. For `doctor` alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

from functions.alerts.health.stack import Resource, Stack
from functions.aws.cloudformation import Stacks, describe, outputs_of
from functions.aws.errors import translated


class Listed(Stacks, Protocol):
    """What `cloudformation` uses, and one call more."""

    def list_stack_resources(self, **asked: Any) -> Any:
        """List a page of a stack's resources."""


def read_stack(client: Listed, stage: str) -> Stack:
    """The stage's stack with all its resources. StateError if there is no such stack here."""
    found = describe(client, stage)
    return Stack(
        name=found["StackName"],
        status=found["StackStatus"],
        outputs=outputs_of(found),
        resources=dict(_resources(client, found["StackName"])),
    )


def _resources(client: Listed, name: str) -> Iterator[tuple[str, Resource]]:
    more: dict[str, str] = {}
    while True:
        with translated(f"list the resources of the stack {name}"):
            answer = client.list_stack_resources(StackName=name, **more)
        for one in answer["StackResourceSummaries"]:
            own = one.get("PhysicalResourceId", "")
            yield (
                one["LogicalResourceId"],
                Resource(one["ResourceType"], own, one["ResourceStatus"]),
            )
        if not answer.get("NextToken"):
            return
        more = {"NextToken": answer["NextToken"]}
