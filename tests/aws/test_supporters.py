from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from functions.alerts.errors import TryLater
from functions.alerts.outcomes.left import Leaving
from functions.alerts.sends.send import SHARDS, shard_of
from functions.alerts.sends.supporter import Supporter
from functions.aws.supporters import DynamoSupporters
from tests.aws.maria import MARIA
from tests.sending import people, person

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient


class Waits:
    """Notes how long it was asked to wait."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


@pytest.fixture
def waits() -> Waits:
    return Waits()


@pytest.fixture
def supporters(client: DynamoDBClient, waits: Waits) -> DynamoSupporters:
    return DynamoSupporters(client, "supporters", waits)


@pytest.mark.parametrize(
    "supporter",
    [MARIA, Supporter(id="f" * 32, email="x@y.example", status="pending", language="ar")],
    ids=["all told", "hardly anything"],
)
def test_a_supporter_is_stored_and_read_back(
    supporters: DynamoSupporters, supporter: Supporter
) -> None:
    supporters.put(supporter)
    assert supporters.read([supporter.id]) == {supporter.id: supporter}


def test_those_who_are_not_there_are_left_out(supporters: DynamoSupporters) -> None:
    supporters.put(MARIA)
    assert set(supporters.read([MARIA.id, "e" * 32])) == {MARIA.id}


def test_more_than_a_hundred_are_read(supporters: DynamoSupporters) -> None:
    known = people(130)
    for supporter in known:
        supporters.put(supporter)
    assert len(supporters.read([supporter.id for supporter in known])) == 130


def test_keys_left_unprocessed_are_read_again(
    supporters: DynamoSupporters,
    client: DynamoDBClient,
    waits: Waits,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known = people(5)
    for supporter in known:
        supporters.put(supporter)
    real: Any = client.batch_get_item

    def two_at_a_time(RequestItems: dict[str, Any]) -> dict[str, Any]:  # noqa: N803 – AWS's name
        keys = RequestItems["supporters"]["Keys"]
        answer = real(RequestItems={"supporters": {"Keys": keys[:2]}})
        left = {"supporters": {"Keys": keys[2:]}} if keys[2:] else {}
        return {**answer, "UnprocessedKeys": left}

    monkeypatch.setattr(client, "batch_get_item", two_at_a_time)
    assert len(supporters.read([supporter.id for supporter in known])) == 5
    assert waits.seconds == [0.05, 0.1]


def test_keys_that_stay_unprocessed_are_told_and_nobody_is_taken_for_erased(
    supporters: DynamoSupporters, client: DynamoDBClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        client,
        "batch_get_item",
        lambda RequestItems: {"Responses": {}, "UnprocessedKeys": RequestItems},  # noqa: N803
    )
    with pytest.raises(TryLater, match="left 1 supporters unread"):
        supporters.read([MARIA.id])


def test_a_shard_has_its_own_people_in_order(supporters: DynamoSupporters) -> None:
    known = [person(number) for number in (65, 1, 129, 2)]
    for supporter in known:
        supporters.put(supporter)
    shard = shard_of(person(1).id)
    assert [one.id for one in supporters.in_shard(shard)] == [
        person(number).id for number in (1, 65, 129)
    ]


def test_the_shards_together_have_everybody_once(supporters: DynamoSupporters) -> None:
    for supporter in people(100):
        supporters.put(supporter)
    shards = [f"{number:02x}" for number in range(SHARDS)]
    found = [one for shard in shards for one in supporters.in_shard(shard)]
    assert sorted(one.id for one in found) == sorted(one.id for one in people(100))


def test_who_is_subscribed_is_suppressed_once(supporters: DynamoSupporters) -> None:
    supporters.put(MARIA)
    assert supporters.suppress(MARIA.id, "bounced")
    assert not supporters.suppress(MARIA.id, "bounced")
    assert supporters.read([MARIA.id])[MARIA.id] == replace(MARIA, status="bounced")


def test_a_status_only_becomes_more_restrictive(supporters: DynamoSupporters) -> None:
    supporters.put(MARIA)
    changes: list[Leaving] = ["unsubscribed", "bounced", "complained", "unsubscribed"]
    assert [supporters.suppress(MARIA.id, one) for one in changes] == [True, False, True, False]
    assert supporters.read([MARIA.id])[MARIA.id].status == "complained"


def test_topics_and_language_are_chosen_each_by_itself(supporters: DynamoSupporters) -> None:
    supporters.put(MARIA)
    supporters.choose(MARIA.id, topics=frozenset({"daca"}), language=None)
    supporters.choose(MARIA.id, topics=None, language="ar")
    supporters.choose(MARIA.id, topics=None, language=None)
    chosen = replace(MARIA, topics=frozenset({"daca"}), language="ar")
    assert supporters.read([MARIA.id]) == {MARIA.id: chosen}


def test_who_was_erased_does_not_come_back_by_a_choice(supporters: DynamoSupporters) -> None:
    supporters.choose(MARIA.id, topics=frozenset({"daca"}), language="es")
    assert supporters.read([MARIA.id]) == {}


def test_who_was_erased_does_not_come_back_by_a_bounce(supporters: DynamoSupporters) -> None:
    assert not supporters.suppress(MARIA.id, "bounced")
    assert supporters.read([MARIA.id]) == {}


def test_soft_bounces_are_counted_by_send(supporters: DynamoSupporters) -> None:
    supporters.put(MARIA)
    days = ["2018-04-09", "2018-04-09", "2018-04-16", "2018-04-20"]
    sends = ["a", "a", "b", "b"]
    counts = [supporters.soft_bounce(MARIA.id, *one) for one in zip(sends, days, strict=True)]
    assert counts == [1, 1, 2, 2]
    assert supporters.read([MARIA.id]) == {MARIA.id: MARIA}


def test_soft_bounces_of_long_ago_are_forgotten(
    supporters: DynamoSupporters, client: DynamoDBClient
) -> None:
    supporters.put(MARIA)
    supporters.soft_bounce(MARIA.id, "a", "2018-01-01")
    assert supporters.soft_bounce(MARIA.id, "b", "2018-04-02") == 1
    (item,) = client.scan(TableName="supporters")["Items"]
    assert item["soft"] == {"SS": ["2018-04-02#b"]}


def test_who_was_erased_does_not_come_back_by_a_soft_bounce(supporters: DynamoSupporters) -> None:
    assert supporters.soft_bounce(MARIA.id, "a", "2018-04-09") == 0
    assert supporters.read([MARIA.id]) == {}


def test_somebody_is_found_by_address_however_it_is_written(supporters: DynamoSupporters) -> None:
    for supporter in people(3):
        supporters.put(supporter)
    assert supporters.find(" P2@Supporter.example ") == [person(2)]
    assert supporters.find("nobody@supporter.example") == []


def test_somebody_without_an_address_is_found_by_none(supporters: DynamoSupporters) -> None:
    supporters.put(replace(person(1), email=""))
    assert supporters.find("p1@supporter.example") == supporters.find("") == []


def test_an_item_carries_its_version(supporters: DynamoSupporters, client: DynamoDBClient) -> None:
    supporters.put(MARIA)
    assert client.scan(TableName="supporters")["Items"][0]["v"] == {"N": "1"}


def test_a_list_that_the_table_has_not_counted_yet_is_judged_by_one_shard(
    supporters: DynamoSupporters, client: DynamoDBClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(60):
        supporters.put(replace(person(0), id=f"00{number:030x}"))
    monkeypatch.setattr(client, "describe_table", lambda TableName: {"Table": {"ItemCount": 0}})  # noqa: N803
    assert supporters.size() == 60 * SHARDS


def test_another_table_under_the_same_name_is_another_list(
    supporters: DynamoSupporters, client: DynamoDBClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = supporters.table_id()
    made = datetime(2018, 1, 1, tzinfo=UTC)
    other = {"Table": {"TableId": "other", "CreationDateTime": made}}
    monkeypatch.setattr(client, "describe_table", lambda **_: other)
    assert supporters.table_id() == first
    times = iter([0.0, 61.0])
    again = DynamoSupporters(client, "supporters", ticks=lambda: next(times))
    assert again.table_id() == "other" != first


def test_the_size_is_the_tables_own_count(supporters: DynamoSupporters) -> None:
    for supporter in people(3):
        supporters.put(supporter)
    assert supporters.size() == 3
