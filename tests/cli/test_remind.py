"""`alerts remind`: a send of its own, before the deadline, to those who got the alert."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from functions.alerts.sends.filed import Filed
from functions.freeze_audience import freeze_audience
from functions.launch import start_message
from functions.pace_sends import pace_sends
from functions.send_batch import send_batch
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
        (("--ask", "sb-35", "--before", "soon"), 2, "24h or 90m"),
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
