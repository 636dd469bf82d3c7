"""A checkout that could be deployed, and an account in memory that lets it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from functions.cli.account import Account
from functions.cli.parameters import FILE

REPOSITORY = Path(__file__).parents[2]
NUMBER = "123456789012"
DOMAIN = "coalition.org"


def parameters(folder: Path, **changes: str) -> Path:
    """The repository's parameters with a domain of one's own; `changes` in the stage `prod`."""
    text = FILE.read_text(encoding="utf-8").replace("icirr.example", DOMAIN)
    block = "".join(f"\n  {key}: {value}" for key, value in changes.items()) or " {}"
    file = folder / "parameters.yml"
    file.write_text(text.replace("prod: {}", f"prod:{block}"), encoding="utf-8")
    return file


def organization(folder: Path, **changes: str) -> Path:
    """The sample organization at that domain; `changes` are lines put in the place of others."""
    text = (REPOSITORY / "campaigns" / "organization.yaml").read_text(encoding="utf-8")
    text = text.replace("icirr.example", DOMAIN)
    lines = [
        next((f"{k}: {v}" for k, v in changes.items() if line.startswith(f"{k}:")), line)
        for line in text.splitlines()
    ]
    file = folder / "organization.yaml"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def fault(code: str, operation: str) -> ClientError:
    """What boto3 raises when AWS says no."""
    return ClientError({"Error": {"Code": code, "Message": ""}}, operation)


class Service:
    """One service's client: each operation answers what it was told, or raises it."""

    def __init__(self, answers: Mapping[str, Any]) -> None:
        self._answers = answers

    def __getattr__(self, operation: str) -> Any:
        def answer(**asked: Any) -> Any:
            told = self._answers[operation]
            if callable(told):
                told = told(**asked)
            if isinstance(told, Exception):
                raise told
            return told

        return answer


class Aws:
    """An empty account in which everything is allowed; `says` changes single answers."""

    def __init__(self, region: str = "us-east-2", arn: str = "") -> None:
        self.region = region
        self.arn = arn or f"arn:aws:sts::{NUMBER}:assumed-role/Deployer/ana"
        self.answers: dict[str, dict[str, Any]] = {
            "sesv2": {"get_email_identity": fault("NotFoundException", "GetEmailIdentity")},
            "lambda": {
                "get_account_settings": {"AccountLimit": {"ConcurrentExecutions": 10}},
            },
            "cloudformation": {"describe_stacks": fault("ValidationError", "DescribeStacks")},
            "ssm": {
                "get_parameter": fault("ParameterNotFound", "GetParameter"),
                "get_parameters_by_path": {"Parameters": []},
            },
            "iam": {
                "get_role": fault("AccessDenied", "GetRole"),
                "simulate_principal_policy": simulated("allowed"),
            },
        }

    def says(self, service: str, operation: str, answer: Any) -> Aws:
        """Let an operation answer something else, or raise it."""
        self.answers[service][operation] = answer
        return self

    def stack(self, status: str, identity: str = DOMAIN, was: str = "CREATE_COMPLETE") -> Aws:
        """Let the stack be there, in a state, with its identity in SES in another."""
        made = {"ResourceStatus": was, "PhysicalResourceId": identity}
        self.says("cloudformation", "describe_stack_resource", {"StackResourceDetail": made})
        stacks = {"Stacks": [{"StackStatus": status}]}
        return self.says("cloudformation", "describe_stacks", stacks)

    def account(self, _: object = None) -> Account:
        """As `open_account` gives it."""
        return Account(NUMBER, self.arn, self.region, lambda name: Service(self.answers[name]))


def simulated(decision: str, *only: str, lacking: tuple[str, ...] = ()) -> Any:
    """IAM's simulation: `decision` for `only` these actions (or all), the others are allowed."""

    def answer(*, PolicySourceArn: str, ActionNames: list[str], ResourceArns: list[str]) -> Any:  # noqa: N803
        assert len(ResourceArns) == 1
        results = [
            {
                "EvalActionName": one,
                "EvalDecision": decision if one in only or not only else "allowed",
                "MissingContextValues": list(lacking),
            }
            for one in ActionNames
        ]
        return {"EvaluationResults": results}

    return answer
