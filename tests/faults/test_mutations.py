"""The fault runner notices what the protocol forbids: each mutation fails within so many seeds."""

from __future__ import annotations

import pytest

from tests.faults.mutations import MUTATIONS, RELEASED_TWICE, Mutation
from tests.faults.schedule import is_failure, play

pytestmark = pytest.mark.slow

_SEEDS = 400


def first_failure(mutation: Mutation, seeds: range) -> int | None:
    with mutation.applied():
        for seed in seeds:
            verdict = play(seed, mutation.mode, mutate=mutation.stage)
            if is_failure(mutation.mode, verdict):
                return seed
    return None


@pytest.mark.parametrize("name", MUTATIONS)
def test_what_the_protocol_forbids_is_noticed(name: str) -> None:
    seed = first_failure(MUTATIONS[name], range(_SEEDS))
    assert seed is not None, f"{_SEEDS} schedules did not notice: {name}"


def test_batches_released_twice_mail_nobody_twice_as_long_as_they_are_claimed() -> None:
    assert first_failure(RELEASED_TWICE, range(100)) is None
