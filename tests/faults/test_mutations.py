"""The fault runner notices what the protocol forbids: each mutation fails within so many seeds."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.faults.mutations import MUTATIONS, RELEASED_TWICE, Mutation
from tests.faults.schedule import is_failure, play
from tests.faults.verdict import Verdict

pytestmark = pytest.mark.slow

_SEEDS = 400


def failures(mutation: Mutation, seeds: range) -> Iterator[Verdict]:
    with mutation.applied():
        for seed in seeds:
            verdict = play(seed, mutation.mode, mutate=mutation.stage)
            if is_failure(mutation.mode, verdict):
                yield verdict


@pytest.mark.parametrize("name", MUTATIONS)
def test_what_the_protocol_forbids_is_noticed(name: str) -> None:
    mutation = MUTATIONS[name]
    told = (sentence for one in failures(mutation, range(_SEEDS)) for sentence in one.broken)
    noticed = next((sentence for sentence in told if mutation.told in sentence), None)
    assert noticed is not None, f"{_SEEDS} schedules did not notice: {name}"


def test_batches_released_twice_mail_nobody_twice_as_long_as_they_are_claimed() -> None:
    assert next(failures(RELEASED_TWICE, range(100)), None) is None
