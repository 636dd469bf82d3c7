"""Deadlines as a colleague sees them at 10 PM, by the clock and before a launch."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from functions.alerts.checks.deadlines import check_deadlines
from functions.alerts.errors import Finding
from tests.checking import CHICAGO, MONDAY, checked, draft, of_rule
from tests.written import AWARD, card

SLIP = "ask: slip\nbill: HB 5\n"


def at(day: int, hour: int, minute: int = 0, month: int = 4) -> datetime:
    return datetime(2018, month, day, hour, minute, tzinfo=CHICAGO)


def launched(starts: datetime, ends: datetime) -> tuple[Finding, ...]:
    award = replace(draft(AWARD), starts=starts, ends=ends)
    check_deadlines(award)
    return award.reading.result()


def only(lines: str, rule: str, now: datetime = MONDAY) -> Finding:
    (finding,) = of_rule(checked(card(lines), at=now), rule)
    return finding


def warnings(lines: str) -> list[str]:
    return [finding.rule for finding in checked(card(lines)) if finding.level != "note"]


def test_a_deadline_that_has_passed_informs_and_stops_nobody() -> None:
    (finding,) = of_rule(checked(AWARD, at=at(10, 22)), "deadline-passed")
    assert (finding.level, finding.field) == ("note", "asks.sb-35.closes")
    assert "mails leave it out" in finding.found


def test_an_alert_that_is_over_is_told_of_once() -> None:
    (finding,) = of_rule(checked(AWARD, at=at(22, 9, month=11)), "deadline-passed")
    assert (finding.level, finding.field) == ("note", "asks")
    assert "Mails would carry only donate." in finding.found


def test_an_alert_without_a_lasting_ask_would_reach_nobody_then() -> None:
    dated = AWARD.replace("    text: Please", "    closes: 2018-04-10 3:00 PM\n    text: Please")
    (finding,) = of_rule(checked(dated, at=at(22, 9, month=11)), "deadline-passed")
    assert "Nobody would be mailed." in finding.found


def test_the_year_of_the_last_file_comes_with_this_one() -> None:
    lines = SLIP + "closes: Thursday 2018-01-18 3:00 PM"
    finding = only(lines, "deadline-passed", datetime(2019, 1, 10, 9, tzinfo=CHICAGO))
    assert "`closes: Friday 2019-01-18 3:00 PM` if this year is meant" in finding.remedy


def test_before_a_launch_an_ask_that_is_closed_by_then_must_be_acknowledged() -> None:
    (finding,) = launched(at(10, 14, 30), at(10, 14, 40))
    assert (finding.level, finding.field) == ("warning", "asks.sb-35.closes")
    assert finding.rule == "deadline-passed"


def test_an_ask_that_closes_while_the_sending_goes_on_comes_with_an_earlier_start() -> None:
    (finding,) = launched(at(10, 12), at(10, 15, 3))
    assert (finding.level, finding.rule) == ("warning", "deadline-before-end")
    assert "Start it by Tuesday 2018-04-10 11:25 AM" in finding.remedy


def test_a_sending_that_cannot_be_over_in_time_is_not_told_to_start_in_the_past() -> None:
    (finding,) = launched(MONDAY, MONDAY + timedelta(hours=30))
    assert "Start at once" in finding.remedy


def test_a_sending_that_is_over_in_time_gives_no_finding() -> None:
    assert launched(MONDAY, at(10, 14, 29)) == ()


@pytest.mark.parametrize("zone", ["CDT", "CST"])
def test_an_hour_that_clocks_show_twice_comes_with_the_minute_before(zone: str) -> None:
    finding = only(SLIP + f"closes: 2018-11-04 1:30 AM {zone}", "clock-change")
    assert "`closes: Sunday 2018-11-04 12:59 AM`" in finding.remedy
    assert "The words for Español cannot say which." in finding.found


def test_a_deadline_that_follows_from_a_hearing_is_looked_at_too() -> None:
    lines = SLIP + "chamber: house\nhearing: 2018-11-04 2:30 AM"
    assert only(lines, "clock-change").field == "asks.hb-5.hearing"


def test_the_hours_around_a_clock_change_are_as_good_as_any() -> None:
    for hour in ("12:59 AM", "2:00 AM", "3:00 PM"):
        assert warnings(SLIP + f"closes: 2018-11-04 {hour}") == []


def test_mails_invite_to_no_event_that_is_over() -> None:
    lines = "ask: event\ntitle: Lobby Day\nplace: Capitol\nstarts: 2018-04-25 8 AM\n"
    finding = only(lines + "closes: 2018-05-25 8 AM", "deadline-after-event")
    assert "`closes: Wednesday 2018-04-25 8:00 AM`" in finding.remedy
    assert warnings(lines + "closes: 2018-04-25 11 AM\nends: 2018-04-25 4 PM") == []


def test_a_deadline_after_the_hearing_wants_the_chamber() -> None:
    lines = SLIP + "hearing: 2018-04-12 2 PM\ncloses: 2018-04-12 5 PM"
    finding = only(lines, "deadline-after-hearing")
    assert (finding.level, "`chamber: senate`" in finding.remedy) == ("warning", True)
    assert warnings(lines + "\nchamber: senate") == []
