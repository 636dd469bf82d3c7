"""A run to the simulator: batches and events in, a measurement and its words out."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from functions.alerts.health.measurement import Measurement, explain, is_over, measure
from functions.alerts.outcomes.delivery import Delivery
from functions.alerts.sends.batch import Batch, Key, Ref
from tests.points import levels, told

START = datetime(2018, 4, 9, 12, tzinfo=UTC)


def batch(codes: str, *, at: int = 0, rev: int = 2) -> Batch:
    return Batch(codes=codes, rev=rev, at=int(START.timestamp()) + at)


def event(kind: str, nr: int, place: int, after: float) -> Delivery:
    ref = str(Ref("s", 0, nr, place, 1))
    time = (START + timedelta(seconds=after)).isoformat().replace("+00:00", "Z")
    return Delivery(ref=ref, type=kind, subtype="", time=time)


def run(batches: dict[Key, Batch], events: list[Delivery], asked: int) -> Measurement:
    return measure(batches, iter(events), send="s", asked=asked, done=False, allowed=14, pace=1.0)


def steady(calls: int) -> Measurement:
    """A call of 14 each second; its Send events 0.2 s, its Deliveries 2 s later."""
    batches = {Key("s", 0, n): batch("s" * 14, at=n) for n in range(calls)}
    events = [
        event(kind, nr, place, nr + place / 14 + after)
        for nr in range(calls)
        for place in range(14)
        for kind, after in (("Send", 0.2), ("Delivery", 2.0))
    ]
    return run(batches, [*events, *events[:5]], asked=14 * calls)  # some come twice


def test_a_steady_run_is_well_in_every_point() -> None:
    seen = steady(30)
    assert (seen.submitted, seen.sent, seen.delivered, seen.called) == (420, 420, 420, 30)
    assert seen.rate == pytest.approx(14, abs=0.1)
    assert (seen.to_send, seen.to_delivery) == (0.66, 2.46)
    assert set(levels(explain(seen)).values()) == {"well"}
    assert json.loads(json.dumps(seen.to_data()))["v"] == 1


def test_a_few_mails_tell_no_rate() -> None:
    seen = steady(1)
    assert seen.rate is None
    assert levels(explain(seen))["rate"] == "note"


def test_calls_that_were_made_again_are_told() -> None:
    batches = {Key("s", 0, 0): batch("ss", rev=6), Key("s", 0, 1): batch("ss")}
    seen = run(batches, [], asked=4)
    assert (seen.called, seen.repeated) == (4, 2)
    assert "submit_mode: single" in told(explain(replace(seen, pace=0.5)))
    assert levels(explain(seen))["bulk calls"] == "wrong"


def test_a_batch_that_is_just_claimed_is_no_repeated_call() -> None:
    seen = run({Key("s", 0, 0): batch("??", rev=1)}, [], asked=2)
    assert (seen.called, seen.repeated, seen.submitted) == (0, 0, 0)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"submitted": 0, "sent": 0, "delivered": 0}, "nothing went out"),
        ({"sent": 0, "delivered": 0}, "do not reach the archive"),
        ({"delivered": 9}, "--measured s"),
    ],
)
def test_an_event_path_that_is_cut_says_where(change: dict[str, int], words: str) -> None:
    points = list(explain(replace(steady(30), **change)))  # type: ignore[arg-type]
    assert levels(points)["event path"] == "wrong"
    assert words in told(points)


def test_a_slow_run_is_a_note() -> None:
    assert levels(explain(replace(steady(30), rate=3.0)))["rate"] == "note"


def test_events_of_others_and_before_their_batch_is_known_are_passed_over() -> None:
    foreign = Delivery(ref="test", type="Send", subtype="", time="2018-04-09T12:00:00Z")
    seen = run({}, [foreign, event("Send", 7, 0, 1)], asked=1)
    assert (seen.sent, seen.to_send) == (1, None)


@pytest.mark.parametrize(
    ("codes", "delivered", "over"),
    [("ss", 2, True), ("ss", 1, False), ("s.", 1, False), ("sr", 1, True), ("s", 1, False)],
)
def test_a_run_is_over_when_all_that_went_out_came_back(
    codes: str, delivered: int, over: bool
) -> None:
    batches = {Key("s", 0, 0): batch(codes)}
    events = [event("Delivery", 0, place, 1) for place in range(delivered)]
    assert is_over(batches, 2, run(batches, events, asked=2)) is over
