"""How near a send comes to what SES's rate, or its workers, allow: a million on a virtual clock.

The real pace_sends and send_batch; SES refuses what is above its rate. Ideal is people / least of
the rate and what the workers can call, from the first tick that finds the audience frozen. The
urgent send comes when the first is half done.

Run by `make bench`, or alone: `python -m tests.bench.bench_pace`.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import product

from tests.bench.table import Row, show
from tests.bench.virtual import CALL, SIZE, Outcome, Simulation

PEOPLE, RATE = 1_000_000, 500.0  # mails, mails a second
URGENT = 200_000  # mails of the second send
WORKERS = (2, 4, 16)
SLOWER_AIM = 2.0  # % above the ideal
THROTTLED_AIM = 0.1  # % of the calls

Case = tuple[int, bool]  # workers; whether an urgent send comes in the middle


def main() -> None:
    """Print each case's time beside its ideal, and the calls SES refused."""
    cases = list(product(WORKERS, (False, True)))
    with ProcessPoolExecutor() as pool:
        outcomes = list(pool.map(_run, cases))
    title = f"{PEOPLE:,} at {RATE:.0f}/s on a virtual clock, {URGENT:,} urgent ones"
    found = zip(cases, outcomes, strict=True)
    show(title, *(row for case, outcome in found for row in _rows(*case, outcome)))


def _run(case: Case) -> Outcome:
    workers, urgent = case
    simulation = Simulation(RATE, workers)
    simulation.add("first", PEOPLE)
    if urgent:
        simulation.add("urgent", URGENT, PEOPLE / 2 / _speed(workers), urgent=True)
    return simulation.run()


def _speed(workers: int) -> float:
    """Mails a second that are possible at all."""
    return min(RATE, workers * SIZE / CALL)


def _rows(workers: int, urgent: bool, outcome: Outcome) -> Iterator[Row]:
    speed = _speed(workers)
    limit = f"{workers} workers{', the rate' if speed == RATE else ''}"
    ideal = (PEOPLE + URGENT * urgent) / speed
    last = max(outcome.ended.values()) - min(outcome.began.values())
    both = " and the urgent one" if urgent else ""
    yield Row(f"{limit}{both}: ideal {ideal:,.0f} s, slower", _slower(last, ideal), SLOWER_AIM, "%")
    if urgent:
        own = URGENT / speed
        took = outcome.ended["urgent"] - outcome.began["urgent"]
        yield Row(
            f"  the urgent one: ideal {own:,.0f} s, slower", _slower(took, own), SLOWER_AIM, "%"
        )
    throttled = outcome.throttled / outcome.calls * 100
    yield Row("  throttled calls", throttled, THROTTLED_AIM, "%")


def _slower(took: float, ideal: float) -> float:
    """Percent."""
    return (took / ideal - 1) * 100


if __name__ == "__main__":
    main()
