"""Moments are read as they are meant, or not at all."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from functions.alerts.content.deadline import last_call, read_moment, slip_deadline, written
from functions.alerts.errors import Mistake

CHICAGO = ZoneInfo("America/Chicago")


def at(text: str) -> str:
    return read_moment(text, CHICAGO).at.isoformat(timespec="minutes")


def mistake(text: str) -> Mistake:
    with pytest.raises(Mistake) as caught:
        read_moment(text, CHICAGO)
    return caught.value


@pytest.mark.parametrize(
    "text",
    [
        "Tuesday 2018-04-10 3:00 PM", "2018-04-10 15:00", "Tue 2018-04-10 3pm", "2018-04-10T15:00",
        "Tuesday, 2018-04-10, 3:00 p.m.", "2018-04-10 3 PM CDT", "2018-04-10 3:00 PM CT",
        "2018-04-10 3:00 PM America/Chicago", "2018-04-10 3:00 PM Central Time",
        "2018-04-10 at 3:00 pm", "2018-4-10 15:00", "2018-04-10\u00a03:00\u202fPM",
    ],
)  # fmt: skip
def test_people_write_one_moment_in_many_ways(text: str) -> None:
    assert at(text) == "2018-04-10T15:00-05:00"


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2018-04-10", "2018-04-10T23:59-05:00"),
        ("2018-04-10 noon", "2018-04-10T12:00-05:00"),
        ("2018-04-10 12 noon", "2018-04-10T12:00-05:00"),
        ("2018-04-10 12:00 noon CDT", "2018-04-10T12:00-05:00"),
        ("2018-04-10 12:30 AM", "2018-04-10T00:30-05:00"),
        ("2018-04-10 12:00 PM", "2018-04-10T12:00-05:00"),
        ("2018-04-10 5:00 PM EDT", "2018-04-10T17:00-04:00"),
        ("2018-04-10 11:59 PM ET", "2018-04-10T23:59-04:00"),
        ("2018-04-10 15:00 UTC", "2018-04-10T15:00+00:00"),
        ("2018-11-04 1:30 AM CDT", "2018-11-04T01:30-05:00"),
        ("2018-11-04 1:30 AM CST", "2018-11-04T01:30-06:00"),
    ],
    ids=["end of day", "noon", "12 noon", "12:00 noon", "after midnight", "12 PM", "other zone",
         "eastern", "utc", "first of two", "second of two"],
)  # fmt: skip
def test_a_moment_is_aware_in_the_zone_it_is_written_in(text: str, moment: str) -> None:
    assert at(text) == moment


def test_without_a_zone_the_organizations_own_holds() -> None:
    assert read_moment("2018-04-10 3:00 PM", CHICAGO).at.tzinfo is CHICAGO


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("Monday 2018-04-10 3:00 PM",
         ("Tuesday 2018-04-10 3:00 PM", "Monday 2018-04-09 3:00 PM")),
        ("2018-04-10 3pm CST", ("2018-04-10 3pm CDT", "2018-04-10 3pm")),
        ("2018-04-10 5pm EST", ("2018-04-10 5pm EDT",)),
        ("2018-01-10 3pm CDT", ("2018-01-10 3pm CST", "2018-01-10 3pm")),
        ("2018-04-10 12:00 AM", ("2018-04-10 11:59 PM", "2018-04-09 11:59 PM")),
        ("2018-04-10 midnight", ("2018-04-10 11:59 PM", "2018-04-09 11:59 PM")),
        ("2018-04-10T00:00", ("2018-04-10 11:59 PM", "2018-04-09 11:59 PM")),
        ("2018-03-11 2:30 AM", ("2018-03-11 1:30 AM", "2018-03-11 3:30 AM")),
        ("2018-11-04 1:30 AM", ("2018-11-04 1:30 AM CDT", "2018-11-04 1:30 AM CST")),
        ("2018-04-10 3", ("2018-04-10 3:00 AM", "2018-04-10 3:00 PM")),
        ("2018-04-10 3pm America/Chicgo", ("2018-04-10 3pm America/Chicago",)),
        ("2018-04-10 3pm Chicago", ("2018-04-10 3pm America/Chicago",)),
        ("Tusday 2018-04-10 3pm", ("Tuesday 2018-04-10 3pm",)),
        ("4/10/2018 3pm", ("2018-04-10 3pm",)),
        ("Tuesday April 10, 2018 3pm", ("Tuesday 2018-04-10 3pm",)),
        ("2018-04-10 15:00-05:00", ("2018-04-10 15:00",)),
    ],
    ids=["weekday", "zone not in force", "other zone not in force", "winter", "12 AM", "midnight",
         "00:00", "skipped", "doubled", "am or pm", "zone typo", "city", "weekday typo",
         "american", "spoken", "offset"],
)  # fmt: skip
def test_what_is_unclear_is_offered_in_its_readings(text: str, instead: tuple[str, ...]) -> None:
    assert mistake(text).instead == instead


@pytest.mark.parametrize(
    "text",
    ["", "soon", "tomorrow 3pm", "martes 2018-04-10", "2018-02-30", "2018-13-01", "0018-04-10",
     "2018-04-10 25:00", "2018-04-10 13:00 PM", "2018-04-10 7:5", "2018-04-10 3pm FOO"],
)  # fmt: skip
def test_what_is_no_moment_says_what_to_write(text: str) -> None:
    error = mistake(text)
    assert error.found
    assert error.remedy


@pytest.mark.parametrize("text", ["Monday 2018-04-10 3:00 PM", "2018-04-10 3pm CST",
                                  "2018-04-10 12:00 AM", "2018-11-04 1:30 AM",
                                  "2018-03-11 2:30 AM CST"])  # fmt: skip
def test_every_offer_is_itself_a_moment(text: str) -> None:
    assert all(read_moment(offer, CHICAGO).at for offer in mistake(text).instead)


def test_a_zone_that_is_not_in_force_says_which_is() -> None:
    assert mistake("Tuesday 2018-04-10 3pm CST").found == (
        "Chicago is on CDT on 2018-04-10, not on CST."
    )


@pytest.mark.parametrize(
    ("chamber", "closes"),
    [("senate", "2018-04-10T23:59-05:00"), ("house", "2018-04-10T09:00-05:00")],
)
def test_slips_close_by_the_rules_of_the_chamber(chamber: str, closes: str) -> None:
    hearing = read_moment("2018-04-10 10:00 AM", CHICAGO).at
    result = slip_deadline("senate" if chamber == "senate" else "house", hearing)
    assert result.isoformat(timespec="minutes") == closes


def test_a_house_slip_closes_an_hour_before_also_when_clocks_change() -> None:
    hearing = read_moment("2018-03-11 3:30 AM", CHICAGO).at
    assert slip_deadline("house", hearing).isoformat() == "2018-03-11T01:30:00-06:00"


def test_the_last_call_is_half_an_hour_before_the_deadline() -> None:
    closes = read_moment("2018-04-10 3:00 PM", CHICAGO).at
    assert last_call(closes) == datetime(2018, 4, 10, 19, 30, tzinfo=UTC)


@settings(deadline=None)  # a busy machine is no failure
@given(st.datetimes(min_value=datetime(2000, 1, 2), max_value=datetime(2100, 12, 30)))
def test_what_is_written_is_read_back_or_offered_clearly(moment: datetime) -> None:
    there = moment.replace(second=0, microsecond=0, tzinfo=CHICAGO)
    try:
        assert read_moment(written(there), CHICAGO).at == there
    except Mistake as error:
        assert len(error.instead) == 2


@settings(deadline=None)  # a busy machine is no failure
@given(st.text(max_size=40))
def test_no_text_raises_anything_but_a_mistake(text: str) -> None:
    try:
        assert read_moment(f"2018-04-10 {text}", CHICAGO).at.tzinfo is not None
    except Mistake as error:
        assert error.remedy


@pytest.mark.parametrize("zone", ["", " CT", " CST", " (CT)", " America/Chicago", " ET", " EDT",
                                  " Europe/Paris", " America/Chicago CST"])  # fmt: skip
@pytest.mark.parametrize(
    "text",
    ["2018-03-11 2:30 AM", "2018-11-04 1:30 AM", "Sunday 2018-10-28 2:30 AM", "2018-04-10 15",
     "2018-04-10 3", "2018-04-10 midnight", "Monday 2018-04-10 3 PM", "Tusday 2018-04-11 3 PM",
     "25/12/2018 3 PM", "13/25/2018 3 PM", "10.4.2018 3 PM", "2018/04/10 3 PM",
     "10 April 2018 3 PM", "2018-04-10 3 o'clock"],
)  # fmt: skip
def test_every_offer_is_a_moment(text: str, zone: str) -> None:
    try:
        assert read_moment(text + zone, CHICAGO).at.tzinfo
    except Mistake as error:
        assert all(read_moment(offer, CHICAGO).at.tzinfo for offer in error.instead)
        assert error.remedy


@pytest.mark.parametrize(
    ("text", "offers"),
    [
        ("2018-11-04 1:30 AM CT", ("2018-11-04 1:30 AM CDT", "2018-11-04 1:30 AM CST")),
        ("2018-10-28 2:30 AM Europe/Paris",
         ("2018-10-28 2:30 AM Europe/Paris CEST", "2018-10-28 2:30 AM Europe/Paris CET")),
        ("2018-04-10 15", ("2018-04-10 15:00",)),
        ("25/12/2018 3 PM", ("2018-12-25 3 PM",)),
        ("13/25/2018 3 PM", ()),
    ],
)  # fmt: skip
def test_what_is_unclear_offers_what_may_be_meant(text: str, offers: tuple[str, ...]) -> None:
    with pytest.raises(Mistake) as caught:
        read_moment(text, CHICAGO)
    assert caught.value.instead == offers
