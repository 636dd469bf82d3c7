"""An import before the database: a file read, checked and merged, on one processor; its memory.

Each size in a process of its own, for the peak. Run by `make bench`, or alone in half a minute:
`.venv/bin/python -m tests.bench.bench_import`.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from time import process_time

from functions.alerts.importing.entries import Wanted
from functions.alerts.importing.languages import language_words
from functions.services.import_reading import Order, read_file
from functions.services.import_spill import PARTS, Spill
from tests.bench.dropped import Drops
from tests.bench.invocation import peak
from tests.bench.table import Row, show

AIM = 50.0  # µs of a processor for a row: 20,000 rows a second
SIZES = (10_000, 1_000_000)  # rows; a third of them are of somebody who stands there already
FLAT = 1.25  # times the smaller one's peak


def main() -> None:
    """Print rows a second and how the memory grows with a file a hundred times as long."""
    rates, peaks = zip(*map(_measured, SIZES), strict=True)
    show(
        "Import before the database, µs of a processor for a row",
        *(
            Row(f"{size:,} rows ({rate:,.0f} a second)", 1e6 / rate, AIM, unit="µs")
            for size, rate in zip(SIZES, rates, strict=True)
        ),
        Row("memory, times that of a hundredth", peaks[-1] / peaks[0], FLAT, unit="×"),
    )


def _measured(rows: int) -> tuple[float, float]:
    command = [sys.executable, "-m", "tests.bench.bench_import", str(rows)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    rate, memory = done.stdout.split()
    return float(rate), float(memory)


def rows_per_second(rows: int) -> float:
    """Read and merge a file of about so many rows; what a process reads once is read before."""
    people = rows * 2 // 3
    language_words()
    with tempfile.TemporaryDirectory() as folder:
        path, parts = Path(folder) / "list.csv", Path(folder) / "parts"
        Drops(people).fetch("list.csv", path)
        parts.mkdir()
        order = Order(path=path, name="list.csv", wanted=Wanted())
        with Spill(parts) as spill:
            start = process_time()
            found = read_file(order, spill, lambda one: None, lambda n, of: None).rows
            merged = sum(1 for part in range(PARTS) for _ in spill.merged(part))
            taken = process_time() - start
    assert merged == people
    return found / taken


if __name__ == "__main__":
    if sys.argv[1:]:
        print(rows_per_second(int(sys.argv[1])), peak())
    else:
        main()
