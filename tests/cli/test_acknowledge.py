"""A warning stops nothing, and nobody passes it without having read it."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest

from tests.cli.conftest import Alerts, StaffWorld
from tests.compiled import AWARD

DOUBTFUL = """\
topic: welcoming-illinois
level: state
languages: [en]
subject: Slips
body: "Please read [our letter](http://a.example.org/page)."
"""
LATER = "2018-04-09 10:30"


@pytest.fixture
def doubtful(desk: Path) -> Path:
    (desk / "doubtful.yaml").write_text(DOUBTFUL, encoding="utf-8")
    return desk / "doubtful.yaml"


def test_a_send_without_questions_stops_at_a_warning(
    alerts: Alerts, staff: StaffWorld, doubtful: Path
) -> None:
    ran = alerts("send", doubtful, "--at", LATER, "--yes")
    assert (ran.code, staff.ledger.sends) == (1, {})
    assert "http://a.example.org/page" in ran.err
    assert "--despite-warnings" in ran.err


def test_who_says_that_warnings_are_known_goes_on(
    alerts: Alerts, staff: StaffWorld, doubtful: Path
) -> None:
    ran = alerts("send", doubtful, "--at", LATER, "--yes", "--despite-warnings")
    assert (ran.code, len(staff.ledger.sends)) == (0, 1)
    assert "http://a.example.org/page" in ran.err


@pytest.mark.parametrize(("answers", "sends"), [("y\ny\n", 1), ("n\n", 0), ("", 0)])
def test_a_person_is_asked_about_warnings_before_anything_else(
    alerts: Alerts,
    staff: StaffWorld,
    doubtful: Path,
    monkeypatch: pytest.MonkeyPatch,
    answers: str,
    sends: int,
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(answers))
    ran = alerts("send", doubtful, "--at", LATER)
    assert "Go on despite 1 warning?" in ran.err
    assert len(staff.ledger.sends) == sends


def test_publishing_asks_too(
    alerts: Alerts, staff: StaffWorld, doubtful: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert (alerts("publish", doubtful).code, staff.published.stored) == (1, {})
    assert alerts("publish", doubtful, "--despite-warnings").code == 0
    assert list(staff.published.stored) == ["doubtful"]


def test_a_digest_in_a_doubtful_frame_is_asked_about_too(
    alerts: Alerts, staff: StaffWorld, doubtful: Path
) -> None:
    assert alerts("publish", AWARD).code == 0
    recurs = ("send", doubtful, "--every", "monday 11:00", "--yes")
    ran = alerts(*recurs)
    assert (ran.code, list(staff.digests.recurrences.all())) == (1, [])
    assert "http://a.example.org/page" in ran.err
    assert alerts(*recurs, "--despite-warnings").code == 0


@pytest.mark.parametrize(
    "command", [("send", "--at", LATER), ("publish",), ("estimate", "--at", LATER)]
)
def test_an_error_in_the_organizations_file_stops_its_alerts(
    alerts: Alerts, staff: StaffWorld, desk: Path, command: tuple[str, ...]
) -> None:
    staff.identities.domains.add("gmail.com")
    home = desk / "organization.yaml"
    home.write_text(re.sub("(?m)^from: .*$", "from: icirr@gmail.com", home.read_text("utf-8")))
    ran = alerts(command[0], desk / AWARD.name, *command[1:])
    assert (ran.code, staff.ledger.sends, staff.published.stored) == (1, {}, {})
    assert "organization.yaml:14  from" in ran.err


def test_a_warning_in_the_organizations_file_is_asked_about_before_a_send(
    alerts: Alerts, staff: StaffWorld, desk: Path
) -> None:
    home = desk / "organization.yaml"
    home.write_text(
        re.sub("(?m)^website: .*$", "website: http://www.icirr.example", home.read_text("utf-8"))
    )
    send = ("send", desk / AWARD.name, "--at", LATER, "--yes")
    assert (alerts(*send).code, staff.ledger.sends) == (1, {})
    assert alerts(*send, "--despite-warnings").code == 0


def test_an_estimate_shows_warnings_and_asks_nothing(
    alerts: Alerts, staff: StaffWorld, doubtful: Path
) -> None:
    ran = alerts("estimate", doubtful, "--at", LATER)
    assert (ran.code, "http://a.example.org/page" in ran.err) == (0, True)
