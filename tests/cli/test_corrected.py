"""`alerts publish`, `alerts send`: a hearing that moved without a word, and `--corrected`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Alerts, StaffWorld
from tests.compiled import AWARD

LATER = ("--at", "2018-04-09 10:30", "--yes")


@pytest.fixture
def moved(alerts: Alerts, staff: StaffWorld, desk: Path) -> Path:
    """The award alert, published; in the file its first hearing is a day later by now."""
    file = desk / AWARD.name
    assert alerts("publish", file).code == 0
    text = file.read_text(encoding="utf-8").replace("Tuesday 2018-04-10", "Wednesday 2018-04-11")
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize("command", [("publish",), ("send", *LATER)], ids=["publish", "send"])
def test_a_silent_move_is_refused_and_nothing_is_stored(
    alerts: Alerts, staff: StaffWorld, moved: Path, command: tuple[str, ...]
) -> None:
    before, revisions = dict(staff.published.stored), dict(staff.store.revisions)
    name, *options = command
    ran = alerts(name, moved, *options)
    assert (ran.code, ran.out, staff.ledger.sends) == (1, "", {})
    assert "add `moved_from: Tuesday 2018-04-10 3:00 PM`" in ran.err
    assert (staff.published.stored, staff.store.revisions) == (before, revisions)


@pytest.mark.parametrize("command", [("publish",), ("send", *LATER)], ids=["publish", "send"])
def test_a_first_date_that_was_a_mistake_is_corrected(
    alerts: Alerts, staff: StaffWorld, moved: Path, command: tuple[str, ...]
) -> None:
    name, *options = command
    assert alerts(name, moved, *options, "--corrected").code == 0
    assert "Wednesday 2018-04-11 3:00 PM" in staff.published.stored[AWARD.stem].text


def test_an_estimate_compares_nothing(alerts: Alerts, moved: Path) -> None:
    assert alerts("estimate", moved).code == 0


def test_a_digest_corrects_nothing(alerts: Alerts, staff: StaffWorld) -> None:
    ran = alerts("send", "--every", "Monday 9:00 AM", "--corrected", "--yes")
    assert (ran.code, "A digest is no correction" in " ".join(ran.err.split())) == (2, True)
