"""`alerts send --every`: what is shown, asked, set up and refused; `status` and `cancel` of it."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest

from functions.alerts.errors import OutcomeUnknown
from functions.alerts.sends.recurrence import Recurrence
from tests.cli.conftest import Alerts, Ran, StaffWorld
from tests.compiled import AWARD

TO = ("--to", "topic=welcoming-illinois")
WEEKLY = "monday 11:00"  # the first is today: it is nine


@pytest.fixture
def published(alerts: Alerts, staff: StaffWorld) -> StaffWorld:
    """The stack with one alert published."""
    assert alerts("publish", AWARD).code == 0
    return staff


def every(alerts: Alerts, *more: object, when: str = WEEKLY) -> Ran:
    return alerts("send", "--every", when, *(more or TO), "--yes")


def the_one(world: StaffWorld) -> Recurrence:
    (found,) = world.digests.recurrences.all()
    return found


def test_a_digest_shows_the_estimate_of_the_first_and_is_set_up(
    alerts: Alerts, published: StaffWorld
) -> None:
    ran = every(alerts)
    one = the_one(published)
    assert (ran.code, ran.out) == (0, f"{one.id}\n")
    assert "A digest every Monday at 11:00 AM (America/Chicago). The first" in ran.err
    assert "12 people will be mailed: 8 in English, 4 in Español." in ran.err
    assert "The first goes out Monday 2018-04-09 11:00 AM CDT." in ran.err
    assert (one.author, one.state, one.needs_release) == (published.caller.who, "active", False)
    assert list(published.digests.schedules.repeating) == [(one.id, 1)]
    assert published.ledger.sends == {}


@pytest.mark.parametrize(("answer", "code", "count"), [("y\n", 0, 1), ("n\n", 1, 0), ("", 1, 0)])
def test_it_asks_before_anything_is_set_up(
    alerts: Alerts,
    published: StaffWorld,
    monkeypatch: pytest.MonkeyPatch,
    answer: str,
    code: int,
    count: int,
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(answer))
    ran = alerts("send", "--every", WEEKLY, *TO)
    made = len(published.digests.recurrences.stored) + len(published.digests.schedules.repeating)
    assert (ran.code, made) == (code, 2 * count)
    assert "Send it every time?" in ran.err


def test_its_options_are_kept(alerts: Alerts, published: StaffWorld) -> None:
    ran = every(alerts, AWARD, "--needs-release", "--zone", "Europe/Berlin", "--to", "language=es")
    one = the_one(published)
    assert (ran.code, one.needs_release, one.every.zone) == (0, True, "Europe/Berlin")
    assert one.segment.to_data() == {"topics": ["welcoming-illinois"], "languages": ["es"]}
    assert published.digests.frames.stored[one.frame].campaign == AWARD.stem


def test_a_frame_gives_the_topic(alerts: Alerts, published: StaffWorld) -> None:
    assert every(alerts, AWARD).code == 0
    assert the_one(published).segment.topics == {"welcoming-illinois"}


def test_the_same_again_is_refused_and_another_time_is_not(
    alerts: Alerts, published: StaffWorld
) -> None:
    first = every(alerts).out.strip()
    again = every(alerts)
    assert (again.code, f"`alerts cancel {first}` ends it" in again.err) == (1, True)
    assert every(alerts, when="monday 11:30").code == 0
    assert len(published.digests.recurrences.stored) == 2


def test_what_was_ended_can_be_set_up_again(alerts: Alerts, published: StaffWorld) -> None:
    one = every(alerts).out.strip()
    assert alerts("cancel", one, "--reason", "holidays").code == 0
    assert (the_one(published).state, published.digests.schedules.repeating) == ("ended", {})
    assert every(alerts).out.strip() == one
    assert list(published.digests.schedules.repeating) == [(one, 3)]


def test_status_lists_what_recurs_with_its_next_time(alerts: Alerts, published: StaffWorld) -> None:
    one = every(alerts, *TO, "--needs-release").out.strip()
    for ran in (alerts("status"), alerts("status", one)):
        assert f"{one}  a digest every Monday at 11:00 AM (America/Chicago)" in ran.out
        assert 'To everybody who asked for "welcoming-illinois".' in ran.out
        assert "Next: Monday 2018-04-09 11:00 AM CDT." in ran.out
        assert "A second person" in ran.out
    assert f"{published.caller.who}  recur" in alerts("status", one).out


def test_what_is_over_is_listed_no_more(alerts: Alerts, published: StaffWorld) -> None:
    one = every(alerts).out.strip()
    alerts("cancel", one)
    assert alerts("status").out == "No send is going on or planned.\n"
    assert "It is over." in alerts("status", one).out


def test_ending_what_is_over_deletes_a_schedule_that_was_left(
    alerts: Alerts, published: StaffWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, schedules = every(alerts).out.strip(), published.digests.schedules

    def fail(recurrence: Recurrence) -> None:
        raise OutcomeUnknown("Could not delete the schedule: ReadTimeoutError.")

    with monkeypatch.context() as broken:
        broken.setattr(schedules, "delete", fail)
        assert alerts("cancel", one).code == 1
    assert (the_one(published).state, len(schedules.repeating)) == ("ended", 1)
    assert (alerts("cancel", one).code, schedules.repeating) == (0, {})


@pytest.mark.parametrize("command", ["status", "cancel"])
def test_an_unknown_recurrence_is_told(alerts: Alerts, staff: StaffWorld, command: str) -> None:
    ran = alerts(command, "every-0123456789")
    assert (ran.code, "Nothing recurs as every-0123456789." in ran.err) == (1, True)


def test_without_anything_published_it_is_refused(alerts: Alerts, staff: StaffWorld) -> None:
    ran = every(alerts)
    assert (ran.code, "Nothing is published" in ran.err) == (1, True)
    assert staff.digests.recurrences.stored == {}


def test_when_all_will_have_closed_it_is_refused(
    alerts: Alerts, staff: StaffWorld, desk: Path
) -> None:
    text = AWARD.read_text(encoding="utf-8")
    (desk / "slips.yaml").write_text(
        "level: state\nheadline: Slips\nasks:\n  - ask: slip\n    bill: SB 35\n"
        "    closes: 2018-04-10 3:00 PM\n",
        encoding="utf-8",
    )
    assert text and alerts("publish", desk / "slips.yaml").code == 0
    ran = every(alerts, when="wednesday 09:00")
    assert (ran.code, "No ask of any published alert is open" in ran.err) == (1, True)


@pytest.mark.parametrize(
    ("sandbox", "to", "words"),
    [
        (True, "topic=welcoming-illinois", "sandbox"),
        (False, "topic=welcoming-ilinois", "Nobody on the list asked for"),
        (False, "everybody,without=20180101-x", "There is no send 20180101-x"),
    ],
)
def test_what_a_send_would_be_refused_for_is_refused(
    alerts: Alerts, published: StaffWorld, sandbox: bool, to: str, words: str
) -> None:
    published.mailer.limits = replace(published.mailer.limits, sandbox=sandbox)
    ran = every(alerts, "--to", to)
    assert (ran.code, words in ran.err, published.digests.recurrences.stored) == (1, True, {})


@pytest.mark.parametrize(
    ("options", "word"),
    [
        (("--every", "monday"), "no time of day"),
        (("--every", WEEKLY), "--to"),
        (("--every", "sunday 02:30", *TO), "12:30 AM"),
        (("--every", WEEKLY, "--at", "2018-04-10 09:00", *TO), "--every"),
        (("--every", WEEKLY, "--now", *TO), "--every"),
        (("--every", WEEKLY, "--urgent", "--reason", "x", *TO), "--every"),
        (("--every", WEEKLY, "--reason", "x", *TO), "--every"),
        (("--every", WEEKLY, "--doubt", "keep", *TO), "--every"),
        (("--every", WEEKLY, "--zone", "Chicagoo", *TO), "America/Chicago"),
        (("--now",), "CAMPAIGN"),
    ],
)
def test_wrong_usage_is_said_and_sets_nothing_up(
    alerts: Alerts, published: StaffWorld, options: tuple[str, ...], word: str
) -> None:
    ran = alerts("send", *options, "--yes")
    assert (ran.code, word in ran.err, published.digests.recurrences.stored) == (2, True, {})


def test_it_says_whose_asks_are_missing_and_what_keeps_a_language_back(
    alerts: Alerts, published: StaffWorld, desk: Path
) -> None:
    (desk / "card.yaml").write_text(
        "level: state\nheadline: Act\nasks:\n"
        "  - ask: take_action\n    link: https://example.org/act\n    title: Act now\n",
        encoding="utf-8",
    )
    alerts("publish", desk / "card.yaml")
    published.published.broken.add("old")
    ran = every(alerts)
    assert "“old” cannot be read: publish it again." in ran.err
    assert "“es” lacks card: headline" in ran.err
    assert "12 people will be mailed: 12 in English." in ran.err
