"""The template that osls compiles: one run of `osls package` without credentials, then its JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from functions.settings import NEEDS
from infra.artifacts.build import handlers
from infra.artifacts.target import LAMBDA
from tests.infra.fragments import ROOT, load, pascal, resources
from tests.infra.packaged import package as package_in
from tests.infra.packaged import template_in

pytestmark = [pytest.mark.node, pytest.mark.slow]


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that `osls package` writes, made with no AWS account in reach."""
    return package_in(tmp_path_factory.mktemp("package"))


@pytest.fixture(scope="module")
def template(package: Path) -> dict[str, Any]:
    """The compiled CloudFormation template."""
    return template_in(package)


def test_what_the_fragments_say_is_what_is_deployed(template: dict[str, Any]) -> None:
    for name, resource in resources().items():
        assert template["Resources"][name] == resource


@pytest.mark.parametrize("name", NEEDS)
def test_a_function_is_deployed_with_its_environment_and_role(
    template: dict[str, Any], name: str
) -> None:
    function = template["Resources"][f"{pascal(name)}LambdaFunction"]["Properties"]
    told = function["Environment"]["Variables"]
    assert told == {**load(ROOT / "infra/environment.yml")[pascal(name)], "PYTHONTZPATH": ""}
    assert function["Role"] == {"Fn::GetAtt": [f"{pascal(name)}Role", "Arn"]}
    assert function["Architectures"] == ["arm64"]


def test_a_missed_minute_is_not_made_up_for(template: dict[str, Any]) -> None:
    ticks = [
        resource["Properties"]
        for resource in template["Resources"].values()
        if resource["Type"] == "AWS::Lambda::EventInvokeConfig"
    ]
    assert [tick["MaximumRetryAttempts"] for tick in ticks] == [0, 0]


def test_a_functions_code_is_its_own_artifact(package: Path) -> None:
    state = json.loads((package / "serverless-state.json").read_text(encoding="utf-8"))
    told = {
        function["handler"]: function["package"]["artifact"]
        for function in state["service"]["functions"].values()
    }
    assert told == {one: f"build/artifacts/{name}.zip" for name, one in handlers(ROOT).items()}


def test_the_artifacts_are_built_for_what_runs_them(template: dict[str, Any]) -> None:
    functions = [
        one for one in template["Resources"].values() if one["Type"] == "AWS::Lambda::Function"
    ]
    runs = {
        (one["Properties"]["Runtime"], *one["Properties"]["Architectures"]) for one in functions
    }
    assert runs == {(f"python{LAMBDA.python}", "arm64")}
    assert (LAMBDA.platform or "").startswith("aarch64-")
