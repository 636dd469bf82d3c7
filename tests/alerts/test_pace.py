from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from functions.alerts.batch import Batch
from functions.alerts.freeze import Manifest
from functions.alerts.pace import TICK, at_end, open_numbers, release, rested
from functions.alerts.send import Cursor


def manifest(part: int, *sizes: int) -> Manifest:
    return Manifest(send="s", part=part, key="k", sizes=sizes, skipped={})


def nothing_open(part: int) -> set[int]:
    return set()


PARTS = [manifest(0, 14, 14, 3), manifest(1, 14, 5)]


def test_the_first_round_releases_every_batch_in_order() -> None:
    batches, cursor = release(PARTS, Cursor(), 14, nothing_open)
    assert [(part, nr) for part, nr, _ in batches] == [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1)]
    assert at_end(cursor, parts=2)


def test_a_tick_releases_no_more_than_the_rate_allows_and_goes_on_there() -> None:
    batches, cursor = release(PARTS, Cursor(), 0.5, nothing_open)
    assert [(part, nr) for part, nr, _ in batches] == [(0, 0), (0, 1)]
    assert cursor == Cursor(part=0, nr=2)
    batches, _ = release(PARTS, cursor, 0.5, nothing_open)
    assert [(part, nr) for part, nr, _ in batches] == [(0, 2), (1, 0), (1, 1)]


def test_a_batch_larger_than_a_tick_is_released_all_the_same() -> None:
    batches, _ = release(PARTS, Cursor(), 0.1, nothing_open)
    assert [(part, nr) for part, nr, _ in batches] == [(0, 0)]


def test_delays_spread_the_batches_at_the_rate() -> None:
    batches, _ = release(PARTS, Cursor(), 1, nothing_open)
    assert [delay for _, _, delay in batches] == [0, 14, 28, 31, 45]


def test_later_rounds_release_what_is_still_open_only() -> None:
    batches, cursor = release(PARTS, Cursor(round=2), 14, {0: {2}, 1: {0}}.__getitem__)
    assert [(part, nr) for part, nr, _ in batches] == [(0, 2), (1, 0)]
    assert cursor.round == 2


def test_a_round_starts_again_once_the_queue_was_empty_twice() -> None:
    end = Cursor(part=2)
    once = rested(end, queue_is_empty=True)
    assert once == Cursor(part=2, idle=1)
    assert rested(once, queue_is_empty=False) == end
    assert rested(once, queue_is_empty=True) == Cursor(round=2)


def test_a_batch_is_open_while_somebody_in_it_is_or_nobody_claimed_it() -> None:
    stored = {0: Batch(codes="s."), 1: Batch(codes="s?")}
    assert open_numbers(manifest(0, 2, 2, 2), stored) == {0, 2}


@given(
    st.lists(st.lists(st.integers(1, 50), max_size=6), max_size=4),
    st.floats(0.1, 500, allow_nan=False),
)
def test_ticks_together_release_every_batch_exactly_once(
    sizes: list[list[int]], rate: float
) -> None:
    manifests = [manifest(part, *numbers) for part, numbers in enumerate(sizes)]
    cursor, released = Cursor(), []
    while not at_end(cursor, len(manifests)):
        batches, cursor = release(manifests, cursor, rate, nothing_open)
        released += [(part, nr) for part, nr, _ in batches]
        assert all(0 <= delay < TICK for _, _, delay in batches)
    assert released == [(p, nr) for p, numbers in enumerate(sizes) for nr in range(len(numbers))]
