"""On the page an ask is open until it closes, to the minute."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from functions.alerts.site.standing import closing, standing
from tests.alerts.site.drawn import AFTER, BEFORE, BETWEEN, CHICAGO
from tests.written import AWARD, campaign, card

SECOND = timedelta(seconds=1)
FIRST = datetime(2018, 4, 10, 15, tzinfo=CHICAGO)
LAST = datetime(2018, 4, 11, 14, tzinfo=CHICAGO)


def open_ids(at: datetime) -> list[str]:
    return [one.id for one in standing(campaign(AWARD), at).open]


def test_an_ask_is_open_until_its_minute_and_no_longer() -> None:
    assert "sb-35" in open_ids(FIRST - SECOND)
    assert "sb-35" not in open_ids(FIRST)
    assert [one.id for one in standing(campaign(AWARD), FIRST).closed] == ["sb-35"]


def test_the_interval_is_the_one_in_which_nothing_changes() -> None:
    found = standing(campaign(AWARD), BETWEEN)
    assert (found.since, found.until) == (FIRST, LAST)
    assert open_ids(LAST - SECOND) == open_ids(FIRST) != open_ids(LAST)
    assert standing(campaign(AWARD), BEFORE).since is None
    assert standing(campaign(AWARD), AFTER).until is None


def test_a_donation_alone_keeps_no_alert_open() -> None:
    assert not standing(campaign(AWARD), LAST - SECOND).over
    found = standing(campaign(AWARD), LAST)
    assert found.over and found.closed_at == LAST and found.open


def test_what_never_had_a_deadline_is_never_over() -> None:
    assert not standing(campaign(card("ask: donate")), AFTER).over


def test_a_donation_with_a_deadline_of_its_own_is_waited_for() -> None:
    told = AWARD.replace("- ask: donate\n", "- ask: donate\n    closes: 2018-06-01 5:00 PM\n")
    assert not standing(campaign(told), AFTER).over


@pytest.mark.parametrize(
    ("lines", "until"),
    [
        ("ends: 2018-04-12 8:00 PM", datetime(2018, 4, 12, 20, tzinfo=CHICAGO)),
        ("rsvp: https://x.example", datetime(2018, 4, 12, 18, tzinfo=CHICAGO)),
        (
            "ends: 2018-04-12 8:00 PM\ncloses: 2018-04-10 5:00 PM",
            datetime(2018, 4, 10, 17, tzinfo=CHICAGO),
        ),
    ],
    ids=["until it ends", "until it starts", "until people had to say that they come"],
)
def test_an_event_stays(lines: str, until: datetime) -> None:
    told = f"ask: event\ntitle: Rally\nstarts: 2018-04-12 6:00 PM\nplace: Here\n{lines}"
    (event,) = campaign(card(told)).asks
    assert closing(event) == until.astimezone(UTC)
