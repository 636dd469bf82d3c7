"""Calendar entries, read back by the library that calendar programs are tested against."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar, Event

from functions.alerts.languages.words import load_packs
from functions.alerts.site.calendar import CalendarEntry, ask_file, entries, feed_file
from functions.alerts.site.impersonal import impersonal
from tests.compiled import EVERY_KIND, loaded
from tests.written import campaign, organization

CHICAGO = ZoneInfo("America/Chicago")
UPDATED = datetime(2018, 4, 5, 12, 30, tzinfo=UTC)
URL = "https://a.example/calendar.ics"

HEARING = """\
level: state
headline: Fight
asks:
  - ask: slip
    bill: SB 35
    chamber: {chamber}
    committee: Judiciary
    hearing: 2018-04-10 3:00 PM
    place: Room 400, Capitol
"""


def written(text: str) -> tuple[CalendarEntry, ...]:
    return entries(campaign(text), organization(), load_packs()["en"], updated=UPDATED)


def feed(found: Iterable[CalendarEntry]) -> bytes:
    zone = ("America/Chicago", 2018)
    return feed_file(found, name="Calls, to; action", url=URL, language="en", zone=zone)


def every_kind(language: str = "en") -> tuple[CalendarEntry, ...]:
    source = loaded(EVERY_KIND)
    return entries(
        impersonal(source.campaign).in_language(language),
        source.organization.in_language(language),
        load_packs()[language],
        updated=UPDATED,
    )


def read(entry: CalendarEntry) -> Event:
    calendar = Calendar.from_ical(ask_file(entry))
    assert isinstance(calendar, Calendar)
    return calendar.events[0]


def test_a_deadline_ends_at_its_minute_in_its_own_zone() -> None:
    event = read(every_kind()[0])
    assert event.end == datetime(2018, 4, 12, 17, tzinfo=CHICAGO)
    assert event.end - event.start == timedelta(minutes=30)
    assert (event["TRANSP"], event["SEQUENCE"]) == ("TRANSPARENT", 0)


def test_a_deadline_at_the_end_of_a_day_is_that_whole_day() -> None:
    entry, _ = written(HEARING.format(chamber="senate"))
    event = read(entry)
    assert (event.start, event.end) == (date(2018, 4, 10), date(2018, 4, 11))
    assert b"VTIMEZONE" not in ask_file(entry)


def test_a_hearing_follows_its_deadline_under_a_name_of_its_own() -> None:
    deadline, hearing = map(read, written(HEARING.format(chamber="house")))
    assert deadline.end == datetime(2018, 4, 10, 14, tzinfo=CHICAGO)
    assert hearing.start == datetime(2018, 4, 10, 15, tzinfo=CHICAGO)
    assert (hearing["SUMMARY"], hearing["LOCATION"]) == ("Hearing: SB 35", "Room 400, Capitol")
    assert hearing["UID"] != deadline["UID"]


def test_an_event_is_when_people_come_together_not_when_they_answer() -> None:
    event = read(every_kind()[-1])
    assert event.start == datetime(2018, 4, 25, 8, tzinfo=CHICAGO)
    assert event.end == datetime(2018, 4, 25, 16, tzinfo=CHICAGO)
    assert event["TRANSP"] == "OPAQUE"


def test_every_entry_but_a_hearing_reminds_before_it_is_too_late() -> None:
    for entry in every_kind():
        alarms = read(entry).walk("VALARM")
        assert bool(alarms) == (".hearing@" not in entry.text)
        assert all(alarm["ACTION"] == "DISPLAY" and alarm["DESCRIPTION"] for alarm in alarms)


def test_ids_stay_and_never_meet() -> None:
    ids = [str(read(entry)["UID"]) for entry in every_kind()]
    assert ids[:3] == [
        "every-kind.donate@alerts.neighbors.example",
        "every-kind.sb-35@alerts.neighbors.example",
        "every-kind.sb-35.hearing@alerts.neighbors.example",
    ]
    assert len(set(ids)) == len(ids)
    assert ids == [str(read(entry)["UID"]) for entry in every_kind("ar")]


@pytest.mark.parametrize(
    ("moved", "sequence"),
    [("2018-04-03 3:00 PM", 1), ("[2018-04-03 3:00 PM, 2018-04-04 3:00 PM]", 2)],
)
def test_each_move_of_a_hearing_counts_up(moved: str, sequence: int) -> None:
    text = f"{HEARING.format(chamber='house')}    moved_from: {moved}\n"
    for entry in written(text):
        assert read(entry)["SEQUENCE"] == sequence


def test_an_entry_says_when_it_was_published_and_nothing_of_now() -> None:
    event = read(every_kind()[0])
    assert (event.DTSTAMP, event.LAST_MODIFIED) == (UPDATED, UPDATED)
    assert every_kind() == every_kind()


def test_an_entry_leads_to_its_ask() -> None:
    event = read(every_kind("ar")[1])
    page = "https://alerts.neighbors.example/a/every-kind/ar#sb-35"
    assert event["URL"] == page
    assert str(event["DESCRIPTION"]).endswith(page)
    assert event["SUMMARY"].params["LANGUAGE"] == "ar"


def test_texts_are_escaped_and_come_back_whole() -> None:
    entry = written(
        "level: state\nheadline: Fight\nasks:\n- ask: comment\n  docket: 'A, b; c\\d'\n"
        "  agency: DHS\n  link: https://dhs.example/a\n  closes: 2018-04-10 3:00 PM\n"
        "  text: |\n    One\n\n    END:VEVENT\n"
    )[0]
    event = read(entry)
    assert "A, b; c\\d" in str(event["SUMMARY"])
    assert "One\n\nEND:VEVENT" in str(event["DESCRIPTION"])


def test_lines_are_folded_and_no_letter_is_cut() -> None:
    for line in feed(every_kind("ar")).split(b"\r\n"):
        assert len(line) <= 75
        line.decode()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_calendar_of_all_goes_round_unchanged(language: str) -> None:
    text = feed(every_kind(language))
    calendar = Calendar.from_ical(text)
    assert isinstance(calendar, Calendar)
    assert calendar.to_ical() == text
    assert len(calendar.events) == len(every_kind(language))
    assert calendar.errors == []


def test_the_calendar_of_all_has_a_name_for_newer_and_older_programs() -> None:
    text = feed(())
    assert b"NAME;LANGUAGE=en:Calls\\, to\\; action\r\n" in text
    assert b"X-WR-CALNAME:Calls\\, to\\; action\r\n" in text


def test_the_calendar_of_all_is_looked_at_every_hour() -> None:
    text = feed(())
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n" in text


def test_the_calendar_of_all_is_whole_also_with_nothing_in_it() -> None:
    calendar = Calendar.from_ical(feed(()))
    assert isinstance(calendar, Calendar)
    assert [zone.tz_name for zone in calendar.timezones] == ["America/Chicago"]


def test_each_zone_comes_once_and_knows_when_clocks_change() -> None:
    other = "level: state\nheadline: Fight\nasks:\n- ask: donate\n  closes: 2020-01-10 3:00 PM\n"
    calendar = Calendar.from_ical(feed((*every_kind(), *written(other))))
    assert isinstance(calendar, Calendar)
    (zone,) = calendar.timezones
    made = zone.to_tz(lookup_tzid=False)
    for month in range(1, 25):
        moment = datetime(2018 + month // 13, month % 12 + 1, 15, 12)
        assert moment.replace(tzinfo=made).utcoffset() == moment.replace(tzinfo=CHICAGO).utcoffset()


def test_clocks_jump_forward_at_two_by_the_clock_before() -> None:
    assert b"BEGIN:DAYLIGHT\r\nDTSTART:20180311T020000\r\n" in ask_file(every_kind()[0])


def test_a_deadline_in_another_zone_stays_there() -> None:
    text = "level: state\nheadline: Fight\nasks:\n- ask: donate\n  closes: 2018-04-10 3:00 PM EDT\n"
    assert b"DTEND;TZID=America/New_York:20180410T150000" in ask_file(written(text)[0])
