"""What people are told to type is there: AWS's calls and their options, ours, make's targets."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator

import pytest
import typer
from botocore import xform_name
from botocore.session import Session

from functions.cli import app
from tests.infra.fragments import ROOT

GUIDES = {name: ROOT / name for name in ("README.md", "infra/README.md")}
TOLD = [*GUIDES.values(), *(ROOT / "functions").rglob("*.py")]
# Of the AWS command line itself, not of a service: sign-in, and what every call takes.
_OWN = {"configure", "sso"}
_EVERYWHERE = {"region", "query", "profile", "output"}
_AWS = re.compile(r"\baws ([a-z0-9-]+) ([a-z0-9]+(?:-[a-z0-9]+)*)((?:[^`\n\\]|\\\n)*)")
_SESSION = Session()
_COMMANDS = typer.main.get_command(app)


def aws_commands() -> Iterator[tuple[str, str, frozenset[str]]]:
    """Service, operation and options, in guides and in what commands say."""
    for path in TOLD:
        # Python joins a text over two lines; the shell does with a backslash.
        text = re.sub(r'"\n\s*f?"', "", path.read_text(encoding="utf-8"))
        for service, operation, rest in _AWS.findall(text):
            if (service, operation) == ("s3", "cp"):  # the command line's own, no call of S3's
                continue
            if service not in _OWN and service in _SESSION.get_available_services():
                yield service, operation, frozenset(re.findall(r"\s--([a-z][a-z-]*)", rest))


def alerts_commands(guide: str) -> Iterator[tuple[str, frozenset[str]]]:
    """Our commands with their options, in a guide's code."""
    text = GUIDES[guide].read_text(encoding="utf-8")
    for name, rest in re.findall(
        r"(?:`|^\s*)alerts ((?:(?:supporters|page) )?[a-z]+)([^`\n#]*)", text, re.MULTILINE
    ):
        yield name, frozenset(re.findall(r"--[a-z-]+", rest))


@pytest.mark.parametrize(("service", "operation", "options"), sorted(set(aws_commands()), key=str))
def test_a_call_of_aws_is_there_with_its_options(
    service: str, operation: str, options: frozenset[str]
) -> None:
    model = _SESSION.get_service_model(service)
    names = {xform_name(name, "-"): name for name in model.operation_names}
    assert operation in names
    asked = model.operation_model(names[operation]).input_shape
    known = {xform_name(name, "-") for name in (asked.members if asked else ())} | _EVERYWHERE
    assert {option.removeprefix("no-") for option in options} <= known


@pytest.mark.parametrize("guide", GUIDES)
def test_our_commands_are_there_with_their_options(guide: str) -> None:
    found = set(alerts_commands(guide))
    commands = _COMMANDS.commands  # type: ignore[attr-defined]
    assert found
    for name, options in found:
        group, _, within = name.partition(" ")
        command = commands[group].commands[within] if within else commands[group]
        known = {one for param in command.params for one in (*param.opts, "--help")}
        assert options <= known, name


@pytest.mark.parametrize("guide", GUIDES)
def test_makes_targets_are_there(guide: str) -> None:
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
    told = re.findall(r"(?:`|^)make ([a-z-]+)", GUIDES[guide].read_text(encoding="utf-8"), re.M)
    assert told
    assert set(told) <= set(targets)


def test_a_deploy_asks_before_it_builds_and_again_before_it_uploads() -> None:
    run = subprocess.run(
        ["make", "-n", "-o", "dev", "-o", "node", "deploy", "STAGE=prod"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    steps = [line.rpartition("bin/")[2] for line in run.stdout.splitlines()]
    told = [step for step in steps if step.startswith(("alerts", "osls"))]
    assert told == [
        "alerts setup --check --stage prod",
        "osls package --stage prod",
        "alerts setup --check --packaged --stage prod",
        "osls deploy --stage prod",
    ]


def test_calls_of_aws_are_found_where_they_are_told() -> None:
    found = {(service, operation) for service, operation, _ in aws_commands()}
    assert {("sesv2", "put-account-details"), ("dynamodb", "list-backups")} <= found
    assert {("acm", "request-certificate"), ("cloudformation", "delete-stack")} <= found
