"""`alerts recover`, and what `publish` and `send` leave for the pages."""

from __future__ import annotations

import pytest

from functions.alerts.outcomes.left import left_at
from functions.alerts.pages.publishing import look_of
from functions.services.launch import stop
from functions.services.restored import bound_switch
from tests.cli.conftest import Alerts, StaffWorld
from tests.compiled import AWARD, loaded
from tests.sending import person

NOON = "2018-04-09T14:00:00Z"


def test_whoever_left_is_taken_off_again_and_counted(alerts: Alerts, staff: StaffWorld) -> None:
    for number in (1, 2):
        staff.leavings.add(left_at(person(number).id, "unsubscribed", staff.now(), ""))
    staff.leavings.add(left_at(person(99).id, "bounced", staff.now(), ""))
    ran = alerts("recover", "--since", NOON)
    assert ran.code == 0
    assert ran.out.splitlines() == [
        "2 people taken off the list again: 2 unsubscribed.",
        "1 more had left before the backup, or are not on the list.",
    ]
    assert staff.supporters.people[person(1).id].status == "unsubscribed"
    [line] = staff.ledger.audit("")
    assert (line.who, line.what) == (staff.caller.who, "recover supporters")


def test_it_says_that_sending_is_off_and_what_turns_it_on(
    alerts: Alerts, staff: StaffWorld
) -> None:
    bound_switch(staff)
    staff.ledger.id = "table-2"
    assert "`alerts stop --lift` turns it on" in alerts("recover", "--since", NOON).err
    stop(staff, who="ana", lift=True)
    assert "Sending is on." in alerts("recover", "--since", NOON).err


@pytest.mark.parametrize(
    ("since", "code", "told"),
    [
        ("yesterday", 2, "Write it as 2018-04-09T14:00:00Z."),
        ("2018-04-09T14:00:00", 2, "Say in which zone"),
        ("2018-04-10T14:00:00Z", 1, "still to come"),
    ],
)
def test_a_time_that_cannot_be_meant_is_refused(
    alerts: Alerts, staff: StaffWorld, since: str, code: int, told: str
) -> None:
    ran = alerts("recover", "--since", since)
    assert (ran.code, ran.out) == (code, "")
    assert told in " ".join(ran.err.replace("│", " ").split())


@pytest.mark.parametrize("command", [("publish",), ("send", "--now", "--yes")])
def test_the_pages_get_the_organizations_look(
    alerts: Alerts, staff: StaffWorld, command: tuple[str, ...]
) -> None:
    assert alerts(command[0], AWARD, *command[1:]).code == 0
    assert staff.site.published == look_of(loaded(AWARD).organization)


def test_a_send_that_is_not_confirmed_changes_nothing(alerts: Alerts, staff: StaffWorld) -> None:
    alerts("estimate", AWARD)
    assert staff.site.published is None
