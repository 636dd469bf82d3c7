from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.alerts.sends.batch import Batch
from functions.alerts.sends.freeze import Manifest
from functions.alerts.sends.pace import (
    LEAD,
    SLOWEST,
    TICK,
    Lane,
    Place,
    Released,
    at_end,
    begins,
    choose,
    ends,
    gave_way,
    open_numbers,
    paced,
    rested,
    returned,
    upcoming,
    usable,
)
from functions.alerts.sends.send import Cursor, Send
from tests.alerts.sends.test_send import SEND


def manifest(part: int, *sizes: int) -> Manifest:
    return Manifest(send="s", part=part, key="k", sizes=sizes, skipped={})


def nothing_open(part: int) -> set[int]:
    return set()


PARTS = [manifest(0, 14, 14, 3), manifest(1, 14, 5)]
ALL = [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1)]


def lane(send: Send = SEND, parts: Sequence[Manifest] = PARTS, early: Sequence[Place] = ()) -> Lane:
    return Lane(send, parts, nothing_open, early)


def places(lane: Lane) -> list[tuple[int, int]]:
    return [(part, nr) for part, nr, _ in lane.chosen]


def test_the_first_round_releases_every_batch_in_order() -> None:
    one = lane()
    choose([one], 14, 0, 60, None)
    assert places(one) == ALL
    assert at_end(one.cursor(0, 0), parts=2)


def test_a_tick_releases_no_more_than_the_rate_allows_and_the_next_goes_on_there() -> None:
    one = lane()
    assert choose([one], 1, 0, 20, None) == 28
    assert places(one) == ALL[:2]
    cursor = one.cursor(100, 128)
    assert (cursor.part, cursor.nr, cursor.upto) == (0, 2, 128)
    rest = lane(replace(SEND, cursor=cursor))
    choose([rest], 1, 0, 60, None)
    assert places(rest) == ALL[2:]


def test_batches_are_spread_at_the_rate() -> None:
    one = lane()
    choose([one], 4, 5, 60, None)
    assert [delay for _, _, delay in one.chosen] == [5, 8.5, 12, 12.75, 16.25]


def test_the_daily_quota_bounds_a_tick() -> None:
    one = lane()
    choose([one], 14, 0, 60, 28)
    assert places(one) == ALL[:2]


def test_an_urgent_send_goes_first_and_the_others_get_what_is_left() -> None:
    calm, urgent = lane(), lane(replace(SEND, id="u", urgent=True), PARTS[1:2])
    urgent = Lane(replace(SEND, id="u", urgent=True), [manifest(0, 14, 14)], nothing_open)
    choose([calm, urgent], 14, 0, 4, None)
    assert (places(urgent), urgent.chosen[-1].delay) == (ALL[:2], 1)
    assert calm.chosen == [Released(0, 0, 2), Released(0, 1, 3)]


def test_equal_sends_take_turns_and_the_small_one_comes_first() -> None:
    big = Lane(replace(SEND, id="a", targeted=30), [manifest(0, 10, 10, 10)], nothing_open)
    small = Lane(replace(SEND, id="b", targeted=10), [manifest(0, 10)], nothing_open)
    choose([big, small], 10, 0, 3, None)
    assert [delay for _, _, delay in small.chosen] == [0]
    assert [delay for _, _, delay in big.chosen] == [1, 2]


def test_a_send_that_was_throttled_stretches_its_batches() -> None:
    slow = Lane(SEND, [manifest(0, 10, 10)], nothing_open, (), 0.5)
    choose([slow], 10, 0, 60, None)
    assert [delay for _, _, delay in slow.chosen] == [0, 2]


def test_what_came_back_goes_first_and_does_not_move_the_round() -> None:
    send = replace(SEND, cursor=Cursor(part=1, nr=0))
    one = lane(send, early=[Place(0, 0, 14), Place(0, 2, 3)])
    choose([one], 14, 0, 1, None)
    assert places(one) == [(0, 0)]
    cursor = one.cursor(0, 1)
    assert (cursor.part, cursor.nr) == (1, 0)


def test_later_rounds_release_what_is_still_open_only() -> None:
    found = upcoming(PARTS, Cursor(round=2), {0: {2}, 1: {0}}.__getitem__)
    assert list(found) == [Place(0, 2, 3), Place(1, 0, 14)]


def test_who_gave_way_begins_again_and_asks_about_what_it_had_released() -> None:
    cursor = gave_way(Cursor(part=1, nr=1, upto=99.0))
    assert (cursor.turn, cursor.upto) == (1, 0.0)
    found = upcoming(PARTS, cursor, {0: {2}, 1: set[int]()}.__getitem__)
    assert list(found) == [Place(0, 2, 3), Place(1, 1, 5)]


def test_giving_way_twice_keeps_the_first_mark() -> None:
    once = replace(gave_way(Cursor(part=1, nr=1)), part=0, nr=2)
    assert gave_way(once) == replace(once, turn=2, part=0, nr=0)


def test_giving_way_in_a_later_round_asks_about_everything() -> None:
    cursor = gave_way(Cursor(round=3, part=1))
    assert (cursor.round, cursor.mark_part) == (3, -1)


