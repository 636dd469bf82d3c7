"""Whole sends under seeded faults where every event arrives in time: no duplicate, no loss."""

from __future__ import annotations

import pytest

from tests.faults.schedule import line, play
from tests.faults.verdict import Verdict

pytestmark = pytest.mark.slow

_EXACT = "schedules=50 duplicates=0 lost=0 wrong_receipts=0 unsettled=0"


@pytest.mark.parametrize("seeds", [range(n, n + 50) for n in range(0, 1000, 50)], ids=str)
def test_where_events_arrive_nobody_is_mailed_twice_lost_or_left_in_doubt(seeds: range) -> None:
    total = Verdict()
    for seed in seeds:
        verdict = play(seed)
        assert not verdict.broken, f"python -m tests.faults --seed {seed} --trace"
        total += verdict
    assert line(len(seeds), total) == _EXACT
    assert total.probes > 0 and total.remailed > 0, "nothing was settled with their help"
    assert total.reminded > 0, "no reminder went out"


def test_a_schedule_is_replayed_by_its_seed() -> None:
    first, again = list[str](), list[str]()
    play(7, trace=first)
    play(7, trace=again)
    assert first == again and len(first) > 100
