from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from functions.alerts.errors import NeverRetry, StateError
from functions.aws.cloudformation import read_outputs


class Stacks:
    """Knows one stack, or fails with a code."""

    def __init__(self, code: str = "") -> None:
        self.code = code

    def describe_stacks(self, *, StackName: str) -> Any:  # noqa: N803 - AWS's
        if self.code:
            raise ClientError({"Error": {"Code": self.code}}, "DescribeStacks")
        outputs = [{"OutputKey": "LedgerTable", "OutputValue": f"{StackName}-ledger"}]
        return {"Stacks": [{"Outputs": outputs}]}


def test_the_outputs_of_a_stage_are_read() -> None:
    assert read_outputs(Stacks(), "dev") == {"LedgerTable": "action-alerts-dev-ledger"}


def test_a_stage_that_is_not_deployed_here_is_told() -> None:
    with pytest.raises(StateError, match="There is no stack action-alerts-prod"):
        read_outputs(Stacks("ValidationError"), "prod")


def test_a_refusal_is_told() -> None:
    with pytest.raises(NeverRetry, match="AccessDenied"):
        read_outputs(Stacks("AccessDenied"), "dev")
