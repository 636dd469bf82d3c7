"""`alerts send` and the public pages: what a launch that came to nothing leaves of its alert."""

from __future__ import annotations

import pytest

from functions.alerts.errors import OutcomeUnknown
from functions.alerts.sends.send import Send
from functions.services.embargo import HELD
from tests.cli.conftest import Alerts, StaffWorld
from tests.compiled import AWARD

LATER = "2018-04-09 10:30"


def test_a_launch_that_fails_leaves_nothing_to_become_public(
    alerts: Alerts, staff: StaffWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staff.ledger, "create_send", lambda send: False)
    assert alerts("send", AWARD, "--at", LATER, "--yes").code == 1
    assert staff.published.stored == {}


def test_a_launch_for_now_that_fails_is_not_public_either(
    alerts: Alerts, staff: StaffWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staff.ledger, "create_send", lambda send: False)
    assert alerts("send", AWARD, "--now", "--yes").code == 1
    assert staff.published.stored == {}


def test_what_was_public_stays_public_when_a_launch_fails(
    alerts: Alerts, staff: StaffWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    alerts("publish", AWARD)
    monkeypatch.setattr(staff.ledger, "create_send", lambda send: False)
    assert alerts("send", AWARD, "--now", "--yes").code == 1
    assert list(staff.published.stored) == [AWARD.stem]


def test_a_laptop_that_loses_its_network_in_a_launch_is_made_up_for_by_the_ledger(
    alerts: Alerts, staff: StaffWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost(send: Send) -> bool:
        raise OutcomeUnknown("No answer.")

    monkeypatch.setattr(staff.ledger, "create_send", lost)
    assert alerts("send", AWARD, "--at", LATER, "--yes").code == 1
    assert staff.published.stored == {}


def test_what_waits_for_a_release_has_its_pictures_and_no_page(
    alerts: Alerts, staff: StaffWorld
) -> None:
    assert alerts("send", AWARD, "--at", LATER, "--needs-release", "--yes").code == 0
    assert staff.published.stored[AWARD.stem].at == HELD
    assert staff.public_site.pages.pictures
