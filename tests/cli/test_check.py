"""`alerts check`: findings for people and for machines, and the exit code."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Alerts

AWARD = "welcoming-illinois-award.yaml"


def test_a_campaign_in_order_is_ready(alerts: Alerts, desk: Path) -> None:
    ran = alerts("check", desk / AWARD)
    assert (ran.code, ran.err) == (0, "")
    assert f"{AWARD}: ready" in ran.out


def test_a_warning_is_shown_and_stops_nothing(alerts: Alerts, desk: Path) -> None:
    ran = alerts("check", desk / "healthcare-updates.yaml")
    assert ran.code == 0
    assert "https://p2a.co/mothGm7" in ran.out
    assert "ready, with 1 warning" in ran.out


def test_an_error_says_where_what_and_the_mended_line(alerts: Alerts, desk: Path) -> None:
    award = desk / AWARD
    award.write_text(award.read_text().replace("Tuesday 2018-04-10", "Monday 2018-04-10"))
    ran = alerts("check", award)
    line = award.read_text().partition("Monday 2018-04-10")[0].count("\n") + 1
    assert ran.code == 1
    assert f"{AWARD}:{line}  asks.sb-35.closes" in ran.out
    assert "`closes: Tuesday 2018-04-10 3:00 PM`" in ran.out


def test_json_is_for_machines(alerts: Alerts, desk: Path) -> None:
    (desk / "bad.yaml").write_text("levl: state\n")
    ran = alerts("check", desk / "bad.yaml", "--json")
    first = next(f for f in json.loads(ran.out) if f["level"] == "error")
    assert (ran.code, first["line"], first["field"]) == (1, 1, "levl")


def test_the_organization_is_checked_as_what_it_is(alerts: Alerts, desk: Path) -> None:
    assert alerts("check", desk / "organization.yaml").code == 0
    (desk / "images" / "logo.png").unlink()
    ran = alerts("check", desk / "organization.yaml")
    assert (ran.code, "logo.png" in ran.out) == (1, True)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        pytest.param(["check"], 2, id="no file named"),
        pytest.param(["check", "nowhere.yaml"], 1, id="no such file"),
        pytest.param(["chek", "x.yaml"], 2, id="no such command"),
    ],
)
def test_wrong_usage_and_wrong_input_have_their_own_exit_codes(
    alerts: Alerts, arguments: list[str], code: int
) -> None:
    assert alerts(*arguments).code == code


def test_a_folder_is_checked_file_by_file(alerts: Alerts, desk: Path) -> None:
    ran = alerts("check", desk)
    assert (ran.code, ran.out.count("warning")) == (0, 2)  # the finding, and the last line
    (desk / "april.yaml").write_text("levl: state\n")
    ran = alerts("check", desk)
    assert (ran.code, "april.yaml:1  levl" in ran.out) == (1, True)


def test_two_files_of_one_id_are_no_two_alerts(alerts: Alerts, desk: Path) -> None:
    (desk / AWARD).with_suffix(".yml").write_bytes((desk / AWARD).read_bytes())
    ran = alerts("check", desk)
    assert (ran.code, "is the alert `welcoming-illinois-award` too" in ran.out) == (1, True)


def test_a_folder_without_campaigns_is_not_ready(alerts: Alerts, tmp_path: Path) -> None:
    assert alerts("check", tmp_path).code == 1
