"""Days and times in texts, held against the deadlines of the asks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from functions.alerts.checks.said_times import check_said_times
from functions.alerts.errors import Finding
from tests.checking import MONDAY, checked, draft, of_rule
from tests.written import AWARD, card

RULES = ("text-against-deadline", "weekday-of-date", "zone-abbreviation", "deadline-unwritten")


def titled(subject: str) -> str:
    return AWARD.replace("subject: We won!", f'subject: "{subject}"')


def told(text: str) -> tuple[Finding, ...]:
    return tuple(finding for finding in checked(text) if finding.rule in RULES)


@pytest.mark.parametrize(
    "subject",
    ["File by Thursday", "File by Friday, April 13", "File by 5pm on Tuesday", "File by 11:15 am",
     "The deadline is Friday", "Closes on Monday"],
)  # fmt: skip
def test_a_day_or_time_that_no_deadline_has_is_told_with_all_of_them(subject: str) -> None:
    (finding,) = told(titled(subject))
    assert (finding.level, finding.rule) == ("warning", "text-against-deadline")
    assert "sb-35 closes Tuesday 2018-04-10 3:00 PM" in finding.found
    assert "((deadline|the deadline))" in finding.remedy


@pytest.mark.parametrize(
    "subject",
    ["File by 3pm on Tuesday", "File by 4pm ET on Tuesday", "By 2:00 p.m. CDT on Wednesday",
     "Before Thursday", "By April 11", "By 15:00 on Tuesday", "By Rep. Cruz on Friday, April 6",
     "On Thursday, April 5, we won", "Since Friday, March 1, 2019"],
)  # fmt: skip
def test_what_fits_the_deadlines_or_is_past_gives_no_finding(subject: str) -> None:
    assert told(titled(subject)) == ()


def test_a_date_on_another_weekday_comes_with_both_readings() -> None:
    (finding,) = told(titled("On Thursday, April 6, we won"))
    assert finding.rule == "weekday-of-date"
    assert "`Friday, April 6` or `Thursday, April 5`" in finding.remedy


def test_the_reading_that_is_a_deadline_is_the_mended_line() -> None:
    text = AWARD.replace("closes: Wednesday 2018-04-11", "closes: Friday 2018-04-13")
    (finding,) = told(text.replace("We won!", '"Wednesday, April 10"'))
    assert '`subject: "Tuesday, April 10"`' in finding.remedy


@pytest.mark.parametrize(
    ("said", "mended"),
    [
        ("Slip by 3pm CST on Tuesday", "Slip by 3pm CDT on Tuesday"),
        ("It closes at 3:00 p.m. (CST)", "It closes at 3:00 p.m. (CDT)"),
        ("Call at 4pm EST", "Call at 4pm EDT"),
    ],
)
def test_a_zone_of_the_other_half_of_the_year_is_mended(said: str, mended: str) -> None:
    (finding,) = told(titled(said))
    assert (finding.rule, mended in finding.remedy) == ("zone-abbreviation", True)


def test_the_zone_of_the_season_is_right() -> None:
    winter = titled("By 3pm CST on Tuesday").replace("2018-04-10", "2018-12-11")
    winter = winter.replace("2018-04-11", "2018-12-12")
    assert told(winter) == ()


def test_the_text_of_an_ask_is_held_against_its_own_deadline() -> None:
    text = AWARD.replace("    name: No Reg", "    text: Do it by Tuesday.\n    name: No Reg")
    (finding,) = told(text)
    assert finding.field == "asks.no-registry-act.text"
    assert "sb-35" not in finding.found


def test_a_deadline_that_stands_in_the_text_alone_is_offered_as_a_line() -> None:
    lines = "ask: take_action\nlink: https://a.example\ntext: Sign by Friday at 5pm."
    (finding,) = told(card(lines))
    assert finding.rule == "deadline-unwritten"
    assert "`closes: Friday 2018-04-13 5:00 PM`" in finding.remedy


def test_a_day_in_a_subject_that_fits_nothing_is_a_question() -> None:
    (finding,) = told(titled("Rally on Saturday"))
    assert (finding.level, finding.rule) == ("note", "text-against-deadline")


def test_a_day_in_a_body_that_fits_nothing_is_about_something_else() -> None:
    assert told(AWARD.replace("This award", "On Saturday we met. This award")) == ()


def test_a_weekday_is_taken_for_the_next_one_once_the_launch_is_known() -> None:
    later = titled("File by Tuesday").replace("2018-04-10", "2018-04-17")
    later = later.replace("2018-04-11", "2018-04-18")
    assert told(later) == ()
    award = replace(draft(later), starts=MONDAY, ends=MONDAY)
    check_said_times(award)
    assert len(of_rule(award.reading.result(), "text-against-deadline")) == 1
