from __future__ import annotations

from datetime import UTC, datetime, timedelta

import boto3
import pytest

from functions.aws import clients
from functions.aws.claims import DynamoClaims
from tests.aws.tables import make_table

START = datetime(2018, 4, 9, 14, tzinfo=UTC)
HOUR = timedelta(hours=1)


class Clock:
    now = START

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def claims(aws: None, session: boto3.Session, clock: Clock) -> DynamoClaims:
    make_table(session, "ledger", pk="pk", sk="sk")
    return DynamoClaims(clients.dynamodb(session), "ledger", clock)


def test_the_first_claim_stands_until_it_expires(claims: DynamoClaims, clock: Clock) -> None:
    assert claims.claim("link#1", "a", START + HOUR).by == "a"
    clock.now = START + HOUR / 2
    stands = claims.claim("link#1", "b", clock.now + HOUR)
    assert (stands.by, stands.at) == ("a", START)
    clock.now = START + HOUR  # DynamoDB deletes late
    assert claims.claim("link#1", "b", clock.now + HOUR).by == "b"


def test_claiming_again_tells_when_it_was_claimed(claims: DynamoClaims, clock: Clock) -> None:
    claims.claim("link#1", "a", START + HOUR)
    clock.now = START + HOUR / 2
    assert claims.claim("link#1", "a", START + HOUR).at == START
    assert claims.claim("link#2", "a", START + HOUR).at == clock.now


def test_so_many_are_taken_and_no_more(claims: DynamoClaims) -> None:
    assert [claims.take("letters", 2, START + HOUR) for _ in range(3)] == [True, True, False]
    assert claims.take("others", 2, START + HOUR)
