"""The SES account: facts in, points out."""

from dataclasses import replace
from typing import Any

import pytest

from functions.alerts.health.account import (
    SesAccount,
    check_account,
    check_plan,
    check_suppression,
)
from functions.alerts.planning.price import PRICES, SES_PLANS
from tests.points import levels, told

GOOD = SesAccount(
    rate=14,
    quota=50_000,
    sent=1_000,
    sending=True,
    enforcement="HEALTHY",
    production=True,
    plan="NONE",
)


def test_a_good_account_is_well_in_every_point() -> None:
    points = [*check_account(GOOD), *check_plan(GOOD), *check_suppression(GOOD)]
    assert set(levels(points).values()) == {"well"}


@pytest.mark.parametrize(
    ("change", "name", "level", "words"),
    [
        ({"production": False}, "sandbox", "wrong", "production access"),
        ({"production": False, "review": "DENIED"}, "sandbox", "wrong", "was denied"),
        ({"enforcement": "SHUTDOWN"}, "reputation", "wrong", "stopped"),
        ({"enforcement": "PROBATION"}, "reputation", "wrong", "reviewing"),
        ({"enforcement": ""}, "reputation", "wrong", "no word why"),
        ({"sending": False}, "sending", "wrong", "paused"),
        ({"rate": 1}, "rate", "note", "12 hours 21 minutes"),
        ({"quota": 200.0}, "quota", "note", "does not fit"),
        ({"quota": -1}, "quota", "well", "No limit"),
        ({"sent": 60_000}, "quota", "well", "0 of them left"),
    ],
)
def test_what_is_wrong_is_said_with_what_to_do(
    change: dict[str, Any], name: str, level: str, words: str
) -> None:
    points = list(check_account(replace(GOOD, **change)))
    assert levels(points)[name] == level
    assert words in told(points)


def test_the_rate_is_told_as_the_time_of_forty_thousand_mails() -> None:
    assert "14 mails a second: 40,000 mails take 52 minutes." in told(check_account(GOOD))


@pytest.mark.parametrize(
    ("plan", "next_plan", "level", "words"),
    [
        ("NONE", "", "well", "À la carte: US$ 100"),
        ("ESSENTIALS", "", "note", "à la carte saves US$ 60 per million"),
        ("ESSENTIALS", "NONE", "well", "from next month on"),
        ("NONE", "ESSENTIALS", "note", "saves US$ 60"),
        ("PRO", "", "note", "--plan NONE"),
        ("", "", "note", "does not tell"),
    ],
)
def test_the_price_plan_by_what_ses_says(plan: str, next_plan: str, level: str, words: str) -> None:
    points = list(check_plan(replace(GOOD, plan=plan, next_plan=next_plan)))
    assert levels(points) == {"price plan": level}
    assert words in told(points)


def test_estimates_count_with_the_dearer_plan() -> None:
    assert PRICES["ses_message"] == max(SES_PLANS.values())


def test_a_suppression_list_without_complaints_is_noted() -> None:
    points = list(check_suppression(replace(GOOD, suppressed=frozenset({"BOUNCE"}))))
    assert levels(points) == {"account suppression": "note"}
    assert "complaints" in told(points)
