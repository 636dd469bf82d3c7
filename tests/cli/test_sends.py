"""What people do with a launched send: `status`, `release`, `pause`, `stop` and the others."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from functions.alerts.sends.states import State
from functions.freeze_audience import freeze_audience
from functions.pace_sends import pace_sends
from functions.services.receipts import draw_receipt
from functions.start_send import start_send
from tests.cli.conftest import Alerts, StaffWorld
from tests.compiled import AWARD

LATER = "2018-04-09 10:30"


@pytest.fixture
def scheduled(alerts: Alerts, staff: StaffWorld) -> str:
    """The id of a send that waits for its time, and for a release."""
    return alerts("send", AWARD, "--at", LATER, "--needs-release", "--yes").out.strip()


@pytest.fixture
def sending(alerts: Alerts, staff: StaffWorld) -> str:
    """The id of a send that is going on."""
    send = alerts("send", AWARD, "--now", "--yes").out.strip()
    for message in staff.control_queue.take():
        start_send(message, staff)
    for message in staff.freeze_queue.take():
        freeze_audience(message, staff)
    pace_sends(staff)
    assert staff.the_send().state == "sending"
    return send


def test_status_lists_the_sends_and_what_each_waits_for(alerts: Alerts, scheduled: str) -> None:
    ran = alerts("status")
    assert ran.code == 0
    assert f"{scheduled} is scheduled, start Monday 2018-04-09 10:30 AM CDT" in ran.out
    assert "A second person has to let it go" in ran.out


def end(staff: StaffWorld, send: str, state: State = "done") -> None:
    """The send is over, with a receipt."""
    staff.ledger.sends[send] = replace(staff.ledger.sends[send], state=state)
    staff.ledger.retire(send)
    staff.store.write_receipt(send, draw_receipt(send, staff).to_json())


def test_status_lists_also_what_is_over_with_its_sums_for_thirty_days(
    alerts: Alerts, staff: StaffWorld, sending: str
) -> None:
    end(staff, sending)
    staff.advance(days=29)
    ran = alerts("status")
    assert "Over, of the last 30 days:" in ran.out
    assert f"{sending}  welcoming-illinois-award: done, Monday 2018-04-09" in ran.out
    assert "12 people = 0 handed to Amazon" in ran.out
    staff.advance(days=2)
    assert alerts("status").out == "No send is going on or planned.\n"


def test_status_lists_the_newest_first(alerts: Alerts, staff: StaffWorld, sending: str) -> None:
    end(staff, sending)
    staff.ledger.sends["old"] = replace(
        staff.ledger.sends[sending], id="old", starts=staff.time - timedelta(days=3)
    )
    told = alerts("status").out
    assert told.index(f"{sending}  ") < told.index("old  ")


def test_a_send_that_was_cancelled_before_its_start_is_listed_with_its_reason(
    alerts: Alerts, staff: StaffWorld, scheduled: str
) -> None:
    alerts("cancel", scheduled, "--reason", "a typo")
    told = alerts("status").out
    assert told.startswith("No send is going on or planned.\nOver, of the last 30 days:\n")
    assert f"{scheduled}  welcoming-illinois-award: cancelled" in told
    assert "    Because: a typo" in told


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"state": "waiting", "reason": "ACCOUNT_DAILY_QUOTA_EXCEEDED"}, "goes on by itself"),
        ({"state": "blocked", "reason": "SANDBOX"}, "production access in the SES console"),
        ({"state": "blocked", "reason": "ACCOUNT_SENDING_PAUSED"}, "the SES console says why"),
        ({"state": "paused", "reason": "TOO_MANY_BOUNCES"}, "More than 5 % bounced"),
        ({"state": "paused", "reason": "restored"}, "compare before `alerts stop --lift`"),
        ({"dead": 2}, "2 of its messages failed again and again: see BatchQueueDeadLetters"),
        ({"state": "cancelled", "reason": "a typo"}, "Because: a typo"),
        ({"state": "freezing", "reason": "No names."}, "Its audience cannot be fixed. No names."),
        ({"state": "blocked", "reason": "EVERYBODY_REFUSED"}, "it is not their addresses"),
    ],
    ids=lambda value: value.get("reason", "dead") if isinstance(value, dict) else "",
)
def test_status_says_why_a_send_does_not_go_on_and_what_to_do(
    alerts: Alerts, staff: StaffWorld, sending: str, change: dict[str, Any], words: str
) -> None:
    staff.ledger.sends[sending] = replace(staff.the_send(), **change)
    assert words in alerts("status", sending).out


def test_a_send_that_waits_for_the_quota_says_until_when(
    alerts: Alerts, staff: StaffWorld, sending: str
) -> None:
    staff.mailer.limits = replace(staff.mailer.limits, left=0)
    pace_sends(staff)
    assert "It waits until Tuesday 2018-04-10 9:00 AM CDT at most." in alerts("status").out
    staff.mailer.limits = replace(staff.mailer.limits, left=1000)
    pace_sends(staff)
    assert f"{sending} is sending" in alerts("status").out


def test_status_of_nothing_is_said(alerts: Alerts, staff: StaffWorld) -> None:
    assert alerts("status").out == "No send is going on or planned.\n"


def test_status_of_one_send_tells_all_about_it(alerts: Alerts, sending: str) -> None:
    ran = alerts("status", sending)
    assert 'To everybody who asked for "welcoming-illinois".' in ran.out
    assert "12 people = 0 handed to Amazon" in ran.out
    assert "arn:aws:iam::1:user/ana  launch" in ran.out


def test_who_launched_a_send_cannot_release_it(
    alerts: Alerts, staff: StaffWorld, scheduled: str
) -> None:
    alone = alerts("release", scheduled)
    assert (alone.code, staff.the_send().release) == (1, "needed")
    assert "Ask a second person" in alone.err
    staff.caller.who = "arn:aws:iam::1:user/bo"
    assert alerts("release", scheduled).code == 0
    assert (staff.the_send().release, staff.the_send().released_by) == ("given", staff.caller.who)


def test_an_urgent_release_by_one_alone_is_told_to_all(
    alerts: Alerts, staff: StaffWorld, scheduled: str
) -> None:
    assert alerts("release", scheduled, "--urgent").code == 1
    ran = alerts("release", scheduled, "--urgent", "--reason", "vote at noon")
    assert (ran.code, len(staff.alarms.told)) == (0, 1)
    assert "vote at noon" in alerts("status", scheduled).out


def test_pause_resume_and_cancel_change_the_state(
    alerts: Alerts, staff: StaffWorld, sending: str
) -> None:
    for command, state in [("pause", "paused"), ("resume", "sending"), ("cancel", "cancelled")]:
        ran = alerts(command, sending, "--reason", "a typo")
        assert (ran.code, staff.the_send().state) == (0, state)
        assert f"{sending} is {state}" in ran.out
    assert alerts("pause", sending).code == 1


def test_reschedule_moves_the_start_and_replaces_the_schedule(
    alerts: Alerts, staff: StaffWorld, scheduled: str
) -> None:
    ran = alerts("reschedule", scheduled, "--at", "2018-04-10 09:00", "--zone", "America/New_York")
    assert (ran.code, staff.the_send().starts) == (0, datetime(2018, 4, 10, 13, tzinfo=UTC))
    assert list(staff.schedules.planned) == [(scheduled, 2)]


@pytest.mark.parametrize(
    ("at", "code"), [("2018-04-09 08:00", 1), ("2018-11-04 01:30", 2), ("soon", 2)]
)
def test_reschedule_refuses_what_is_no_time_to_come(
    alerts: Alerts, staff: StaffWorld, scheduled: str, at: str, code: int
) -> None:
    ran = alerts("reschedule", scheduled, "--at", at, "--zone", "America/Chicago")
    assert (ran.code, staff.the_send().gen) == (code, 1)


def test_stop_turns_everything_off_until_it_is_lifted(alerts: Alerts, staff: StaffWorld) -> None:
    assert alerts("stop", "--reason", "wrong link").code == 0
    assert (staff.ledger.read_switch().on, staff.mailer.sets) == (False, {"alerts": False})
    assert "wrong link" in alerts("status").err
    assert alerts("stop", "--lift").code == 0
    assert (staff.ledger.read_switch().on, staff.mailer.sets) == (True, {"alerts": True})


@pytest.mark.parametrize("command", ["pause", "resume", "cancel", "release", "receipt", "status"])
def test_an_unknown_send_is_told(alerts: Alerts, staff: StaffWorld, command: str) -> None:
    ran = alerts(command, "20180409-x")
    assert (ran.code, "There is no send 20180409-x." in ran.err) == (1, True)
