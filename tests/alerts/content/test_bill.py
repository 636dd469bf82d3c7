"""Bills have one spelling, one General Assembly and, where it is known, one page."""

from __future__ import annotations

from datetime import date

import pytest

from functions.alerts.content.bill import bill_link, bill_number, general_assembly
from functions.alerts.errors import Mistake


@pytest.mark.parametrize("typed", ["SB 35", "sb35", "S.B. 35", "SB0035", "sb-35", " SB  35 "])
def test_a_bill_has_one_spelling(typed: str) -> None:
    assert bill_number(typed) == "SB 35"


@pytest.mark.parametrize("typed", ["HJRCA 4", "SJR 12", "HR 1", "EO 1"])
def test_resolutions_and_orders_are_bills_too(typed: str) -> None:
    assert bill_number(typed) == typed


@pytest.mark.parametrize("typed", ["Bill 35", "35", "SB", "SB 0", "XB 35", "SB 35a", ""])
def test_what_is_no_bill_is_refused(typed: str) -> None:
    with pytest.raises(Mistake):
        bill_number(typed)


@pytest.mark.parametrize(
    ("day", "number"),
    [
        (date(2018, 4, 10), 100),
        (date(2017, 1, 10), 99),
        (date(2017, 1, 11), 100),
        (date(2024, 1, 1), 103),
        (date(2025, 1, 7), 103),
        (date(2025, 1, 8), 104),
        (date(2026, 11, 22), 104),
    ],
    ids=str,
)
def test_a_general_assembly_begins_on_the_second_wednesday_of_january(
    day: date, number: int
) -> None:
    assert general_assembly(day) == number


def test_a_bill_leads_to_its_page_of_its_own_general_assembly() -> None:
    assert bill_link("SB 35", 100) == (
        "https://www.ilga.gov/legislation/BillStatus?DocTypeID=SB&DocNum=35&GAID=14"
    )


@pytest.mark.parametrize("assembly", [99, 101, None])
def test_a_page_that_is_not_known_is_not_made_up(assembly: int | None) -> None:
    assert bill_link("SB 35", assembly) is None


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Senate Bill 35", ("SB 35",)),
        ("house resolution no. 7", ("HR 7",)),
        ("35", ("SB 35", "HB 35")),
    ],
)
def test_a_bill_in_words_is_offered_as_its_number(text: str, meant: tuple[str, ...]) -> None:
    with pytest.raises(Mistake) as caught:
        bill_number(text)
    assert caught.value.instead == meant
