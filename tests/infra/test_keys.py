"""Signing keys in the deployment: each function is told of, and let at, exactly those it needs."""

from __future__ import annotations

import pytest

from functions.alerts.mail.keys import PURPOSES
from functions.settings import NEEDS
from tests.infra.fragments import INFRA, load, pascal
from tests.infra.grants import Right, granted

ENVIRONMENT = load(INFRA / "environment.yml")
ROOT = "/action-alerts/dev/keys"


@pytest.mark.parametrize("name", NEEDS)
def test_a_function_may_read_the_keys_it_is_told_of_and_no_others(name: str) -> None:
    told = [value for key, value in ENVIRONMENT[pascal(name)].items() if key.endswith("_KEYS")]
    allowed = {right for right in granted(f"{pascal(name)}Role") if right.action.startswith("ssm:")}
    assert allowed == {Right("ssm:GetParametersByPath", f"arn::ssm:::parameter{t}") for t in told}


def test_every_purpose_has_its_own_path_and_every_path_its_purpose() -> None:
    names = ENVIRONMENT["names"]
    paths = {value for key, value in names.items() if key.endswith("_KEYS")}
    assert paths == {f"{ROOT}/{purpose}" for purpose in PURPOSES}


def test_nobody_but_the_command_line_may_change_a_key() -> None:
    rights = {right for name in NEEDS for right in granted(f"{pascal(name)}Role")}
    changing = ("ssm:Put", "ssm:Delete", "ssm:Label")
    assert [right for right in rights if right.action.startswith(changing)] == []
