from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from functions.alerts.errors import OutcomeUnknown, TryLater
from functions.alerts.sends.batch import Batch, Key, untouched
from functions.alerts.sends.send import Cursor, advanced, moved
from functions.aws.ledger import DynamoLedger
from tests.alerts.sends.test_send import SEND

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

KEY = Key("send", 3, 7)
CLAIMED = Batch(codes="??", rev=1, owner="mine", at=1000, edition="en:0", solo=True)


def test_a_batch_nobody_claimed_is_untouched(ledger: DynamoLedger) -> None:
    assert ledger.read_job(KEY, 2)[2] == untouched(2)


def test_a_claim_is_stored_and_read_back(ledger: DynamoLedger) -> None:
    assert ledger.write_batch(KEY, CLAIMED)
    assert ledger.read_job(KEY, 2)[2] == CLAIMED


def test_a_claim_loses_to_an_earlier_one(ledger: DynamoLedger) -> None:
    ledger.write_batch(KEY, CLAIMED)
    assert not ledger.write_batch(KEY, replace(CLAIMED, owner="another"))
    assert ledger.read_job(KEY, 2)[2].owner == "mine"


def test_a_write_whose_answer_got_lost_is_recognized_when_it_is_repeated(
    ledger: DynamoLedger,
) -> None:
    recorded = replace(CLAIMED, codes="ss", rev=2)
    assert ledger.write_batch(KEY, CLAIMED)
    assert ledger.write_batch(KEY, CLAIMED)
    assert ledger.write_batch(KEY, recorded, owner="mine")
    assert ledger.write_batch(KEY, recorded, owner="mine")


def test_a_record_needs_the_claims_owner(ledger: DynamoLedger) -> None:
    ledger.write_batch(KEY, CLAIMED)
    recorded = replace(CLAIMED, codes="ss", rev=2)
    assert not ledger.write_batch(KEY, recorded, owner="another")
    assert ledger.read_job(KEY, 2)[2] == CLAIMED


def test_a_write_needs_the_revision_before_it(ledger: DynamoLedger) -> None:
    ledger.write_batch(KEY, CLAIMED)
    assert not ledger.write_batch(KEY, replace(CLAIMED, codes="ss", rev=3))
    assert not ledger.write_batch(KEY._replace(nr=8), replace(CLAIMED, rev=2))


def test_a_batch_is_kept_for_four_hundred_days(
    ledger: DynamoLedger, client: DynamoDBClient
) -> None:
    ledger.write_batch(KEY, CLAIMED)
    item = client.get_item(
        TableName="ledger", Key={"pk": {"S": "batch#send#3"}, "sk": {"S": "00007"}}
    )["Item"]
    assert item["expires"]["N"] == str(1000 + 400 * 86_400)


def test_a_batch_of_fifty_is_one_write_unit(ledger: DynamoLedger, client: DynamoDBClient) -> None:
    ledger.write_batch(KEY, replace(CLAIMED, codes="?" * 50, at=1_523_282_400, owner="0" * 16))
    (item,) = client.scan(TableName="ledger")["Items"]
    size = sum(len(name) + len(str(next(iter(value.values())))) for name, value in item.items())
    assert size < 1024


def test_the_batches_of_a_part_come_in_order(ledger: DynamoLedger) -> None:
    for nr in (12, 2, 100):
        ledger.write_batch(KEY._replace(nr=nr), CLAIMED)
    ledger.write_batch(KEY._replace(part=4), CLAIMED)
    assert [nr for nr, _ in ledger.batches("send", 3)] == [2, 12, 100]


