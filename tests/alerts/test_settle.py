from __future__ import annotations

import pytest

from functions.alerts.batch import Batch
from functions.alerts.delivery import Delivery
from functions.alerts.settle import CALL_IS_OVER, LISTED_AFTER, Evidence, is_due, is_over, settle

CLAIMED = 1000
LATER = CLAIMED + CALL_IS_OVER + 1
DOUBTFUL = Batch(codes="?s?", rev=1, owner="lost", at=CLAIMED)


def told(place: int, kind: str, rev: int = 1) -> Delivery:
    return Delivery(ref=f"send-0-4-{place}-{rev}", type=kind, subtype="", time="")


def settled(
    batch: Batch, *events: Delivery, now: int = LATER, cancelled: bool = False
) -> Batch | None:
    return settle(batch, Evidence(events), 0, 4, now=now, owner="settler", cancelled=cancelled)


@pytest.mark.parametrize(
    ("kinds", "letter"),
    [
        (["Send"], "s"),
        (["Delivery"], "s"),
        (["Bounce"], "s"),
        (["Send", "Rendering Failure"], "n"),
        (["Reject", "Send"], "r"),
        (["Send", "Send"], "s"),
    ],
    ids="+".join,
)
def test_a_doubt_is_settled_by_its_events(kinds: list[str], letter: str) -> None:
    batch = settled(DOUBTFUL, *(told(2, kind) for kind in kinds))
    assert batch == Batch(codes=f"?s{letter}", rev=2, owner="settler", at=CLAIMED)


def test_a_doubt_without_events_stays_one() -> None:
    assert settled(DOUBTFUL, told(1, "Send")) is None


def test_a_call_that_may_still_be_going_on_is_left_alone() -> None:
    assert settled(DOUBTFUL, told(2, "Send"), now=LATER - 1) is None


def test_events_of_another_batch_or_of_strangers_prove_nothing() -> None:
    other = Delivery(ref="send-0-5-2-1", type="Send", subtype="", time="")
    foreign = Delivery(ref="hello", type="Send", subtype="", time="")
    assert settled(DOUBTFUL, other, foreign) is None


def test_in_a_cancelled_send_whoever_is_open_is_cancelled() -> None:
    batch = settled(Batch(codes=".s?"), now=50, cancelled=True)
    assert batch == Batch(codes="cs?", rev=1, owner="settler", at=50)


@pytest.mark.parametrize(
    ("codes", "now", "over"),
    [
        ("ssub", 0, True),
        ("ss.", 0, False),
        ("ss?", CLAIMED + LISTED_AFTER, False),
        ("ss?", CLAIMED + LISTED_AFTER + 1, True),
        (".s?", CLAIMED + LISTED_AFTER + 1, False),
    ],
    ids=["all called", "one open", "in doubt", "in doubt for a day", "open after a day"],
)
def test_a_batch_is_over_when_nothing_can_change_any_more(codes: str, now: int, over: bool) -> None:
    assert is_over(Batch(codes=codes, at=CLAIMED), now) is over


def test_only_doubts_are_due() -> None:
    assert is_due(DOUBTFUL, LATER)
    assert not is_due(Batch(codes="s.", at=CLAIMED), LATER)
