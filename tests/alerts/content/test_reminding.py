from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from functions.alerts.content.reminding import lead_words, read_lead
from functions.alerts.errors import Mistake
from functions.alerts.planning.to_follow import lines, planned_reminders
from functions.alerts.sends.planned import PlannedReminder
from tests.compiled import EVERY_KIND, loaded
from tests.written import campaign, findings, only_finding

CHICAGO = ZoneInfo("America/Chicago")
SLIP = "  - {{ask: slip, bill: SB 35, closes: 2018-04-10 3:00 PM, remind: {}}}\n"
CALL = "  - {{ask: call, whom: Her, numbers: 217-555-0100, closes: {}, remind: {}}}\n"
HEAD = "topic: daca\nlevel: state\nsubject: Slips\nbody: Please file.\nasks:\n"


def slip(remind: str) -> str:
    return HEAD + SLIP.format(remind)


def call(closes: str, remind: str) -> str:
    return CALL.format(closes, remind)


@pytest.mark.parametrize(
    ("text", "hours"),
    [("24h", 24), ("90m", 1.5), ("2 days", 48), ("1 day", 24), ("36 hours", 36), ("75 min", 1.25)],
)
def test_a_lead_is_read_as_people_write_it(text: str, hours: float) -> None:
    assert read_lead(text) == timedelta(hours=hours)
    assert read_lead(lead_words(read_lead(text))) == timedelta(hours=hours)


@pytest.mark.parametrize("text", ["", "soon", "24", "-3h", "0h", "1.5h", "24 h before", "９h"])
def test_what_is_no_length_of_time_is_refused(text: str) -> None:
    with pytest.raises(Mistake, match="Write it like 24h, 90m or 2 days"):
        read_lead(text)


def test_one_reminder_or_a_list_of_them() -> None:
    (alone,), (several,) = campaign(slip("24h")).asks, campaign(slip("[3 days, 24h]")).asks
    assert alone.remind == (timedelta(hours=24),)
    assert several.remind == (timedelta(hours=72), timedelta(hours=24))


@pytest.mark.parametrize(
    ("text", "found", "remedy"),
    [
        (slip("soon"), "`soon` is no length of time.", "Write it like 24h"),
        (slip("[24h, soon]"), "`soon` is no length of time.", "Write it like 24h"),
        (slip("30m"), "too late: mails stop carrying an ask 30 minutes before", "remind: 1h"),
        (slip("15 days"), "15 days is long before the deadline", "Write at most 14 days"),
        (HEAD + "  - {ask: share, remind: 24h}\n", "no deadline to remind of", "Write `closes:`"),
        (slip("[24h, 30h]"), "less than 20 hours after that of sb-35", "Delete one of the two"),
        (
            slip("24h") + call("2018-04-11 9:00 AM", "24h"),
            "(Tuesday 2018-04-10 9:00 AM) comes less than 20 hours after that of sb-35"
            " (Monday 2018-04-09 3:00 PM)",
            "Delete one of the two",
        ),
        (slip("{a: 24h}"), "A block of keys stands where a list belongs", "- "),
        (slip("[9h, 30h, 51h, 72h, 93h, 114h]"), "more than 5", "Leave some of them out"),
    ],
    ids=["word", "in a list", "late", "early", "no deadline", "own", "other's", "block", "many"],
)
def test_a_reminder_that_cannot_come_about_is_told_on_its_line(
    text: str, found: str, remedy: str
) -> None:
    finding = only_finding(text)
    assert (finding.level, finding.line is not None) == ("error", True)
    assert ".remind" in finding.field
    assert found in finding.found
    assert remedy in finding.remedy


def test_reminders_a_day_apart_are_fine() -> None:
    assert findings(slip("[2 days, 24h]") + call("2018-04-11 5:00 PM", "24h")) == ()


def test_of_a_card_nobody_is_reminded() -> None:
    finding = only_finding(slip("24h").replace("body: Please file.\n", ""))
    assert (finding.level, "A card is not mailed" in finding.found) == ("warning", True)


def test_the_reminders_of_a_file_know_their_time_and_what_filing_is_about() -> None:
    (reminder,) = planned_reminders(loaded(EVERY_KIND).campaign, CHICAGO)
    assert reminder == PlannedReminder(
        ask="hb-9",
        at=datetime(2018, 4, 10, 19, tzinfo=UTC),
        closes=datetime(2018, 4, 11, 19, tzinfo=UTC),
        posting="hb-9@2018-04-11",
    )


def test_in_every_language_the_reminders_are_the_same() -> None:
    english = loaded(EVERY_KIND).campaign
    arabic = english.in_language("ar")
    assert arabic.language == "ar"
    assert planned_reminders(arabic, CHICAGO) == planned_reminders(english, CHICAGO)


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (-48, "A reminder of hb-9 follows"),
        (-19, "comes too soon after the mail"),
        (1, "comes before the mail"),
    ],
)
def test_before_a_launch_it_is_said_which_reminders_will_follow(hours: int, words: str) -> None:
    reminders = planned_reminders(loaded(EVERY_KIND).campaign, CHICAGO)
    starts = reminders[0].at + timedelta(hours=hours)
    (line,) = lines(reminders, starts, lambda at: f"{at:%H:%M}")
    assert words in line
    assert "19:00" in line