def test_a_round_starts_again_once_the_queue_was_empty_twice() -> None:
    end = Cursor(part=2)
    once = rested(end, queue_is_empty=True, now=60)
    assert once == Cursor(part=2, idle=1)
    assert rested(once, queue_is_empty=False, now=120) == end
    assert rested(once, queue_is_empty=True, now=120) == Cursor(round=2)


def test_a_round_starts_again_after_ten_minutes_though_others_keep_the_queue_filled() -> None:
    end = Cursor(part=2, at=1000)
    assert rested(end, queue_is_empty=False, now=1599) == end
    assert rested(end, queue_is_empty=False, now=1600) == Cursor(round=2)


@pytest.mark.parametrize(("round", "quiet"), [(1, 2), (2, 4), (5, 10), (50, 10)], ids=str)
def test_late_rounds_wait_longer_but_not_for_ever(round: int, quiet: int) -> None:
    cursor, ticks = Cursor(round=round, part=2), 0
    while cursor.round == round:
        cursor, ticks = rested(cursor, queue_is_empty=True, now=0), ticks + 1
    assert ticks == quiet


def test_a_batch_is_open_while_somebody_in_it_is_or_nobody_claimed_it() -> None:
    stored = {0: Batch(codes="s."), 1: Batch(codes="s?")}
    assert open_numbers(manifest(0, 2, 2, 2), stored) == {0, 2}


@pytest.mark.parametrize(
    ("batch", "came_back"),
    [
        (Batch(codes="..", rev=2, at=100), True),
        (Batch(codes="s.", rev=2, at=100), True),
        (Batch(codes="ss", rev=2, at=100), False),
        (Batch(codes="??", rev=1, at=100), False),
        (Batch(codes="s.", rev=2, at=100, solo=True), False),
        (Batch(codes="..", rev=2, at=99), False),
    ],
    ids=["throttled", "in part", "submitted", "in a call", "solo", "before the last tick"],
)
def test_a_batch_came_back_if_a_call_of_the_last_minute_left_somebody_open(
    batch: Batch, came_back: bool
) -> None:
    found = returned(PARTS, Cursor(part=1, at=100), {(0, 1): batch})
    assert found == ([Place(0, 1, 14)] if came_back else [])


def test_throttling_slows_a_send_down_and_a_clean_minute_makes_it_faster() -> None:
    slow = paced(1.0, 100, 1)
    assert slow == 0.7
    assert slow < paced(slow, 100, 0) < 1
    assert paced(0.95, 100, 0) == 1.0


def test_a_minute_without_calls_changes_nothing_and_one_in_a_thousand_is_no_throttling() -> None:
    assert paced(0.5, 0, 0) == 0.5
    assert paced(1.0, 1000, 1) == 1.0


def test_the_slowest_send_still_goes_on() -> None:
    pace = 1.0
    for _ in range(20):
        pace = paced(pace, 10, 10)
    assert pace == SLOWEST


@pytest.mark.parametrize(
    ("rate", "most"), [(0.0, 0.9), (1, 0.9), (14, 13), (50, 49), (500, 495)], ids=str
)
def test_sends_leave_a_little_of_the_rate(rate: float, most: float) -> None:
    assert usable(rate) == pytest.approx(most)


@pytest.mark.parametrize(
    ("upto", "begin"), [(90, 0), (104.5, 4.5), (500, 0)], ids=["late tick", "early", "wrong clock"]
)
def test_a_tick_begins_where_the_one_before_ended(upto: float, begin: float) -> None:
    sends = [SEND, replace(SEND, cursor=Cursor(upto=upto))]
    assert begins(sends, 100) == begin


@pytest.mark.parametrize("workers", [0.1, 0.33, 0.66, 0.99], ids=str)
def test_slow_workers_neither_run_dry_nor_have_more_than_three_minutes_before_them(
    workers: float,
) -> None:
    rate, waiting, reach = 500.0, 0.0, 0.0
    for _ in range(40):
        waiting += max(0.0, ends(waiting, rate) - reach) * rate
        reach = max(0.0, ends(waiting, rate) - TICK)
        waiting -= min(waiting, workers * rate * TICK)
    assert 0 < waiting < rate * (TICK + LEAD)


@given(
    st.lists(st.lists(st.integers(1, 50), max_size=6), max_size=4),
    st.floats(0.1, 500, allow_nan=False),
)
def test_ticks_together_release_every_batch_exactly_once(
    sizes: list[list[int]], rate: float
) -> None:
    manifests = [manifest(part, *numbers) for part, numbers in enumerate(sizes)]
    send, released, now = SEND, [], 0.0
    while not at_end(send.cursor, len(manifests)):
        one = Lane(send, manifests, nothing_open)
        reach = choose([one], rate, begins([send], now), TICK + LEAD, None)
        assert all(0 <= delay < TICK + LEAD for _, _, delay in one.chosen)
        released += places(one)
        if one.chosen or one.is_empty:
            send = replace(send, cursor=one.cursor(now, now + reach))
        now += TICK
    assert released == [(p, nr) for p, numbers in enumerate(sizes) for nr in range(len(numbers))]
