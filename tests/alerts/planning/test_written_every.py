from __future__ import annotations

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from functions.alerts.errors import Mistake
from functions.alerts.planning.written_every import parse_every
from functions.alerts.sends.recurrence import Every

CHICAGO = ZoneInfo("America/Chicago")
NOW = datetime(2018, 4, 9, 14, tzinfo=UTC)
ALL = tuple(range(7))


def parsed(text: str, zone: ZoneInfo = CHICAGO) -> Every:
    return parse_every(text, zone, NOW)


@pytest.mark.parametrize(
    ("text", "days", "at"),
    [
        ("monday 09:00", (0,), time(9)),
        ("Mondays 9am", (0,), time(9)),
        ("every Monday at 9:00 AM", (0,), time(9)),
        ("monday,thursday 09:00", (0, 3), time(9)),
        ("thu & mon 5:30 PM", (0, 3), time(17, 30)),
        ("Tue, Wed and Fri noon", (1, 2, 4), time(12)),
        ("daily 09:00", ALL, time(9)),
        ("every day 21:15", ALL, time(21, 15)),
        ("weekdays 8:00", (0, 1, 2, 3, 4), time(8)),
        ("monday monday 09:00", (0,), time(9)),
    ],
)
def test_days_and_a_time_are_read(text: str, days: tuple[int, ...], at: time) -> None:
    assert parsed(text) == Every(days=days, at=at, zone="America/Chicago")


@pytest.mark.parametrize(
    ("text", "found", "offer"),
    [
        ("monday", "no time of day", "monday 09:00"),
        ("09:00", "on which days", "daily 09:00"),
        ("mondey 09:00", "`mondey` is no weekday", "monday 09:00"),
        ("fortnightly 09:00", "`fortnightly` is no weekday", ""),
        ("monday 9", "morning or afternoon", "monday 9:00 PM"),
        ("monday 25:00", "No clock shows", ""),
        ("monday midnight", "which end of the day", "monday 11:59 PM"),
        ("monday 00:00", "which end of the day", "monday 12:01 AM"),
        ("monday 09:00 CST", "`cst` stands behind the time", "monday 09:00"),
        ("monday 123:00", "no time of day", ""),
        ("", "no time of day", ""),
    ],
)
def test_what_is_unclear_is_refused_with_what_would_be_right(
    text: str, found: str, offer: str
) -> None:
    with pytest.raises(Mistake) as refused:
        parsed(text)
    assert found in refused.value.found
    assert offer in "|".join(refused.value.instead)
    assert refused.value.remedy


@pytest.mark.parametrize(
    ("text", "zone", "found", "offers"),
    [
        ("sunday 02:30", "America/Chicago", "does not exist", ["12:30 AM", "3:00 AM"]),
        ("daily 1:30 AM", "America/Chicago", "comes twice", ["12:30 AM", "3:00 AM"]),
        ("sunday 02:30", "Europe/Berlin", "comes twice", ["1:30 AM", "3:00 AM"]),
    ],
)
def test_a_time_that_some_night_of_the_year_lacks_or_doubles_is_refused(
    text: str, zone: str, found: str, offers: list[str]
) -> None:
    with pytest.raises(Mistake, match=found) as refused:
        parsed(text, ZoneInfo(zone))
    assert list(refused.value.instead) == [f"{text.split()[0]} {offer}" for offer in offers]
    for offer in refused.value.instead:
        assert parsed(offer, ZoneInfo(zone)).days


def test_the_same_hour_on_another_day_is_fine() -> None:
    assert parsed("saturday 02:30").at == time(2, 30)
    assert parsed("daily 02:30", ZoneInfo("America/Phoenix")).at == time(2, 30)
