from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from functions.aws.supporters import DynamoSupporters
from tests.sending import person

NOW = datetime(2018, 4, 9, 14, tzinfo=UTC)
SIGN_UP = replace(person(1), status="pending", agreed=NOW.isoformat(), agreed_to="alerts")


def come_back(supporters: DynamoSupporters, asked: datetime, at: datetime) -> bool:
    return supporters.come_back(SIGN_UP.id, asked, at, source="join page", agreed_to="I want them.")


def test_a_sign_up_that_is_renewed_waits_for_another_week(supporters: DynamoSupporters) -> None:
    supporters.enter(SIGN_UP)
    later = replace(SIGN_UP, first_name="", agreed=(NOW + timedelta(days=6)).isoformat())
    assert supporters.renew(later) and supporters.renew(later)
    assert supporters.confirm(SIGN_UP.id, NOW + timedelta(days=12))
    assert supporters.read([SIGN_UP.id])[SIGN_UP.id].first_name == ""


def test_only_a_sign_up_that_waits_is_renewed(supporters: DynamoSupporters) -> None:
    assert not supporters.renew(SIGN_UP)
    supporters.put(replace(SIGN_UP, status="subscribed"))
    assert not supporters.renew(SIGN_UP)


def test_who_left_before_they_asked_comes_back(supporters: DynamoSupporters) -> None:
    supporters.put(replace(SIGN_UP, status="unsubscribed"))
    asked = NOW + timedelta(days=30)
    assert come_back(supporters, asked, asked + timedelta(hours=1))
    back = supporters.read([SIGN_UP.id])[SIGN_UP.id]
    assert (back.status, back.source, back.agreed_to) == ("subscribed", "join page", "I want them.")
    assert (back.email, back.topics) == (SIGN_UP.email, SIGN_UP.topics)


def test_who_agreed_after_that_link_was_made_left_later_and_stays_away(
    supporters: DynamoSupporters,
) -> None:
    supporters.put(replace(SIGN_UP, status="unsubscribed"))
    assert not come_back(supporters, NOW - timedelta(hours=1), NOW + timedelta(hours=1))


@pytest.mark.parametrize("status", ["bounced", "complained", "pending", "subscribed"])
def test_nobody_else_comes_back(supporters: DynamoSupporters, status: str) -> None:
    supporters.put(replace(SIGN_UP, status=status, agreed=""))  # type: ignore[arg-type]
    assert not come_back(supporters, NOW, NOW)


def test_who_was_erased_does_not_come_back(supporters: DynamoSupporters) -> None:
    supporters.erase(SIGN_UP.id, NOW)
    assert not come_back(supporters, NOW, NOW)
    assert not supporters.renew(SIGN_UP)
