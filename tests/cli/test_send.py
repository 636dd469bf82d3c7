"""`alerts send`, `estimate`: what is shown, asked, queued and refused."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from functions.alerts.sends.switch import Switch
from tests.cli.conftest import Alerts, StaffWorld
from tests.compiled import AWARD
from tests.sending import person

CLOSED = """\
topic: welcoming-illinois
level: state
subject: Slips
body: Please file.
asks:
  - ask: slip
    bill: SB 35
    text: Please file.
    closes: 2018-04-08 3:00 PM
"""
LATER = "2018-04-09 10:30"


def queued(world: StaffWorld) -> int:
    return len(world.ledger.sends) + len(world.control_queue.messages)


def test_a_send_shows_its_estimate_and_is_scheduled(alerts: Alerts, staff: StaffWorld) -> None:
    ran = alerts("send", AWARD, "--at", LATER, "--yes")
    send = staff.the_send()
    assert (ran.code, ran.out) == (0, f"{send.id}\n")
    assert "12 people will be mailed: 8 in English, 4 in Español." in ran.err
    assert "Monday 2018-04-09 10:30 AM CDT" in ran.err
    assert (send.author, list(staff.schedules.planned)) == (staff.caller.who, [(send.id, 1)])


def test_now_is_queued_at_once(alerts: Alerts, staff: StaffWorld) -> None:
    ran = alerts("send", AWARD, "--now", "--yes")
    send = staff.the_send()
    assert (ran.code, send.starts, staff.schedules.planned) == (0, staff.time, {})
    assert staff.control_queue.messages == [{"v": 1, "do": "start", "send": send.id, "gen": 1}]


@pytest.mark.parametrize(("answer", "code", "count"), [("y\n", 0, 2), ("n\n", 1, 0), ("", 1, 0)])
def test_it_asks_before_anything_is_queued(
    alerts: Alerts,
    staff: StaffWorld,
    monkeypatch: pytest.MonkeyPatch,
    answer: str,
    code: int,
    count: int,
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(answer))
    ran = alerts("send", AWARD, "--now")
    assert (ran.code, queued(staff), "Send it?" in ran.err) == (code, count, True)


def test_its_options_reach_the_send(alerts: Alerts, staff: StaffWorld) -> None:
    options = ("--urgent", "--reason", "vote at noon", "--needs-release", "--doubt", "keep")
    ran = alerts("send", AWARD, "--at", LATER, "--to", "language=es", *options, "--yes")
    send = staff.the_send()
    assert (ran.code, send.urgent, send.release, send.doubt) == (0, True, "needed", "keep")
    assert send.segment.languages == {"es"}
    assert [entry.reason for entry in staff.ledger.entries] == ["vote at noon"]


def no_account(world: StaffWorld) -> None:
    world.mailer.limits = replace(world.mailer.limits, enabled=False)


def in_sandbox(world: StaffWorld) -> None:
    world.mailer.limits = replace(world.mailer.limits, sandbox=True)


def over_quota(world: StaffWorld) -> None:
    world.mailer.limits = replace(world.mailer.limits, left=11)


def unverified(world: StaffWorld) -> None:
    world.identities.domains.clear()


def set_off(world: StaffWorld) -> None:
    world.identities.is_on = False


def stopped(world: StaffWorld) -> None:
    world.ledger.set_switch(Switch(on=False, by="bo", at="today", why="wrong link"))


def restored(world: StaffWorld) -> None:
    world.ledger.set_switch(Switch(table="another"))


def too_many(world: StaffWorld) -> None:
    world.settings = replace(world.settings, most_per_send="11")


def too_many_a_day(world: StaffWorld) -> None:
    world.settings = replace(world.settings, most_per_day="100")
    world.mailer.limits = replace(world.mailer.limits, sent=89)


def nobody(world: StaffWorld) -> None:
    world.supporters.people = {}


def all_gone(world: StaffWorld) -> None:
    people = [person(n, "unsubscribed", topics=("welcoming-illinois",)) for n in (1, 2)]
    world.supporters.people = {one.id: one for one in people}


@pytest.mark.parametrize(
    ("prepare", "reason", "remedy"),
    [
        (no_account, "has paused or suspended this account", "SES console (Account dashboard)"),
        (in_sandbox, "sandbox", "Ask for production access"),
        (over_quota, "12 people are more than Amazon lets this account mail", "higher quota"),
        (unverified, "does not know the sender", "DKIM records"),
        (set_off, "off for our configuration set. `alerts stop", "`alerts stop --lift` turns"),
        (stopped, "Sending is off: bo stopped it at today: wrong link", "`alerts stop --lift`"),
        (restored, "restored from a backup", "`alerts stop --lift`"),
        (too_many, "12 people are more than the 11", "MOST_PER_SEND"),
        (too_many_a_day, "101 people are mailed in 24 hours, more than 100", "MOST_PER_DAY"),
        (nobody, "Nobody on the list asked for", "Import supporters"),
        (all_gone, "Nobody would be mailed: all 2 would be skipped", "Look at --to"),
    ],
)
def test_what_speaks_against_a_send_is_said_before_anything_is_queued(
    alerts: Alerts,
    staff: StaffWorld,
    prepare: Callable[[StaffWorld], None],
    reason: str,
    remedy: str,
) -> None:
    prepare(staff)
    ran = alerts("send", AWARD, "--now", "--yes")
    assert (ran.code, queued(staff)) == (1, 0)
    assert reason in ran.err
    assert remedy in ran.err


def test_an_alert_whose_asks_have_closed_by_then_is_refused(
    alerts: Alerts, staff: StaffWorld, desk: Path
) -> None:
    (desk / "closed.yaml").write_text(CLOSED, encoding="utf-8")
    ran = alerts("send", desk / "closed.yaml", "--now", "--yes")
    assert (ran.code, queued(staff), "Every ask will have closed" in ran.err) == (1, 0, True)


def test_everything_that_speaks_against_it_is_said_at_once(
    alerts: Alerts, staff: StaffWorld
) -> None:
    for prepare in (in_sandbox, unverified, stopped):
        prepare(staff)
    ran = alerts("send", AWARD, "--now", "--yes")
    assert (ran.code, ran.err.count("no  ")) == (1, 3)


def test_a_time_in_the_past_is_refused(alerts: Alerts, staff: StaffWorld) -> None:
    ran = alerts("send", AWARD, "--at", "2018-04-09 08:00", "--yes")
    assert (ran.code, queued(staff)) == (1, 0)
    assert "Monday 2018-04-09 8:00 AM CDT is past. Give a later time, or --now." in ran.err


@pytest.mark.parametrize(
    ("at", "zone", "offers"),
    [
        ("2019-03-10 02:30", "America/Chicago", ["2019-03-10 1:30 AM", "2019-03-10 3:30 AM"]),
        ("2018-11-04 01:30", "America/Chicago", ["01:30 CDT", "01:30 CST"]),
        ("2018-03-25 02:30", "Europe/Berlin", ["1:30 AM", "3:30 AM"]),
    ],
    ids=["does not exist", "exists twice", "in another zone"],
)
def test_a_local_time_that_is_not_one_time_is_refused_with_both_readings(
    alerts: Alerts, staff: StaffWorld, at: str, zone: str, offers: list[str]
) -> None:
    ran = alerts("send", AWARD, "--at", at, "--zone", zone, "--yes")
    said = " ".join(ran.err.replace("│", " ").split())
    assert (ran.code, queued(staff), [one in said for one in offers]) == (2, 0, [True, True])


@pytest.mark.parametrize(
    ("options", "word"),
    [
        ((), "--at"),
        (("--at", LATER, "--now"), "--at"),
        (("--at", "2018-04-09"), "time of day"),
        (("--at", LATER, "--zone", "Chicagoo"), "America/Chicago"),
        (("--now", "--to", "topc=daca"), "topic"),
        (("--now", "--urgent"), "--reason"),
        (("--now", "--doubt", "maybe"), "--doubt"),
    ],
)
def test_wrong_usage_is_said_and_queues_nothing(
    alerts: Alerts, staff: StaffWorld, options: tuple[str, ...], word: str
) -> None:
    ran = alerts("send", AWARD, *options, "--yes")
    assert (ran.code, queued(staff), word in ran.err) == (2, 0, True)


@pytest.mark.parametrize(
    ("segment", "words"),
    [
        ("topic=welcoming-ilinois", "Nobody on the list asked for"),
        ("topic=welcoming-illinois,welcoming-ilinois", "There is welcoming-illinois."),
        ("without=20180101-x", "There is no send 20180101-x. `alerts status` lists them."),
    ],
)
def test_an_unknown_segment_is_refused(
    alerts: Alerts, staff: StaffWorld, segment: str, words: str
) -> None:
    ran = alerts("send", AWARD, "--now", "--to", segment, "--yes")
    assert (ran.code, queued(staff), words in ran.err) == (1, 0, True)


def test_an_unknown_campaign_and_one_with_errors_are_refused(
    alerts: Alerts, staff: StaffWorld, desk: Path
) -> None:
    (desk / "broken.yaml").write_text("subject: Hello\n", encoding="utf-8")
    for name in ("welcoming-ilinois-award.yaml", "broken.yaml"):
        ran = alerts("send", desk / name, "--now", "--yes")
        assert (ran.code, queued(staff), "error" in ran.err) == (1, 0, True)


def test_an_estimate_stores_and_queues_nothing(alerts: Alerts, staff: StaffWorld) -> None:
    ran = alerts("estimate", AWARD, "--at", LATER)
    assert (ran.code, queued(staff), staff.ledger.order, staff.store.parts) == (0, 0, {}, {})
    assert "12 people will be mailed" in ran.out


def test_an_estimate_says_what_a_send_would_be_refused_for(
    alerts: Alerts, staff: StaffWorld
) -> None:
    in_sandbox(staff)
    ran = alerts("estimate", AWARD, "--json")
    assert (ran.code, json.loads(ran.out)["recipients"]) == (0, 12)
    assert "would be refused" in ran.err


def test_an_estimate_counts_who_would_be_skipped(alerts: Alerts, staff: StaffWorld) -> None:
    all_gone(staff)
    ran = alerts("estimate", AWARD, "--to", "everybody")
    assert "2 will be skipped: 2 have unsubscribed." in ran.out


def test_a_command_says_what_of_the_stack_it_is_not_told(
    alerts: Alerts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-2")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "x")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "x")
    monkeypatch.setenv("LEDGER_TABLE", "ledger")
    ran = alerts("status")
    assert (ran.code, "SUPPORTERS_TABLE, DATA_BUCKET" in ran.err) == (1, True)
    assert "Name a stage (--stage dev)" in ran.err


def test_a_command_says_that_no_region_is_chosen(
    alerts: Alerts, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AWS_DEFAULT_REGION", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", "/nonexistent")
    ran = alerts("status", "--stage", "dev")
    assert (ran.code, "No AWS region is chosen" in ran.err) == (1, True)
