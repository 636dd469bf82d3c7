"""Where the command line learns which stack is meant."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

from functions import wiring
from functions.alerts.errors import StateError
from functions.cli.stack import deployed
from functions.settings import LIMITS, OUTPUTS, Settings
from tests.infra.fragments import ROOT, fragment_files, load

pytestmark = pytest.mark.slow
RELEASED = sorted((ROOT / "tests/released").glob("v*/template.json"))


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


@pytest.mark.parametrize("path", RELEASED, ids=lambda path: path.parent.name)
def test_a_stack_of_an_earlier_release_is_said_to_be_one(account: Any, path: Path) -> None:
    outputs = {name: {"Value": "x"} for name in json.loads(path.read_text("utf-8"))["Outputs"]}
    template = {"Resources": {"Any": {"Type": "AWS::SNS::Topic"}}, "Outputs": outputs}
    account.create_stack(StackName="action-alerts-old", TemplateBody=json.dumps(template))
    with pytest.raises(StateError, match=r"earlier release: it has no .*PageQueueUrl") as caught:
        deployed("old")
    assert "make deploy STAGE=old" in caught.value.remedy


def test_the_fragments_have_every_output_that_is_read() -> None:
    there = {name for path in fragment_files() for name in load(path).get("Outputs", ())}
    assert set(OUTPUTS.values()) <= there


def test_every_name_of_the_command_line_is_a_field_of_the_settings() -> None:
    names = {name.lower() for name in (*OUTPUTS, *LIMITS)}
    assert names <= set(Settings.__dataclass_fields__)
