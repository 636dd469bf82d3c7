"""One schedule from its seed to its verdict."""

from __future__ import annotations

import logging
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.faults.chances import Mode, drawn
from tests.faults.stage import Stage
from tests.faults.story import tell_story
from tests.faults.verdict import Verdict, judged

_END = 54 * 3600.0  # a reminder goes out after 22 hours, and a doubt is listed after a day
_SLICE = 60.0


def play(
    seed: int,
    mode: Mode = "arrive",
    *,
    mutate: Callable[[Stage], None] = lambda stage: None,
    trace: list[str] | None = None,
) -> Verdict:
    """Play one schedule; the same seed and mode give the same one. `trace` gets what happened."""
    dice = random.Random(f"{seed} {mode}")
    stage = Stage(dice, drawn(dice, mode), tracing=trace is not None)
    if trace is not None:
        stage.simulation.trace = trace
    mutate(stage)
    tell_story(stage)
    stage.begin()
    with _logs(stage):
        _play(stage)
        verdict = judged(stage)
    stage.simulation.close()
    return verdict


def is_failure(mode: Mode, verdict: Verdict) -> bool:
    """Whether the mode forbids what happened."""
    return bool(
        verdict.broken
        or verdict.lost
        or verdict.wrong_receipts
        or (verdict.duplicates and mode != "lost")
        or (verdict.unsettled and mode == "arrive")
    )


def line(schedules: int, verdict: Verdict) -> str:
    """What every run ends with."""
    return (
        f"schedules={schedules} duplicates={verdict.duplicates} lost={verdict.lost} "
        f"wrong_receipts={verdict.wrong_receipts} unsettled={verdict.unsettled}"
    )


def _play(stage: Stage) -> None:
    simulation = stage.simulation
    while simulation.now < _END:
        simulation.run(simulation.now + _SLICE)
        if simulation.now > stage.chances.calm + 600 and stage.over():
            return


@contextmanager
def _logs(stage: Stage) -> Iterator[None]:
    """The log lines stand in the trace, and nowhere else."""
    logger, teller = logging.getLogger("alerts"), _Teller(stage)
    before, logger.disabled = logger.disabled, not stage.simulation.tracing
    propagate, logger.propagate = logger.propagate, False
    level = logger.level
    logger.setLevel(logging.INFO)
    logger.addHandler(teller)
    try:
        yield
    finally:
        logger.removeHandler(teller)
        logger.setLevel(level)
        logger.disabled, logger.propagate = before, propagate


class _Teller(logging.Handler):
    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage

    def emit(self, record: logging.LogRecord) -> None:
        fields = getattr(record, "fields", {})
        self._stage.simulation.tell("LOG", record.getMessage(), fields)
