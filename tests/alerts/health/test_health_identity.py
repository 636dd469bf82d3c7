"""The sender's identity: facts in, points out."""

from dataclasses import replace
from typing import Any

import pytest

from functions.alerts.health.identity import Identity, check_identity, covers
from tests.points import levels, told

GOOD = Identity(
    name="icirr.example",
    verified=True,
    dkim="SUCCESS",
    signing=True,
    tokens=("one", "two", "three"),
    mail_from="bounce.icirr.example",
    mail_from_status="SUCCESS",
)
SENDER = "alerts@icirr.example"


def test_a_good_identity_is_well_in_every_point() -> None:
    points = list(check_identity(GOOD, "icirr.example", SENDER))
    assert set(levels(points).values()) == {"well"}
    assert {"identity", "from-address", "DKIM", "MAIL FROM"} == {point.name for point in points}


@pytest.mark.parametrize(
    ("change", "name", "level", "words"),
    [
        ({"verified": False, "why": "HOST_NOT_FOUND"}, "identity", "wrong", "(HOST_NOT_FOUND)"),
        ({"signing": False}, "DKIM", "wrong", "signing is off"),
        ({"dkim": "PENDING"}, "DKIM", "wrong", "three DKIM records"),
        ({"dkim": "TEMPORARY_FAILURE"}, "DKIM", "wrong", "five days"),
        ({"dkim": "SOMETHING_NEW"}, "DKIM", "wrong", "SOMETHING_NEW"),
        ({"mail_from": ""}, "MAIL FROM", "note", "bounce.icirr.example"),
        ({"mail_from_status": "FAILED"}, "MAIL FROM", "wrong", "is FAILED"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_is_wrong_is_said_with_what_to_do(
    change: dict[str, Any], name: str, level: str, words: str
) -> None:
    points = list(check_identity(replace(GOOD, **change), "icirr.example", SENDER))
    assert levels(points)[name] == level
    assert words in told(points)
    assert sum(point.level != "well" for point in points) == 1


def test_an_identity_that_ses_does_not_know_is_one_point() -> None:
    assert levels(check_identity(None, "icirr.example", SENDER)) == {"identity": "wrong"}


@pytest.mark.parametrize(
    ("sender", "level"),
    [
        ("a@icirr.example", "well"),
        ("a@news.icirr.example", "well"),
        ("a@ICIRR.example", "well"),
        ("a@noticirr.example", "wrong"),
        ("a@icirr.example.evil.example", "wrong"),
        ("", "note"),
    ],
)
def test_the_from_address_is_held_against_the_identity(sender: str, level: str) -> None:
    assert levels(check_identity(GOOD, "icirr.example", sender))["from-address"] == level


def test_a_domain_covers_itself_and_what_lies_under_it() -> None:
    assert covers("a.example", "b.a.example")
    assert not covers("b.a.example", "a.example")


def test_the_records_are_three_cnames_in_the_identitys_own_zone() -> None:
    records = replace(GOOD, tokens=("t1",), zone="t.dkim.us-east-2.amazonses.com").records()
    assert records == {"t1._domainkey.icirr.example": "t1.t.dkim.us-east-2.amazonses.com"}
