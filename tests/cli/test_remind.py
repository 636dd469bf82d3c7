"""`alerts remind`: a send of its own, before the deadline, to those who got the alert."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from functions.alerts.sends.filed import Filed
from functions.alerts.sends.planned import PlannedReminder
from functions.freeze_audience import freeze_audience
from functions.pace_sends import pace_sends
from functions.send_batch import send_batch
from functions.services.launch import start_message
from functions.services.reminders import remind
from functions.start_send import start_send
from tests.cli.conftest import Alerts, StaffWorld
from tests.compiled import AWARD
from tests.sending import plenty

# Two days before: a reminder keeps twenty hours' distance.
SATURDAY = datetime(2018, 4, 7, 14, tzinfo=UTC)
CLOSES = datetime(2018, 4, 10, 20, tzinfo=UTC)


@pytest.fixture
def done(alerts: Alerts, staff: StaffWorld) -> str:
    """The id of a send that is over; everybody has the mail."""
    staff.time = SATURDAY
    send = alerts("send", AWARD, "--now", "--yes").out.strip()
    for message in staff.control_queue.take():
        start_send(message, staff)
    mail(staff)
    staff.ledger.sends[send] = replace(staff.the_send(), state="done")
    return send


def mail(staff: StaffWorld) -> None:
    """Freeze the send that has started, and mail its first minute."""
    for message in staff.freeze_queue.take():
        freeze_audience(message, staff)
    for _ in range(2):
        pace_sends(staff)
    for message in staff.batch_queue.take():
        send_batch(message, staff, plenty)


def test_a_reminder_is_scheduled_before_the_deadline(
    alerts: Alerts, staff: StaffWorld, done: str
) -> None:
    ran = alerts("remind", AWARD, "--of", done, "--ask", "sb-35", "--before", "6h", "--yes")
    reminder = staff.ledger.sends[ran.out.strip()]
    assert (ran.code, reminder.kind, reminder.of) == (0, "reminder", done)
    assert reminder.starts == CLOSES - timedelta(hours=6)
    assert (reminder.id, reminder.gen) in staff.schedules.planned
    assert reminder.segment.not_filed == "sb-35@2018-04-10"
    assert "12 people will be mailed" in ran.err


def test_a_reminder_goes_to_those_who_got_the_alert_and_have_not_filed(
    alerts: Alerts, staff: StaffWorld, done: str
) -> None:
    filed, gone, moved, *others = sorted(staff.supporters.people)
    Filed("sb-35@2018-04-10", staff.keyring).add(filed, staff.filed)
    staff.supporters.suppress(gone, "unsubscribed")
    person = staff.supporters.people[moved]
    staff.supporters.put(replace(person, topics=frozenset({"daca"})))
    ran = alerts("remind", AWARD, "--of", done, "--ask", "sb-35", "--before", "6h", "--yes")
    reminder = staff.ledger.sends[ran.out.strip()]
    staff.time, mailed = reminder.starts, len(staff.mailer.addresses)
    start_send(start_message(reminder), staff)
    mail(staff)
    assert sorted(staff.mailer.addresses[mailed:]) == sorted(
        staff.supporters.people[other].email for other in others
    )


@pytest.fixture
def reminding(desk: Path) -> Path:
    """The award alert with two reminders in its file."""
    award = desk / AWARD.name
    text = award.read_text("utf-8")
    for day, lead in (("Tuesday 2018-04-10 3:00 PM", "6h"), ("Wednesday 2018-04-11 2:00 PM", "3h")):
        text = text.replace(f"closes: {day}", f"closes: {day}\n    remind: {lead}")
    award.write_text(text, "utf-8")
    return award


def test_before_a_send_its_reminders_are_shown_and_the_send_keeps_them(
    alerts: Alerts, staff: StaffWorld, reminding: Path
) -> None:
    staff.time = SATURDAY
    ran = alerts("send", reminding, "--now", "--yes")
    assert "A reminder of sb-35 follows Tuesday 2018-04-10 9:00 AM CDT" in ran.err
    assert "and did not press “I filed it”" in ran.err
    assert [one.ask for one in staff.the_send().reminders] == ["sb-35", "no-registry-act"]
    told = alerts("status").out
    assert "Reminder of sb-35, Tuesday 2018-04-10 9:00 AM CDT: follows" in told


def test_an_estimate_tells_of_reminders_too(
    alerts: Alerts, staff: StaffWorld, reminding: Path
) -> None:
    assert "A reminder of no-registry-act" in alerts("estimate", reminding).out
    told = json.loads(alerts("estimate", reminding, "--json").out)
    assert [one["ask"] for one in told["reminders"]] == ["sb-35", "no-registry-act"]


def test_status_and_receipt_say_what_became_of_a_reminder(
    alerts: Alerts, staff: StaffWorld, done: str
) -> None:
    late = PlannedReminder(ask="sb-35", at=SATURDAY, closes=CLOSES, why="It was too late.")
    staff.ledger.sends[done] = replace(staff.the_send(), reminders=(late,))
    for command in ("status", "receipt"):
        told = alerts(command, done).out
        assert "Reminder of sb-35, Saturday 2018-04-07 9:00 AM CDT: not sent." in told
        assert "It was too late." in told


def test_a_reminder_of_the_file_can_be_cancelled(
    alerts: Alerts, staff: StaffWorld, done: str
) -> None:
    planned = PlannedReminder(ask="sb-35", at=CLOSES - timedelta(hours=6), closes=CLOSES)
    staff.ledger.sends[done] = original = replace(staff.the_send(), reminders=(planned,))
    remind(original, staff)
    reminder = planned.send_id(done)
    assert f"(reminder of {done})" in alerts("status").out
    assert alerts("cancel", reminder, "--reason", "the hearing is off").code == 0
    staff.time = planned.at
    pace_sends(staff)
    assert staff.control_queue.messages == []
    assert f"send {reminder} is cancelled: the hearing is off" in alerts("status", done).out


def test_a_reminder_planned_twice_is_refused(alerts: Alerts, staff: StaffWorld, done: str) -> None:
    options = ("remind", AWARD, "--of", done, "--ask", "sb-35", "--before", "6h", "--yes")
    assert alerts(*options).code == 0
    ran = alerts(*options)
    assert (ran.code, "of the same alert goes out at" in ran.err) == (1, True)
    assert len(staff.ledger.sends) == 2


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        (("--ask", "sb-36"), 1, "There is sb-35."),
        (("--ask", "donate"), 1, "donate has no deadline."),
        (("--ask", "sb-35", "--before", "soon"), 2, "no length of"),
        (("--ask", "sb-35", "--before", "72h"), 1, "Leave 20 hours"),
        (("--ask", "sb-35", "--before", "10m"), 1, "too soon"),
    ],
)
def test_what_cannot_be_reminded_of_is_refused(
    alerts: Alerts, staff: StaffWorld, done: str, options: tuple[str, ...], code: int, words: str
) -> None:
    ran = alerts("remind", AWARD, "--of", done, *options, "--yes")
    assert (ran.code, len(staff.ledger.sends), words in ran.err) == (code, 1, True)


def test_a_reminder_is_the_alert_as_it_was_mailed(
    alerts: Alerts, staff: StaffWorld, done: str, desk: Path
) -> None:
    award = desk / AWARD.name
    award.write_text(award.read_text("utf-8").replace("Prestigious", "Great"), "utf-8")
    ran = alerts("remind", award, "--of", done, "--ask", "sb-35", "--before", "6h", "--yes")
    reminder = staff.ledger.sends[ran.out.strip()]
    assert reminder.digest == staff.ledger.sends[done].digest
    assert "The file has changed" in ran.err


def test_a_reminder_of_an_unknown_send_is_refused(alerts: Alerts, staff: StaffWorld) -> None:
    ran = alerts("remind", AWARD, "--of", "20180407-x", "--ask", "sb-35", "--yes")
    assert (ran.code, "There is no send 20180407-x." in ran.err) == (1, True)
