"""`alerts receipt`: the sums, the tables, and one person."""

from __future__ import annotations

import csv
import json
from dataclasses import replace

import pytest

from functions.freeze_audience import freeze_audience
from functions.pace_sends import pace_sends
from functions.send_batch import send_batch
from functions.settle_sends import settle_sends
from functions.start_send import start_send
from tests.cli.conftest import Alerts, StaffWorld
from tests.compiled import AWARD
from tests.sending import person, plenty


@pytest.fixture
def sent(alerts: Alerts, staff: StaffWorld) -> str:
    """The id of a send whose twelve mails are handed over; a thirteenth had unsubscribed."""
    topic = ("welcoming-illinois",)
    staff.supporters.put(person(13, "unsubscribed", topics=topic))
    staff.supporters.put(person(14, "pending", topics=topic))
    send = alerts("send", AWARD, "--now", "--yes").out.strip()
    for message in staff.control_queue.take():
        start_send(message, staff)
    for message in staff.freeze_queue.take():
        freeze_audience(message, staff)
    for _ in range(2):
        pace_sends(staff)
    for message in staff.batch_queue.take():
        send_batch(message, staff, plenty)
    return send


def test_a_receipt_adds_up_in_words(alerts: Alerts, sent: str) -> None:
    ran = alerts("receipt", sent)
    assert ran.code == 0
    assert "13 people = 12 handed to Amazon + 1 skipped" in ran.out


def test_a_receipt_comes_as_a_table_and_for_machines(alerts: Alerts, sent: str) -> None:
    rows = list(csv.DictReader(alerts("receipt", sent, "--csv").out.splitlines()))
    assert rows[0] == {"number": "12", "outcome": "handed to Amazon", "reason": ""}
    assert json.loads(alerts("receipt", sent, "--json").out)["submitted"] == 12


@pytest.mark.parametrize("command", ["receipt", "status"])
def test_a_receipt_whose_events_are_gone_says_when_it_was_drawn(
    alerts: Alerts, staff: StaffWorld, sent: str, command: str
) -> None:
    settle_sends(staff)
    before = alerts(command, sent)
    staff.advance(days=91)
    after = alerts(command, sent)
    words = "This is the receipt of Monday 2018-04-09 9:00 AM CDT: "
    assert (words in before.out + before.err, words in after.out + after.err) == (False, True)
    assert "13 people = 12 handed to Amazon + 1 skipped" in after.out


def test_everybody_stands_in_the_table_of_people_without_an_address(
    alerts: Alerts, sent: str
) -> None:
    ran = alerts("receipt", sent, "--people")
    assert (len(ran.out.splitlines()), "@" in ran.out) == (1 + 13, False)


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "handed to Amazon on 2018-04-09"), (13, "had unsubscribed"), (14, "had not confirmed")],
)
def test_one_person_is_told_about(alerts: Alerts, sent: str, number: int, words: str) -> None:
    ran = alerts("receipt", sent, "--for", f"P{number}@supporter.example")
    assert (ran.code, words in ran.out) == (0, True)


def test_who_is_not_on_the_list_is_told(alerts: Alerts, sent: str) -> None:
    ran = alerts("receipt", sent, "--for", "maria@example.org")
    assert (ran.code, "maria@example.org is not on the list." in ran.err) == (1, True)


def test_two_forms_at_once_are_wrong_usage(alerts: Alerts, sent: str) -> None:
    assert alerts("receipt", sent, "--csv", "--json").code == 2


def test_a_receipt_of_a_send_that_has_not_begun_says_so(alerts: Alerts, staff: StaffWorld) -> None:
    send = alerts("send", AWARD, "--at", "2018-04-09 12:00", "--yes").out.strip()
    ran = alerts("receipt", send)
    assert (ran.code, "was not frozen" in ran.err) == (1, True)


def test_a_correction_goes_to_those_who_got_the_alert(
    alerts: Alerts, staff: StaffWorld, sent: str
) -> None:
    staff.supporters.put(replace(person(40), topics=frozenset({"welcoming-illinois"})))
    again = alerts("estimate", AWARD)
    correction = alerts("estimate", AWARD, "--correction-of", sent)
    assert "1 person will be mailed" in again.out
    assert "12 people will be mailed" in correction.out
