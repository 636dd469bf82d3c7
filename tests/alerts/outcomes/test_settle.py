from __future__ import annotations

import pytest

from functions.alerts.outcomes.delivery import Delivery
from functions.alerts.outcomes.evidence import Evidence
from functions.alerts.outcomes.settle import (
    CALL_IS_OVER,
    LISTED_AFTER,
    QUIET,
    is_due,
    is_over,
    settle,
)
from functions.alerts.sends.batch import Batch, claim
from tests.sending import TOPIC, person

CLAIMED = 1000
LATER = CLAIMED + CALL_IS_OVER + 1
DOUBTFUL = Batch(codes="?s?", rev=1, owner="lost", at=CLAIMED)


def told(place: int, kind: str, rev: int = 1) -> Delivery:
    return Delivery(ref=f"send-0-4-{place}-{rev}", type=kind, subtype="", time="")


def settled(
    batch: Batch,
    *events: Delivery,
    now: int = LATER,
    cancelled: bool = False,
    reopen: bool = False,
) -> Batch | None:
    evidence = Evidence(events)
    return settle(
        batch, evidence, 0, 4, now=now, owner="settler", cancelled=cancelled, reopen=reopen
    )


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
    assert batch is not None
    assert (batch.codes, batch.rev, batch.owner, batch.at) == (f"?s{letter}", 2, "settler", CLAIMED)


def test_who_is_settled_by_an_event_alone_is_noted() -> None:
    batch = settled(DOUBTFUL, told(2, "Send"), told(0, "Reject"))
    assert batch is not None
    assert batch.told == (2,)


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


AGED = CLAIMED + QUIET + 1
MARKED = Batch(codes=".s", rev=2, at=CLAIMED, again=((0, 2),))


def test_a_doubt_that_stayed_without_an_event_is_opened_again_and_marked() -> None:
    batch = settled(DOUBTFUL, told(2, "Send"), now=AGED, reopen=True)
    assert batch is not None
    assert (batch.codes, batch.again, batch.at) == (".ss", ((0, 2),), CLAIMED)


def test_no_doubt_is_opened_again_before_its_event_had_time_to_come() -> None:
    assert settled(DOUBTFUL, now=CLAIMED + QUIET, reopen=True) is None


def test_no_doubt_is_opened_again_unless_told_so() -> None:
    assert settled(DOUBTFUL, now=AGED) is None


def test_an_event_that_comes_after_all_saves_a_marked_person_from_a_second_mail() -> None:
    batch = settled(MARKED, told(0, "Delivery"), now=CLAIMED)
    assert batch is not None
    assert batch.codes == "ss"


@pytest.mark.parametrize(
    ("events", "codes"),
    [
        ([told(0, "Reject", rev=1)], "?s"),
        ([told(0, "Send", rev=1)], "ss"),
        ([told(0, "Reject", rev=1), told(0, "Send", rev=3)], "ss"),
        ([told(0, "Rendering Failure", rev=3)], "ns"),
        ([told(0, "Send", rev=1), told(0, "Reject", rev=3)], "ss"),
    ],
    ids=["old refusal", "old mail", "old refusal, new mail", "new refusal", "old mail, refusal"],
)
def test_a_second_call_in_doubt_is_not_settled_by_the_first_ones_failure(
    events: list[Delivery], codes: str
) -> None:
    batch = Batch(codes="?s", rev=3, at=CLAIMED, again=((0, 2),))
    new = settled(batch, *events)
    assert (new or batch).codes == codes


@pytest.mark.parametrize(
    ("age", "closed", "over"),
    [(QUIET, True, False), (QUIET + 1, True, True), (QUIET + 1, False, False)],
    ids=["closed, its event may come", "closed", "asks are open"],
)
def test_once_every_ask_has_closed_a_doubt_is_listed_when_it_is_quiet(
    age: int, closed: bool, over: bool
) -> None:
    assert is_over(DOUBTFUL, CLAIMED + age, closed=closed) is over


@pytest.mark.parametrize(
    ("batch", "since"),
    [
        (Batch(codes=".?", rev=2, at=100), 100),
        (Batch(codes=".?", rev=4, at=200, since=100), 100),
        (Batch(codes=".s", rev=2, at=100, since=50), 0),
    ],
    ids=["a doubt", "an older doubt", "none"],
)
def test_a_claim_remembers_when_the_oldest_doubt_was_called(batch: Batch, since: int) -> None:
    someone = person(1)
    claimed = claim(
        batch,
        [someone.id, person(2).id],
        {someone.id: someone},
        TOPIC,
        edition="en:0",
        owner="o",
        at=300,
    )
    assert (claimed.batch.at, claimed.batch.since) == (300, since)
