"""What the site of 500 alerts takes to build: all of it, and again when one of them changed.

Each number is a whole process, as somebody waits for it: start, imports, reading, drawing, writing.

Run by `make bench`, or alone: `python -m tests.bench.bench_site`.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from tests.bench.table import Row, show
from tests.compiled import AWARD

ALERTS = 500
COLD, CHANGED = 10.0, 1.0  # seconds, the aims
_AS_OF = "2018-06-01"  # half of the alerts are over by then
_COMMAND = "from functions.cli import main; main()"


class Taken(NamedTuple):
    """Seconds per build, and the pages, pictures and calendar entries that the first one wrote."""

    cold: float
    changed: float
    unchanged: float
    files: int


def main() -> None:
    """Print seconds, each beside its aim."""
    taken = build(ALERTS)
    show(
        f"The site of {ALERTS} alerts in two languages ({taken.files:,} files)",
        Row("built into an empty folder", taken.cold, COLD, "s"),
        Row("built again, one alert changed", taken.changed, CHANGED, "s"),
        Row("built again, nothing changed", taken.unchanged, unit="s"),
    )


def build(alerts: int, repeats: int = 3) -> Taken:
    """Build the site of so many alerts; of builds that can be repeated the quickest counts."""
    with tempfile.TemporaryDirectory() as made:
        desk, out = Path(made) / "campaigns", Path(made) / "out"
        _write(desk, alerts)
        cold = _seconds(desk, out)
        changed = min(_changed(desk, out, number) for number in range(repeats))
        unchanged = min(_seconds(desk, out) for _ in range(repeats))
        return Taken(cold, changed, unchanged, sum(path.is_file() for path in out.rglob("*")))


def _write(desk: Path, alerts: int) -> None:
    """The award alert again and again, each with deadlines of its own."""
    shutil.copytree(AWARD.parent, desk, ignore=shutil.ignore_patterns("*.yaml"))
    shutil.copy(AWARD.parent / "organization.yaml", desk)
    text = AWARD.read_text(encoding="utf-8")
    for number in range(alerts):
        day = date(2018, 4, 10) + timedelta(days=number % 100)
        own = text.replace("Tuesday 2018-04-10", f"{day}").replace(
            "Wednesday 2018-04-11", f"{day + timedelta(days=1)}"
        )
        (desk / f"award-{number}.yaml").write_text(own, encoding="utf-8")


def _changed(desk: Path, out: Path, number: int) -> float:
    path = desk / "award-0.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("Thank you", f"Thank you {number}"), encoding="utf-8")
    return _seconds(desk, out)


def _seconds(desk: Path, out: Path) -> float:
    began = perf_counter()
    command = [sys.executable, "-c", _COMMAND, "page", "build", str(desk), "--out", str(out)]
    subprocess.run([*command, "--as-of", _AS_OF], check=True, capture_output=True)
    return perf_counter() - began


if __name__ == "__main__":
    main()
