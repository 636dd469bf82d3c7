"""Every feed and every calendar of the built sites, read by the programs that others read with."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import feedparser
import pytest
from icalendar import Calendar, Event

from tests.site.built import SITES, built

EVERY_SITE = pytest.mark.parametrize("name", SITES)


def named(name: str, end: str) -> dict[str, bytes]:
    """The files of a site whose names end so."""
    found = {key: file.body for key, file in built(name).files.items() if key.endswith(end)}
    assert found
    return found


def calendars(name: str) -> dict[str, Calendar]:
    """All of a site, read."""
    return {key: Calendar.from_ical(body) for key, body in named(name, ".ics").items()}


def events(name: str, end: str = ".ics") -> Iterator[tuple[str, Event]]:
    """Every event of a site with its file's name."""
    for key, calendar in calendars(name).items():
        if key.endswith(end):
            yield from ((key, event) for event in calendar.events)


@EVERY_SITE
def test_feed_readers_have_no_complaint(name: str) -> None:
    for key, body in named(name, "feed.xml").items():
        found = feedparser.parse(body)
        assert (found.bozo, found.version) == (False, "atom10"), key
        assert found.feed.title and found.feed.id and found.feed.updated_parsed
        assert all(one.title and one.link and one.updated_parsed for one in found.entries)
        assert len({one.id for one in found.entries}) == len(found.entries) > 0


@EVERY_SITE
def test_a_feed_says_which_language_it_is_in(name: str) -> None:
    for key, body in named(name, "feed.xml").items():
        language = key.partition("/")[0] if "/" in key else "en"
        assert feedparser.parse(body).feed.language == language


@EVERY_SITE
def test_a_calendar_goes_through_a_calendar_program_unchanged(name: str) -> None:
    for key, body in named(name, ".ics").items():
        read = Calendar.from_ical(body)
        assert not read.errors, key
        again = Calendar.from_ical(read.to_ical())
        assert again == read, key
        assert again.to_ical() == read.to_ical() and len(read.to_ical()) == len(body)


@EVERY_SITE
def test_every_time_in_a_calendar_has_its_zone_with_it(name: str) -> None:
    for key, calendar in calendars(name).items():
        known = {str(zone["TZID"]) for zone in calendar.timezones}
        told = {
            event[field].params["TZID"]
            for event in calendar.events
            for field in ("DTSTART", "DTEND")
            if isinstance(getattr(event.get(field), "dt", None), datetime)
        }
        # One without an entry has a zone all the same: a calendar is never empty (RFC 5545, 3.6).
        assert told == known or not (told or calendar.events), key


@EVERY_SITE
def test_every_entry_has_what_a_calendar_needs_and_each_id_comes_once(name: str) -> None:
    for key, calendar in calendars(name).items():
        ids = [str(event["UID"]) for event in calendar.events]
        assert len(ids) == len(set(ids)), key
        for event in calendar.events:
            assert {"DTSTAMP", "SEQUENCE", "SUMMARY", "URL", "DTSTART"} <= set(event), key
            assert event.start < event.end or event.get("DTEND") is None


@EVERY_SITE
def test_an_asks_own_file_is_its_entry_in_the_calendar_of_all(name: str) -> None:
    for language in built(name).organization.languages:
        own = {str(one["UID"]): one for key, one in events(name) if f"/{language}/" in key}
        front = "calendar.ics" if language == "en" else f"{language}/calendar.ics"
        listed = [one for key, one in events(name) if key == front]
        same = [one for one in listed if str(one["UID"]) in own]
        assert all(one == own[str(one["UID"])] for one in same)
        left = {str(one["UID"]) for one in listed} - own.keys()
        assert all(".hearing@" in uid for uid in left)  # a slip's own file is its deadline


def test_an_entry_keeps_its_id_in_every_language_and_at_every_moment() -> None:
    ids = {name: {str(event["UID"]) for _, event in events(name)} for name in SITES}
    assert ids["before"] == ids["between"] == ids["after"] == ids["years-later"]
    assert len(ids["before"]) == 2  # of the award's two slips, in English and Spanish
    assert ids["kinds"] >= ids["kinds-one-left"]


def test_what_can_be_missed_rings_before() -> None:
    found = [event for name in SITES for _, event in events(name)]
    ringing = [event for event in found if event.alarms.times]
    silent = {str(event["UID"]) for event in found} - {str(event["UID"]) for event in ringing}
    assert ringing and all(".hearing@" in uid for uid in silent)
