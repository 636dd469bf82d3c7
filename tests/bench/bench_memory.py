"""The most memory each function needs for audiences of 10,000, 100,000 and 1,000,000.

Each in a process of its own, over a world that is made up as it is read (`streaming.py`). Flat
means: a million takes hardly more than a part of it (20,000) does.

Run by `make bench`, or alone: `python -m tests.bench.bench_memory`.
"""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import product

from functions.settings import NEEDS
from tests.bench.deployed import memory

SIZES = (10_000, 100_000, 1_000_000)
FLAT = 1.25  # times the peak at 10,000
SPARE = 0.6  # of the memory it is given: boto3's clients and connections need some too


def main() -> None:
    """Print each function's peaks beside the memory `serverless.yml` gives it."""
    cases = list(product(NEEDS, SIZES))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        peaks = dict(zip(cases, pool.map(_peak, cases), strict=True))
    given = memory()
    sizes = "".join(f"{size:>12,}" for size in SIZES)
    print(f"\n{'Peak memory, MB, by recipients':<32}{sizes}{'given':>8}{'grows':>8}")
    for function in NEEDS:
        found = [peaks[function, size] for size in SIZES]
        grows, most = found[-1] / found[0], given[function] * SPARE
        met = "met" if grows <= FLAT and max(found) <= most else "MISSED"
        numbers = "".join(f"{one:>12.0f}" for one in found)
        print(f"{function:<32}{numbers}{given[function]:>8}{grows:>7.2f} × ≤ {FLAT}  {met}")


def _peak(case: tuple[str, int]) -> float:
    function, people = case
    command = [sys.executable, "-m", "tests.bench.invocation", function, str(people)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return int(done.stdout) / 1024


if __name__ == "__main__":
    main()
