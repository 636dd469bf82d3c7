from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

import pytest

from functions.alerts.sends.send import SHARDS, shard_of
from functions.alerts.sends.supporter import Status
from functions.aws.supporters import DynamoSupporters
from tests.aws.maria import LATER, MARIA, NOW, SIGN_UP
from tests.sending import person

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient


def test_who_is_erased_leaves_a_mark_alone(
    supporters: DynamoSupporters, client: DynamoDBClient
) -> None:
    supporters.put(MARIA)
    assert [supporters.erase(MARIA.id, NOW), supporters.erase(MARIA.id, LATER)] == [True, False]
    assert client.scan(TableName="supporters")["Items"] == [
        {
            "shard": {"S": shard_of(MARIA.id)},
            "id": {"S": MARIA.id},
            "v": {"N": "1"},
            "status": {"S": "erased"},
            "at": {"S": "2018-04-09T14:00:00+00:00"},
        }
    ]


def test_a_mark_is_nobody_on_the_list(supporters: DynamoSupporters) -> None:
    supporters.erase(MARIA.id, NOW)
    assert supporters.read([MARIA.id]) == {}
    assert list(supporters.in_shard(shard_of(MARIA.id))) == []
    assert supporters.find("") == supporters.find(MARIA.email) == []
    assert supporters.standing([MARIA.id]) == {MARIA.id: "erased"}


def test_nothing_brings_back_who_was_erased(supporters: DynamoSupporters) -> None:
    supporters.erase(MARIA.id, NOW)
    assert supporters.enter(MARIA) == "erased"
    assert not supporters.confirm(MARIA.id, NOW)
    assert not supporters.suppress(MARIA.id, "complained")
    assert not supporters.change(MARIA.id, first_name="M")
    supporters.choose(MARIA.id, topics=frozenset({"daca"}), language="es")
    assert supporters.soft_bounce(MARIA.id, "a", "2018-04-09") == 0
    assert supporters.standing([MARIA.id]) == {MARIA.id: "erased"}


def test_marks_do_not_count(
    supporters: DynamoSupporters, client: DynamoDBClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(60):
        supporters.put(replace(person(0), id=f"00{number:030x}"))
    for number in range(20):
        supporters.erase(f"00{number:030x}", NOW)
    assert supporters.size() == 40 * SHARDS


def test_somebody_is_entered_once(supporters: DynamoSupporters) -> None:
    other = replace(MARIA, first_name="Somebody else", status="pending")
    stood = [supporters.enter(one) for one in (MARIA, MARIA, other)]
    assert stood == ["entered", "entered", "subscribed"]
    assert supporters.read([MARIA.id]) == {MARIA.id: MARIA}


@pytest.mark.parametrize("status", ["pending", "unsubscribed", "bounced", "complained"])
def test_entering_tells_what_stands_there(supporters: DynamoSupporters, status: Status) -> None:
    supporters.put(replace(MARIA, status=status))
    assert supporters.enter(MARIA) == status
    assert supporters.standing([MARIA.id, "e" * 32]) == {MARIA.id: status}


def test_a_sign_up_waits_a_week(supporters: DynamoSupporters, client: DynamoDBClient) -> None:
    supporters.enter(SIGN_UP)
    (item,) = client.scan(TableName="supporters")["Items"]
    assert item["expires"] == {"N": str(int((NOW + timedelta(days=7)).timestamp()))}
    assert supporters.enter(replace(SIGN_UP, agreed=LATER.isoformat())) == "pending"


def test_a_sign_up_that_waited_too_long_is_nothing(supporters: DynamoSupporters) -> None:
    supporters.enter(SIGN_UP)
    after = NOW + timedelta(days=8)
    assert not supporters.confirm(MARIA.id, after)
    again = replace(SIGN_UP, agreed=after.isoformat())
    assert supporters.enter(again) == "entered"
    assert supporters.read([MARIA.id]) == {MARIA.id: again}


def test_who_confirms_is_subscribed_and_stays(
    supporters: DynamoSupporters, client: DynamoDBClient
) -> None:
    supporters.enter(SIGN_UP)
    assert [supporters.confirm(MARIA.id, LATER), supporters.confirm(MARIA.id, LATER)] == [
        True,
        False,
    ]
    stands = replace(MARIA, agreed=LATER.isoformat(), agreed_to="alerts")
    assert supporters.read([MARIA.id]) == {MARIA.id: stands}
    assert "expires" not in client.scan(TableName="supporters")["Items"][0]


def test_who_leaves_before_confirming_does_not_vanish(
    supporters: DynamoSupporters, client: DynamoDBClient
) -> None:
    supporters.enter(SIGN_UP)
    assert supporters.suppress(MARIA.id, "complained")
    assert "expires" not in client.scan(TableName="supporters")["Items"][0]


def test_names_and_zip_are_changed_and_taken_away(supporters: DynamoSupporters) -> None:
    supporters.put(MARIA)
    assert supporters.change(MARIA.id, first_name="Mary", zip="")
    assert supporters.change(MARIA.id)
    assert supporters.read([MARIA.id]) == {MARIA.id: replace(MARIA, first_name="Mary", zip="")}
    assert not supporters.change("e" * 32, last_name="Nobody")
    assert not supporters.change("e" * 32)


def test_freezing_reads_no_consent(supporters: DynamoSupporters) -> None:
    supporters.put(replace(SIGN_UP, status="subscribed"))
    (found,) = supporters.in_shard(shard_of(MARIA.id))
    assert (found.agreed, found.agreed_to, found.email) == ("", "", "")


@pytest.mark.parametrize("stands", ["unsubscribed", "bounced", "erased"])
def test_somebody_is_readmitted_where_that_stands(
    supporters: DynamoSupporters, stands: Literal["unsubscribed", "bounced", "erased"]
) -> None:
    if stands == "erased":
        supporters.erase(MARIA.id, NOW)
    else:
        supporters.put(replace(MARIA, status=stands))
    assert not supporters.readmit(MARIA, "complained")
    assert supporters.standing([MARIA.id]) == {MARIA.id: stands}
    assert [supporters.readmit(MARIA, stands), supporters.readmit(MARIA, stands)] == [True, True]
    assert supporters.read([MARIA.id]) == {MARIA.id: MARIA}
