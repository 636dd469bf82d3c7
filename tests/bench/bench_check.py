"""How long `alerts check` takes as a whole process: an alert, a folder of 500, 200 problems.

Beside it what Python takes to start and to import what the check cannot do without.

Run by `make bench`, or alone: `python -m tests.bench.bench_check`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from tests.bench.table import Row, show
from tests.compiled import AWARD

_AS_OF = ("--as-of", "2018-04-09T09:00")
_PROBLEM = "  - ask: sign_up\n    title: Sign up {n}\n    lnik: https://a{n}.example.org\n"
# Whoever installs the command has its bytecode from the second run on.
_ENVIRONMENT = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
_NEEDS = "import jinja2, markdown_it, mjml, nh3, pydantic, rich.console, typer, yaml, babel.dates"


def main() -> None:
    """Print each beside its aim."""
    with tempfile.TemporaryDirectory() as folder:
        desk = Path(folder) / "campaigns"
        shutil.copytree(AWARD.parent, desk)
        rows = [
            Row("the award alert", _check(desk / AWARD.name), 400, "ms"),
            Row("an alert with 200 problems", _check(_problems(desk, 200)), 1_000, "ms"),
            Row("a folder of 500 award alerts", _check(_many(desk, 500), runs=1), 10_000, "ms"),
            Row(
                "for comparison: Python and the libraries it needs",
                _process(sys.executable, "-c", _NEEDS),
                None,
                "ms",
            ),
        ]
    show("alerts check, a whole process", *rows)


def _problems(desk: Path, number: int) -> Path:
    file = desk / "problems.yaml"
    asks = "".join(_PROBLEM.format(n=n) for n in range(number))
    file.write_text(f"level: state\nheadline: Sign up\nasks:\n{asks}", encoding="utf-8")
    return file


def _many(desk: Path, number: int) -> Path:
    folder = desk / "many"
    folder.mkdir()
    for other in ("organization.yaml", "images"):
        (folder / other).symlink_to(desk / other)
    for n in range(number):
        shutil.copy(AWARD, folder / f"alert-{n}.yaml")
    return folder


def _check(path: Path, runs: int = 5) -> float:
    alerts = Path(sys.executable).parent / "alerts"
    return _process(str(alerts), "check", str(path), *_AS_OF, runs=runs)


def _process(*command: str, runs: int = 5) -> float:
    """The best of some runs, in milliseconds: the others were disturbed."""
    return min(_once(*command) for _ in range(runs)) * 1e3


def _once(*command: str) -> float:
    start = perf_counter()
    ran = subprocess.run(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=_ENVIRONMENT
    )
    taken = perf_counter() - start
    if ran.stderr:
        raise RuntimeError(ran.stderr.decode())
    return taken


if __name__ == "__main__":
    main()
