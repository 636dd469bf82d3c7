"""Where the command line learns which stack is meant."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws

from functions import wiring
from functions.cli.stack import deployed
from functions.settings import LIMITS, OUTPUTS, Settings
from tests.infra.fragments import fragment_files, load

pytestmark = pytest.mark.slow


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """CloudFormation in an account with one stage, deployed as serverless.yml names it."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-2")
    monkeypatch.setattr(wiring, "_worlds", {})
    with mock_aws():
        outputs = {name: {"Value": f"the-{name}"} for name in OUTPUTS.values()}
        topic = {"Type": "AWS::SNS::Topic"}
        template = {"Resources": {"Any": topic}, "Outputs": outputs}
        client = boto3.client("cloudformation")
        client.create_stack(StackName="action-alerts-dev", TemplateBody=json.dumps(template))
        yield client


def test_a_stages_names_are_the_outputs_of_its_stack(account: Any) -> None:
    settings = deployed("dev").settings
    assert {k: getattr(settings, k.lower()) for k in OUTPUTS} == {
        variable: f"the-{name}" for variable, name in OUTPUTS.items()
    }


def test_the_fragments_have_every_output_that_is_read() -> None:
    there = {name for path in fragment_files() for name in load(path).get("Outputs", ())}
    assert set(OUTPUTS.values()) <= there


def test_every_name_of_the_command_line_is_a_field_of_the_settings() -> None:
    names = {name.lower() for name in (*OUTPUTS, *LIMITS)}
    assert names <= set(Settings.__dataclass_fields__)
