"""Whole sends under seeded faults where SES's events get lost."""

from __future__ import annotations

import pytest

from tests.faults.chances import Mode
from tests.faults.schedule import is_failure, play
from tests.faults.verdict import Verdict

pytestmark = pytest.mark.slow

_RANGES = [range(n, n + 50) for n in range(0, 250, 50)]


def played(seeds: range, mode: Mode) -> Verdict:
    total = Verdict()
    for seed in seeds:
        verdict = play(seed, mode)
        told = f"python -m tests.faults --mode {mode} --seed {seed} --trace"
        assert not is_failure(mode, verdict), f"{told}: {verdict}"
        total += verdict
    return total


@pytest.mark.parametrize("seeds", _RANGES, ids=str)
def test_only_who_was_mailed_again_upon_evidence_is_mailed_twice(seeds: range) -> None:
    """Each duplicate outside of those, and each doubt opened without evidence, is `broken`."""
    assert played(seeds, "lost").probes > 0


@pytest.mark.parametrize("seeds", _RANGES, ids=str)
def test_who_keeps_doubts_mails_nobody_twice_and_lists_them(seeds: range) -> None:
    total = played(seeds, "keep")
    assert total.duplicates == total.remailed == total.probes == 0
    assert total.unsettled > 0