def test_batches_are_read_over_several_pages(
    ledger: DynamoLedger, client: DynamoDBClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    for nr in range(5):
        ledger.write_batch(KEY._replace(nr=nr), CLAIMED)
    query: Any = client.query
    monkeypatch.setattr(client, "query", lambda **asked: query(**asked, Limit=2))
    assert [nr for nr, _ in ledger.batches("send", 3)] == [0, 1, 2, 3, 4]


def test_a_send_is_stored_and_active_until_it_is_retired(ledger: DynamoLedger) -> None:
    assert ledger.create_send(SEND)
    assert ledger.read_send(SEND.id) == SEND
    assert ledger.active_sends() == [SEND]
    ledger.retire(SEND.id)
    assert ledger.active_sends() == []
    assert ledger.read_send(SEND.id) == SEND


def test_storing_a_send_again_is_harmless_and_another_with_its_id_is_refused(
    ledger: DynamoLedger,
) -> None:
    assert ledger.create_send(SEND)
    assert ledger.create_send(SEND)
    assert not ledger.create_send(replace(SEND, change="another"))


def test_the_sends_of_a_campaign_come_oldest_first(ledger: DynamoLedger) -> None:
    later = replace(SEND, id="later", starts=SEND.starts.replace(year=2019))
    for send in (later, SEND, replace(SEND, id="other", campaign="daca")):
        ledger.create_send(send)
    assert ledger.sends_of(SEND.campaign) == [SEND.id, "later"]


def test_recent_sends_come_newest_first_over_the_turn_of_a_year(ledger: DynamoLedger) -> None:
    new_year = datetime(2018, 1, 1, tzinfo=UTC)
    for days in (-40, -20, 0, 9, 11):
        ledger.create_send(replace(SEND, id=f"s{days}", starts=new_year + timedelta(days=days)))
    found = ledger.recent_sends(new_year - timedelta(days=20), new_year + timedelta(days=10))
    assert [send.id for send in found] == ["s9", "s0", "s-20"]


def test_a_send_with_another_start_is_found_there_and_once(ledger: DynamoLedger) -> None:
    ledger.create_send(SEND)
    for days in (1, 90):
        later = replace(SEND, starts=SEND.starts + timedelta(days=days), gen=SEND.gen + days)
        ledger.change_send(ledger.read_send(SEND.id) or SEND, later)
        ledger.list_send(later)
    assert ledger.recent_sends(SEND.starts, SEND.starts + timedelta(days=30)) == []
    assert ledger.recent_sends(SEND.starts, SEND.starts + timedelta(days=99)) == [later]


def test_there_is_no_send_that_was_never_stored(ledger: DynamoLedger) -> None:
    assert ledger.read_send("nobody") is None


def test_a_change_needs_the_state_and_generation_it_saw(ledger: DynamoLedger) -> None:
    ledger.create_send(SEND)
    started = moved(SEND, "start", nonce="n1")
    assert ledger.change_send(SEND, started)
    assert not ledger.change_send(SEND, moved(SEND, "cancel", nonce="n2"))
    assert ledger.read_send(SEND.id) == started


def test_of_two_equal_changes_only_one_counts_but_a_repeated_one_is_recognized(
    ledger: DynamoLedger,
) -> None:
    ledger.create_send(SEND)
    mine = advanced(SEND, Cursor(nr=5), nonce="mine")
    assert ledger.change_send(SEND, mine)
    assert ledger.change_send(SEND, mine)
    assert not ledger.change_send(SEND, replace(mine, change="another"))


@pytest.mark.parametrize(
    ("first", "last", "found"), [(3, None, [3, 4]), (1, 3, [1, 2, 3]), (0, 0, [0])], ids=str
)
def test_a_range_of_batches_can_be_read(
    ledger: DynamoLedger, first: int, last: int | None, found: list[int]
) -> None:
    for nr in range(5):
        ledger.write_batch(KEY._replace(nr=nr), CLAIMED)
    assert [nr for nr, _ in ledger.batches("send", 3, first, last)] == found


def test_a_throttled_claim_that_botocore_repeated_is_an_unknown_outcome(
    ledger: DynamoLedger, client: DynamoDBClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def throttled(retries: int) -> Any:
        def put(**_: object) -> None:
            answer: Any = {
                "Error": {"Code": "ThrottlingException"},
                "ResponseMetadata": {"HTTPStatusCode": 400, "RetryAttempts": retries},
            }
            raise ClientError(answer, "PutItem")

        return put

    monkeypatch.setattr(client, "put_item", throttled(3))
    with pytest.raises(OutcomeUnknown):
        ledger.write_batch(KEY, CLAIMED)
    monkeypatch.setattr(client, "put_item", throttled(0))
    with pytest.raises(TryLater):
        ledger.write_batch(KEY, CLAIMED)


def test_pointers_carry_their_version_and_those_of_the_first_release_are_followed(
    ledger: DynamoLedger, client: DynamoDBClient
) -> None:
    ledger.create_send(SEND)
    ledger.freeze_order(SEND.campaign, SEND.id)
    pointers = [item for item in client.scan(TableName="ledger")["Items"] if "send" in item]
    assert [item.pop("v") for item in pointers] == [{"N": "1"}] * len(pointers)
    for item in pointers:
        client.put_item(TableName="ledger", Item=item)
    assert ledger.active_sends() == [SEND]
    assert ledger.sends_of(SEND.campaign) == [SEND.id]
    assert ledger.freeze_order(SEND.campaign, SEND.id) == [SEND.id]


def test_a_send_and_its_pointer_are_kept_for_four_hundred_days(
    ledger: DynamoLedger, client: DynamoDBClient
) -> None:
    ledger.create_send(SEND)
    items = {item["pk"]["S"]: item for item in client.scan(TableName="ledger")["Items"]}
    until = str(int(SEND.starts.timestamp()) + 400 * 86_400)
    assert items[f"send#{SEND.id}"]["expires"]["N"] == until
    assert items[f"campaign#{SEND.campaign}"]["expires"]["N"] == until
    assert "expires" not in items["active"]
