"""Whether a slip's link opens its bill, in the General Assembly that hears it."""

from __future__ import annotations

import pytest

from functions.alerts.checks.bill_links import Opened, opened_by
from tests.checking import checked, of_rule
from tests.written import card

PAGE = "https://www.ilga.gov/legislation/BillStatus"
SLIP = "ask: slip\nbill: SB 35\ncloses: Tuesday 2018-04-10 3:00 PM\n"


@pytest.mark.parametrize(
    ("url", "opened"),
    [
        (f"{PAGE}?DocTypeID=SB&DocNum=35&GAID=14", Opened("SB 35", 100)),
        ("http://www.ilga.gov/legislation/BillStatus.asp?DocNum=35&GAID=14&DocTypeID=SB&GA=100",
         Opened("SB 35", 100)),
        (f"{PAGE}?DocTypeID=HB&DocNum=2040&GAID=999", Opened("HB 2040", None)),
        ("https://www.ilga.gov/legislation/100/SB/PDF/10000SB0035lv.pdf", Opened("SB 35", 100)),
        ("https://my.ilga.gov/WitnessSlip/Create/123456", None),
        ("https://notilga.gov/legislation/BillStatus?DocTypeID=SB&DocNum=35&GAID=14", None),
    ],
)  # fmt: skip
def test_an_address_says_which_bill_it_opens(url: str, opened: Opened | None) -> None:
    assert opened_by(url) == opened


def test_todays_bill_of_that_number_is_another_bill() -> None:
    text = card(f"{SLIP}link: {PAGE}?DocTypeID=SB&DocNum=35&GAID=18")
    (finding,) = of_rule(checked(text), "bill-of-another-assembly")
    assert finding.found == (
        "This link opens the SB 35 of the 104th General Assembly; it is heard on 2018-04-10, by "
        "the 100th."
    )
    assert finding.remedy == f"Write `link: {PAGE}?DocTypeID=SB&DocNum=35&GAID=14`."


def test_a_link_to_another_number_is_another_bill() -> None:
    text = card(f"{SLIP}link: {PAGE}?DocTypeID=HB&DocNum=36&GAID=14")
    (finding,) = of_rule(checked(text), "link-of-another-bill")
    assert finding.found == "This link opens HB 36, and the ask is about SB 35."


@pytest.mark.parametrize(
    "more",
    [
        f"link: {PAGE}?DocTypeID=SB&DocNum=35&GAID=14",
        "link: https://my.ilga.gov/WitnessSlip/Create/123456",
        f'text: "It goes on from [the act of 2021]({PAGE}?DocTypeID=SB&DocNum=667&GAID=16)."',
    ],
)
def test_the_right_bill_the_form_and_older_laws_are_fine(more: str) -> None:
    assert [one for one in checked(card(SLIP + more)) if "bill" in one.rule] == []
