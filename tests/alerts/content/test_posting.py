"""A hearing that is moved to another day is a new posting: who filed has to file again."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from functions.alerts.content.ask import Donate, Slip
from functions.alerts.content.posting import posting_for
from tests.written import ask

CHICAGO = ZoneInfo("America/Chicago")


def slip(when: str) -> Slip:
    made = ask(f"ask: slip\nbill: SB 35\nchamber: senate\n{when}\n")
    assert isinstance(made, Slip)
    return made


def test_a_moved_hearing_is_a_new_posting() -> None:
    before, after = slip("hearing: 2018-04-10 10:00 AM"), slip("hearing: 2018-04-17 10:00 AM")
    assert posting_for(before, CHICAGO) == "sb-35@2018-04-10"
    assert posting_for(after, CHICAGO) == "sb-35@2018-04-17"


@pytest.mark.parametrize("hour", ["8:00 AM", "11:30 PM"])
def test_another_hour_of_the_day_is_the_same_posting_by_the_organizations_clock(hour: str) -> None:
    assert posting_for(slip(f"hearing: 2018-04-10 {hour}"), CHICAGO) == "sb-35@2018-04-10"


def test_without_a_hearing_the_deadlines_day_counts() -> None:
    assert posting_for(slip("closes: 2018-04-11 3:00 PM"), CHICAGO) == "sb-35@2018-04-11"


def test_only_slips_are_filed() -> None:
    donate = ask("ask: donate\n")
    assert isinstance(donate, Donate)
    assert posting_for(donate, CHICAGO) == ""
