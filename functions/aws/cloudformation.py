"""CloudFormation: what a deployed stack is called and where its things are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from botocore.exceptions import ClientError

from functions.alerts.errors import StateError
from functions.aws.errors import code, translated

SERVICE = "action-alerts"  # as serverless.yml's; a stage's stack is `action-alerts-<stage>`


class Stacks(Protocol):
    """The one call of boto3's CloudFormation client that is used."""

    def describe_stacks(self, *, StackName: str) -> Any:  # noqa: N803 - AWS's
        """Describe one stack."""


def read_outputs(client: Stacks, stage: str) -> Mapping[str, str]:
    """The outputs of the stage's stack, by name. StateError if there is no such stack here."""
    return outputs_of(describe(client, stage))


def describe(client: Stacks, stage: str) -> Mapping[str, Any]:
    """The stage's stack as CloudFormation tells it. StateError if there is none."""
    name = f"{SERVICE}-{stage}"
    with translated(f"read the outputs of the stack {name}"):
        try:
            stacks = client.describe_stacks(StackName=name)["Stacks"]
        except ClientError as error:
            if code(error) != "ValidationError":  # CloudFormation's word for "does not exist"
                raise
            raise StateError(
                f"There is no stack {name} in this account and region.",
                remedy="Check --stage, the AWS profile and the region, or deploy it first.",
            ) from error
    described: Mapping[str, Any] = stacks[0]
    return described


def outputs_of(stack: Mapping[str, Any]) -> Mapping[str, str]:
    """The outputs of a described stack, by name."""
    return {one["OutputKey"]: one["OutputValue"] for one in stack.get("Outputs", ())}
