"""Whether a doubt without an event may be mailed again: told by mails SES confirmed, and probes."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from functions.alerts.outcomes.delivery import Delivery
from functions.alerts.outcomes.evidence import Evidence
from functions.alerts.outcomes.probe import PART
from functions.alerts.outcomes.settle import CALL_IS_OVER, QUIET
from functions.alerts.outcomes.witness import Need, Witness
from functions.alerts.sends.batch import Batch

CALL = 1_523_282_400  # 2018-04-09 14:00 UTC
DOUBT = Batch(codes="?", rev=1, at=CALL)


def confirmed(count: int, *, at: int = CALL, heard: int | None = None, rev: int = 2) -> Witness:
    """A witness that has asked about `count` confirmed mails, of which `heard` had an event."""
    witness, size = Witness(), min(count, 50)
    stamp = datetime.fromtimestamp(at, UTC).isoformat()
    for nr in range(count // size):
        told = size if heard is None else max(0, min(size, heard - nr * size))
        events = [
            Delivery(ref=f"s-0-{nr}-{place}-1", type="Send", subtype="", time=stamp)
            for place in range(told)
        ]
        witness.note(Batch(codes="s" * size, rev=rev, at=at), Evidence(events), 0, nr)
    return witness


@pytest.mark.parametrize(
    ("witness", "vouches"),
    [
        (confirmed(50), True),
        (confirmed(49), False),
        (confirmed(100, heard=99), False),
        (confirmed(50, at=CALL + 300), True),
        (confirmed(50, at=CALL + 360), False),
        (confirmed(50, at=CALL - 300), True),
        (confirmed(50, at=CALL - 360), False),
    ],
    ids=["fifty", "too few", "one unheard", "just after", "too late", "just before", "too early"],
)
def test_a_doubt_is_vouched_for_by_fifty_mails_around_it_all_heard_of(
    witness: Witness, vouches: bool
) -> None:
    assert witness.vouches(DOUBT) is vouches


def test_what_is_known_by_its_event_alone_vouches_for_nothing() -> None:
    witness = Witness()
    events = [
        Delivery(ref=f"s-0-4-{place}-1", type="Send", subtype="", time="") for place in range(50)
    ]
    batch = Batch(codes="s" * 50, rev=2, at=CALL, told=tuple(range(50)))
    witness.note(batch, Evidence(events), 0, 4)
    assert not witness.vouches(DOUBT)


def test_somebody_unheard_in_a_batch_of_many_calls_may_be_of_any_of_them() -> None:
    witness = confirmed(50)
    witness.note(Batch(codes="s", rev=4, at=CALL + 7200), Evidence([]), 0, 9)
    assert not witness.vouches(DOUBT)


def test_a_doubt_older_than_its_batchs_last_call_needs_a_witness_of_both() -> None:
    older = Batch(codes="?", rev=3, at=CALL, since=CALL - 3600)
    assert not confirmed(50).vouches(older)


SINCE = CALL + CALL_IS_OVER + 1


def probed(count: int, *, at: int = SINCE, heard: int | None = None, codes: str = "") -> Witness:
    """A witness that has asked about `count` confirmed probes of one call."""
    witness = Witness()
    hear(witness, count, at=at, heard=heard, codes=codes)
    return witness


def hear(
    witness: Witness, count: int, *, at: int, heard: int | None = None, codes: str = "", nr: int = 0
) -> int:
    events = [
        Delivery(ref=f"s-{PART}-{nr}-{place}-1", type="Send", subtype="", time="")
        for place in range(count if heard is None else heard)
    ]
    call = Batch(codes=codes or "s" * count, rev=2, at=at)
    return witness.note_probes(call, Evidence(events), PART, nr)


@pytest.mark.parametrize(
    ("witness", "vouches"),
    [
        (probed(50), True),
        (probed(49), False),
        (probed(50, at=SINCE + 7 * 3600), True),
        (probed(50, at=SINCE - 1), False),
        (probed(50, at=CALL - 60), False),
        (probed(51, heard=50), False),
        (probed(50, codes="s" * 49 + "?"), False),
        (probed(51, codes="s" * 50 + "?", heard=50), True),
    ],
    ids=[
        "fifty",
        "too few",
        "hours later",
        "the call may not have been over",
        "before the call",
        "one unheard",
        "one that SES did not confirm counts for nothing",
        "one that SES did not confirm is no matter",
    ],
)
def test_probes_vouch_for_a_doubt_before_them_if_all_were_heard_of(
    witness: Witness, vouches: bool
) -> None:
    assert witness.vouches(DOUBT) is vouches


def test_mails_around_the_doubt_and_probes_after_it_are_added_up() -> None:
    witness = confirmed(20)
    hear(witness, 30, at=SINCE)
    assert witness.vouches(DOUBT)


def test_an_unheard_probe_forbids_what_later_ones_would_allow() -> None:
    witness = probed(14, heard=13)
    hear(witness, 50, at=SINCE + 3600, nr=1)
    assert not witness.vouches(DOUBT)


def test_an_unheard_probe_of_long_before_the_call_is_no_matter() -> None:
    witness = probed(14, at=CALL - 3600, heard=0)
    hear(witness, 50, at=SINCE, nr=1)
    assert witness.vouches(DOUBT)


def test_probes_cannot_make_up_for_somebody_unheard_around_the_doubt() -> None:
    witness = confirmed(10, heard=9)
    hear(witness, 50, at=SINCE)
    assert not witness.vouches(DOUBT)


def test_how_many_probes_are_unheard_is_told() -> None:
    assert hear(Witness(), 14, at=SINCE, heard=4, codes="s" * 10 + "?" * 4) == 6


NOW = CALL + CALL_IS_OVER + 1


def needed(*batches: Batch, now: int = NOW) -> Need:
    need = Need()
    for batch in batches:
        need.note(batch, now)
    return need


@pytest.mark.parametrize(
    ("batches", "missing"),
    [
        ([], 0),
        ([Batch(codes="ss", rev=2, at=CALL)], 0),
        ([DOUBT], 50),
        ([DOUBT, Batch(codes="s" * 20, rev=2, at=CALL + 60)], 30),
        ([DOUBT, Batch(codes="s" * 50, rev=2, at=CALL)], 0),
        ([DOUBT, Batch(codes="s" * 50, rev=4, at=CALL)], 50),
        ([DOUBT, Batch(codes="s" * 50, rev=2, at=CALL, told=(0, 1))], 2),
        ([DOUBT, Batch(codes="s" * 50, rev=2, at=CALL - 300)], 50),
        ([Batch(codes="?", rev=3, at=CALL, since=CALL - 3600), Batch(codes="s" * 50, at=CALL)], 50),
        ([Batch(codes="?", rev=1, at=NOW - 5)], 0),
    ],
    ids=[
        "nobody",
        "no doubt",
        "a doubt alone",
        "some mails around it",
        "enough",
        "mails of any of several calls",
        "two known by their events alone",
        "mails at the edge",
        "an older doubt",
        "a call that goes on",
    ],
)
def test_doubts_lack_what_the_confirmed_mails_around_them_are_too_few(
    batches: list[Batch], missing: int
) -> None:
    assert needed(*batches).missing(NOW) == missing


def test_the_doubt_that_lacks_most_counts_and_the_latest_is_told() -> None:
    later = Batch(codes="?", rev=1, at=CALL + 3600)
    need = needed(DOUBT, later, Batch(codes="s" * 30, rev=2, at=CALL), now=NOW + 3600)
    assert (need.missing(NOW + 3600), need.latest) == (50, CALL + 3600)


@pytest.mark.parametrize(("age", "missing"), [(QUIET - 60, 50), (QUIET + 120, 0)])
def test_a_quiet_doubt_that_nothing_can_help_needs_no_probes(age: int, missing: int) -> None:
    now = CALL + age
    assert needed(DOUBT, now=now).missing(now, lambda span: True) == missing
