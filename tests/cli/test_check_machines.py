"""Findings for machines: JSON, SARIF and the annotations of a GitHub workflow."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Alerts

BAD = """\
level: state
headline: 100%, now
asks:
  - ask: sign_up
    link: http://a.example.org
  - ask: dance
"""


@pytest.fixture
def bad(desk: Path) -> Path:
    (desk / "bad.yaml").write_text(BAD)
    return desk / "bad.yaml"


def test_sarif_has_each_finding_at_its_line_under_its_rule(alerts: Alerts, bad: Path) -> None:
    ran = alerts("check", bad, "--sarif")
    log = json.loads(ran.out)
    (run,) = log["runs"]
    rules = {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    places = [result["locations"][0]["physicalLocation"] for result in run["results"]]
    assert (ran.code, log["version"]) == (1, "2.1.0")
    assert {result["ruleId"] for result in run["results"]} <= rules
    assert {5, 6} <= {place.get("region", {}).get("startLine") for place in places}
    assert all(place["artifactLocation"]["uri"].endswith("bad.yaml") for place in places)


def test_an_annotation_is_one_line_whatever_it_says(alerts: Alerts, bad: Path) -> None:
    ran = alerts("check", bad, "--github")
    lines = ran.out.splitlines()
    assert ran.code == 1
    assert all(line.startswith(("::error ", "::warning ", "::notice ")) for line in lines)
    assert any(",line=5,title=asks.sign-up.link::" in line for line in lines)


def test_what_would_end_an_annotation_early_is_escaped(alerts: Alerts, desk: Path) -> None:
    odd = desk / "a,b:c.yaml"
    odd.write_text(BAD)
    ran = alerts("check", odd, "--github")
    assert "a%2Cb%3Ac.yaml" in ran.out


def test_two_forms_at_once_are_wrong_usage(alerts: Alerts, bad: Path) -> None:
    assert alerts("check", bad, "--json", "--sarif").code == 2


def test_json_names_the_rule(alerts: Alerts, bad: Path) -> None:
    found = json.loads(alerts("check", bad, "--json").out)
    assert {one["rule"] for one in found} >= {"file"}


def test_a_clock_can_be_pretended(alerts: Alerts, desk: Path) -> None:
    assert alerts("check", desk, "--as-of", "2018-04-09T09:00").code == 0
    assert alerts("check", desk, "--as-of", "soon").code == 2
