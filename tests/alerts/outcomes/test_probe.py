"""How many probes there are, and what SES is asked to do with them."""

from __future__ import annotations

import pytest

from functions.alerts.outcomes import probe
from functions.alerts.outcomes.probe import ADDRESS, BREATH, MOST, PART, PAUSE
from functions.alerts.outcomes.settle import CALL_IS_OVER
from functions.alerts.sends.batch import Batch, Key, Ref
from functions.alerts.sends.send import SHARDS
from tests.alerts.mailing import SENDER

DOUBT = 1_000_000  # when the last doubt was claimed
CALLED = DOUBT + CALL_IS_OVER + 1
KEY = Key("20180409-0a", PART, 3)


def call(codes: str, at: int = CALLED) -> Batch:
    return Batch(codes=codes, rev=2, at=at)


def due(*calls: Batch, need: int = 50, size: int = 14, now: int = CALLED + BREATH) -> int:
    return probe.due(calls, need, DOUBT, size, now)


@pytest.mark.parametrize(
    ("calls", "count"),
    [
        ([], 14),
        ([call("s" * 14)], 14),
        ([call("s" * 14)] * 3, 8),
        ([call("s" * 50)], 0),
        ([call("s" * 50, at=CALLED - 2)], 14),
        ([call("s" * 45 + "....."), call("s" * 5)], 0),
    ],
    ids=["none yet", "a call", "nearly all", "all", "all of them before the doubt", "throttled"],
)
def test_probes_are_mailed_call_by_call_until_enough_came_after_the_doubt(
    calls: list[Batch], count: int
) -> None:
    assert due(*calls) == count


def test_no_more_are_mailed_than_doubts_lack() -> None:
    assert due(need=3) == 3


@pytest.mark.parametrize(
    ("codes", "wait"),
    [("s" * 14, BREATH), ("?" * 14, PAUSE), ("." * 14, PAUSE), ("sssssssssssss?", PAUSE)],
    ids=["taken", "in doubt", "refused", "one in doubt"],
)
def test_the_next_call_waits_longer_after_one_that_was_not_taken(codes: str, wait: int) -> None:
    assert due(call(codes), now=CALLED + wait - 1) == 0
    assert due(call(codes), now=CALLED + wait) == 14


def test_doubts_that_many_probes_did_not_settle_get_no_more() -> None:
    calls = [call("." * 50)] * (MOST // 50)
    assert due(*calls[1:], size=50, now=CALLED + PAUSE) == 50
    assert due(*calls, size=50, now=CALLED + PAUSE) == 0


def test_a_call_is_claimed_as_one_in_doubt() -> None:
    claimed = probe.claimed(3, owner="o", at=CALLED)
    assert (claimed.codes, claimed.rev, claimed.owner, claimed.at) == ("???", 1, "o", CALLED)


def test_the_answer_is_recorded_one_revision_on() -> None:
    outcome = probe.recorded(probe.claimed(3, owner="o", at=CALLED), "ss?")
    assert (outcome.codes, outcome.rev, outcome.owner) == ("ss?", 2, "o")


def test_probes_go_to_the_simulator_alone_each_with_a_tag_of_its_own() -> None:
    entries = probe.request(SENDER, KEY, 3, "alerts")["BulkEmailEntries"]
    assert {to for entry in entries for to in entry["Destination"]["ToAddresses"]} == {ADDRESS}
    tags = [Ref.parse(entry["ReplacementTags"][0]["Value"]) for entry in entries]
    assert tags == [Ref("20180409-0a", PART, 3, place, 1) for place in range(3)]


def test_probes_take_the_path_of_the_real_mails() -> None:
    asked = probe.request(SENDER, KEY, 1, "alerts")
    assert asked["ConfigurationSetName"] == "alerts"
    assert SENDER.address in asked["FromEmailAddress"]


def test_no_part_of_people_has_the_number_of_the_probes() -> None:
    assert SHARDS <= PART < 100
