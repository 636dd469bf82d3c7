"""`python -m tests.faults`: play schedules, count what went wrong, name seeds that replay it."""

from __future__ import annotations

import argparse
import multiprocessing
import os
import sys
import time
from collections.abc import Iterable
from typing import get_args

from tests.faults.chances import Mode
from tests.faults.schedule import is_failure, line, play
from tests.faults.verdict import Verdict

_SHOWN = 5  # failures told in full


def main() -> int:
    """Exit code 0: nothing went wrong that the mode forbids."""
    options = _options()
    if options.seed is not None:
        return _replay(options.seed, options.mode or "arrive", trace=options.trace)
    failures = 0
    for mode in [options.mode] if options.mode else get_args(Mode):
        count = options.schedules if mode == "arrive" or options.mode else options.schedules // 4
        failures += _run(mode, range(options.start, options.start + count))
    return min(failures, 1)


def _run(mode: Mode, seeds: range) -> int:
    began, total, failed = time.monotonic(), Verdict(), list[int]()
    for seed, verdict in _played(mode, seeds):
        total += verdict
        if is_failure(mode, verdict):
            failed.append(seed)
            if len(failed) <= _SHOWN:
                _say(f"  seed {seed}: {line(1, verdict)}")
                _say(*(f"    {told}" for told in verdict.broken[:5]))
    seconds = time.monotonic() - began
    _say(f"{mode}: {line(len(seeds), total)}")
    told = (
        f"{total.remailed} doubts mailed again, {total.listed} listed as nobody is mailed any more"
    )
    mails = f"{total.probes} probes; {total.reminded} mails of reminders"
    _say(f"  {told}; {mails}; {len(seeds) / seconds:.0f} schedules a second")
    for seed in failed[:_SHOWN]:
        _say(f"  replay: python -m tests.faults --mode {mode} --seed {seed} --trace")
    return len(failed)


def _played(mode: Mode, seeds: range) -> Iterable[tuple[int, Verdict]]:
    jobs = [(seed, mode) for seed in seeds]
    with multiprocessing.Pool(os.cpu_count()) as pool:
        yield from pool.imap_unordered(_one, jobs, chunksize=20)


def _one(job: tuple[int, Mode]) -> tuple[int, Verdict]:
    return job[0], play(*job)


def _replay(seed: int, mode: Mode, *, trace: bool) -> int:
    told: list[str] | None = [] if trace else None
    verdict = play(seed, mode, trace=told)
    _say(*(told or ()), line(1, verdict), *verdict.broken)
    return int(is_failure(mode, verdict))


def _say(*lines: str) -> None:
    sys.stdout.writelines(f"{told}\n" for told in lines)
    sys.stdout.flush()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument(
        "--schedules", type=int, default=1000, help="how many; a quarter in the other modes"
    )
    parser.add_argument("--start", type=int, default=0, help="the first seed")
    parser.add_argument("--mode", choices=get_args(Mode), help="this one alone")
    parser.add_argument("--seed", type=int, help="replay one")
    parser.add_argument("--trace", action="store_true", help="tell what happened in it")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
