"""What the product says about its commands: those it names are there, and each is explained."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from functions.cli import COMMANDS, ON_PEOPLE
from tests.cli.conftest import Alerts

FUNCTIONS = Path(__file__).parents[2] / "functions"
NAMES = [*COMMANDS, "supporters", "page"]
NAMED = sorted(
    {
        (str(path.relative_to(FUNCTIONS)), name)
        for path in FUNCTIONS.rglob("*.py")
        for name in re.findall(r"`alerts ([a-z]+)", path.read_text(encoding="utf-8"))
    }
)


@pytest.mark.parametrize(("file", "name"), NAMED)
def test_a_command_that_is_named_to_people_is_there(file: str, name: str) -> None:
    assert name in NAMES, f"{file} names `alerts {name}`"


@pytest.mark.parametrize("name", NAMES)
def test_every_command_explains_itself(alerts: Alerts, name: str) -> None:
    ran = alerts(name, "--help")
    assert (ran.code, f"alerts {name}" in ran.out) == (0, True)


@pytest.mark.parametrize("name", ON_PEOPLE)
def test_every_command_about_people_explains_itself(alerts: Alerts, name: str) -> None:
    ran = alerts("supporters", name, "--help")
    assert (ran.code, f"alerts supporters {name}" in ran.out) == (0, True)
