"""The template that osls compiles: one run of `osls package` without credentials, then its JSON."""

from __future__ import annotations

import json
import os
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest

from functions.settings import NEEDS
from tests.infra.fragments import ROOT, STAGE, load, pascal, resources

pytestmark = [pytest.mark.node, pytest.mark.slow]


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that `osls package` writes, made with no AWS account in reach."""
    folder = tmp_path_factory.mktemp("package")
    run = subprocess.run(
        [ROOT / "node_modules/.bin/osls", "package", "--stage", STAGE, "--package", str(folder)],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "HOME": str(folder), "AWS_EC2_METADATA_DISABLED": "true"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return folder


@pytest.fixture(scope="module")
def template(package: Path) -> dict[str, Any]:
    """The compiled CloudFormation template."""
    text = (package / "cloudformation-template-update-stack.json").read_text(encoding="utf-8")
    content: dict[str, Any] = json.loads(text)
    return content


def test_what_the_fragments_say_is_what_is_deployed(template: dict[str, Any]) -> None:
    for name, resource in resources().items():
        assert template["Resources"][name] == resource


@pytest.mark.parametrize("name", NEEDS)
def test_a_function_is_deployed_with_its_environment_and_role(
    template: dict[str, Any], name: str
) -> None:
    function = template["Resources"][f"{pascal(name)}LambdaFunction"]["Properties"]
    told = function["Environment"]["Variables"]
    assert told == load(ROOT / "infra/environment.yml")[pascal(name)]
    assert function["Role"] == {"Fn::GetAtt": [f"{pascal(name)}Role", "Arn"]}
    assert function["Architectures"] == ["arm64"]


def test_a_missed_minute_is_not_made_up_for(template: dict[str, Any]) -> None:
    ticks = [
        resource["Properties"]
        for resource in template["Resources"].values()
        if resource["Type"] == "AWS::Lambda::EventInvokeConfig"
    ]
    assert [tick["MaximumRetryAttempts"] for tick in ticks] == [0, 0]


def test_cloudformation_would_take_the_template(package: Path) -> None:
    run = subprocess.run(
        [
            ROOT / ".venv/bin/cfn-lint",
            "--ignore-checks=W3005",  # osls repeats in DependsOn what a function's role says
            "--regions=us-east-2",
            "--",
            package / "cloudformation-template-update-stack.json",
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.stdout + run.stderr == ""


def test_the_laptops_half_is_not_deployed(package: Path) -> None:
    with zipfile.ZipFile(package / "action-alerts.zip") as archive:
        names = archive.namelist()
    assert "functions/send_batch.py" in names
    assert [n for n in names if n.startswith(("functions/cli/", "functions/local/"))] == []
    assert [n for n in names if not n.startswith(("functions/", "templates/"))] == []
