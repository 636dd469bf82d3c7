"""`alerts new`: a commented file to go on from, and never over another one."""

from pathlib import Path

import pytest

from functions.alerts.reading.new import QUESTIONS
from tests.cli.conftest import Alerts


@pytest.mark.parametrize("kind", QUESTIONS)
def test_the_new_file_has_no_errors(alerts: Alerts, desk: Path, kind: str) -> None:
    answers = (f"--answer={q.key}={q.example}" for q in QUESTIONS[kind] if q.needed)
    assert alerts("new", kind, "--file", desk / "april.yaml", *answers).code == 0
    assert alerts("check", desk / "april.yaml").code == 0


def test_a_file_that_is_there_is_left_alone(alerts: Alerts, desk: Path) -> None:
    before = (desk / "daca-updates.yaml").read_text()
    ran = alerts("new", "alert", "--file", desk / "daca-updates.yaml", "--answer", "level=state")
    assert (ran.code, "nothing was changed" in ran.err) == (1, True)
    assert (desk / "daca-updates.yaml").read_text() == before


@pytest.mark.parametrize(
    "arguments",
    [["petition"], ["slip", "--answer", "bil=SB 1"], ["slip", "--answer", "bill"]],
    ids=["no such kind", "no such question", "no equals sign"],
)
def test_wrong_usage_writes_nothing(alerts: Alerts, desk: Path, arguments: list[str]) -> None:
    assert alerts("new", *arguments, "--file", desk / "x.yaml").code == 2
    assert not (desk / "x.yaml").exists()


@pytest.mark.parametrize(
    ("name", "answers", "code"),
    [
        ("april", ["--answer", "level=state"], 2),
        ("april.yaml", ["--answer", "level=State", "--answer", "bill=SB 35 and HB 4"], 1),
    ],
    ids=["a name that is no id", "an answer that is no bill"],
)
def test_what_check_would_refuse_is_not_written(
    alerts: Alerts, desk: Path, name: str, answers: list[str], code: int
) -> None:
    ran = alerts("new", "slip", "--file", desk / name, *answers)
    assert (ran.code, (desk / name).exists()) == (code, False)
