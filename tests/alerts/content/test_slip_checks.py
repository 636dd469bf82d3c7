"""What no chamber does is told before a mail says it."""

from __future__ import annotations

import pytest

from functions.alerts.errors import Finding
from tests.written import card, findings

HEARING = "ask: slip\nbill: HB 5\nhearing: 2018-04-10 3 PM\n"


def only(lines: str) -> Finding:
    (finding,) = findings(card(lines))
    return finding


def test_a_house_slip_that_closes_after_the_hearing_starts_is_doubtful() -> None:
    finding = only(HEARING + "chamber: house\ncloses: 2018-04-10 8 PM")
    assert (finding.level, finding.field) == ("warning", "asks.hb-5.closes")


def test_a_senate_slip_may_close_at_the_end_of_that_day() -> None:
    assert findings(card(HEARING + "chamber: senate\ncloses: 2018-04-10 8 PM")) == ()


def test_an_assembly_that_did_not_sit_comes_with_the_one_that_did() -> None:
    finding = only("ask: slip\nbill: HB 5\ngeneral_assembly: 104\ncloses: 2018-04-10 3 PM")
    assert (finding.level, "`general_assembly: 100`" in finding.remedy) == ("warning", True)


def test_the_same_bill_of_two_assemblies_is_told_apart_by_them() -> None:
    one = card("ask: slip\nbill: SB 35\nbutton: a\ncloses: 2018-04-10 3 PM")
    other = "  - ask: slip\n    bill: SB 35\n    general_assembly: 104\n"
    (finding,) = findings(one + other + "    button: b\n    closes: 2025-04-10 3 PM\n")
    assert "`id: sb-35-104`" in finding.remedy


@pytest.mark.parametrize(
    ("lines", "field", "remedy"),
    [
        ("ask: donate\nlink: https://secure.actblue.com/donate/x\nreference: amount-25",
         "reference", "`reference: amount_25`"),
        ("ask: donate\nid: ''", "id", "`id: donate`"),
        ("ask: donate\nid: [a]", "id", "`id: donate`"),
        ("ask: donate\namounts: [25, $25]", "amounts.1", "Delete one"),
    ],
    ids=["a reference that names an amount", "an empty id", "a list for an id", "twice an amount"],
)  # fmt: skip
def test_a_mistake_in_an_ask_is_one_finding(lines: str, field: str, remedy: str) -> None:
    finding = next(one for one in findings(card(lines)) if one.level == "error")
    assert (finding.field, remedy in finding.remedy) == (f"asks.donate.{field}", True)
