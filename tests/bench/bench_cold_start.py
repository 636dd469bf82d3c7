"""How long a function takes to start, from its artifact, beside a bare boto3 client of SES.

Each start is a process of its own that can import nothing but the artifact (the bare one: boto3
too), its bytecode compiled as in what is deployed. All kinds take turns, so what else the machine
does falls on all of them alike. Ready is: the handler imported, which is Lambda's init, and every
client made that its usual work calls.

Run by `make bench`, or alone: `python -m tests.bench.bench_cold_start`.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from functions.local.cloud import TOKEN_KEYS
from functions.local.fragments import ROOT
from functions.settings import NEEDS
from infra.artifacts.build import build
from infra.artifacts.libraries import install
from infra.artifacts.target import HERE
from tests.bench.table import Row, show

RUNS = 24
# What a function's usual work asks its world for.
USED: Mapping[str, tuple[str, ...]] = {
    "send_batch": ("ledger", "supporters", "store", "mailer"),
    "supporter_web": ("supporters", "leavings", "site"),
}
AIMS = {"send_batch": 1.15, "supporter_web": 1.5}
BARE = 'import boto3; boto3.client("sesv2")'
_CODE = """
import sys, time
start = time.perf_counter()
sys.path[:0] = sys.argv[1:]
{code}
print(time.perf_counter() - start)
"""


def main() -> None:
    """Print the medians: milliseconds, and how many times a bare client's start they are."""
    with tempfile.TemporaryDirectory() as folder:
        seconds = measured(Path(folder), RUNS)
    bare = seconds.pop("bare")
    rows = [Row('boto3.client("sesv2") alone', bare * 1000, unit="ms")]
    for name, taken in seconds.items():
        function, _, what = name.partition(" ")
        aim = AIMS[function] if what == "ready" else None
        rows.append(Row(f"{function}, {what}", taken * 1000, unit="ms"))
        rows.append(Row(f"{function}, {what}: times a bare client", taken / bare, aim, unit="×"))
    show(f"Cold start, median of {RUNS}, processes in turn", *rows)


def measured(folder: Path, runs: int) -> dict[str, float]:
    """Seconds by what was started: `bare`, and each function `imported` and `ready`."""
    place, _ = build(ROOT, HERE, ROOT / "build")
    libraries = install(ROOT, HERE, ROOT / "build" / "libraries").folder
    starts = {"bare": (BARE, [unpacked(place, "send_batch", folder), libraries])}
    for name in USED:
        paths = [unpacked(place, name, folder)]
        starts[f"{name} imported"] = (imported(name), paths)
        starts[f"{name} ready"] = (ready(name), paths)
    taken: dict[str, list[float]] = {name: [] for name in starts}
    for _ in range(runs):
        for name, (code, paths) in starts.items():
            taken[name].append(started(code, paths, name.partition(" ")[0]))
    return {name: statistics.median(times) for name, times in taken.items()}


def ready(function: str) -> str:
    """The code that brings a function to where its first call could leave."""
    asked = "; ".join(f"here.{name}" for name in USED[function])
    return f"{imported(function)}; here = f.world({function!r}); {asked}"


def imported(function: str) -> str:
    """The code of Lambda's init: its runtime client, there already, imports the handler."""
    return f'sys.modules["awslambdaric"] = sys; import functions.{function} as f'


def unpacked(place: Path, name: str, folder: Path) -> Path:
    """The artifact as Lambda unpacks it."""
    with zipfile.ZipFile(place / f"{name}.zip") as archive:
        archive.extractall(folder / name)
    return folder / name


def started(code: str, paths: Iterable[Path], function: str) -> float:
    """Seconds of one start, without the interpreter's own."""
    told = {name: name.lower() for name in NEEDS.get(function, ())}
    account = {"AWS_ACCESS_KEY_ID": "bench", "AWS_SECRET_ACCESS_KEY": "bench"}
    region = {"AWS_REGION": "us-east-2", "AWS_DEFAULT_REGION": "us-east-2", "PYTHONTZPATH": ""}
    command = [sys.executable, "-I", "-S", "-c", _CODE.format(code=code), *map(str, paths)]
    run = subprocess.run(
        command,
        env=told | account | region | {"TOKEN_KEYS": TOKEN_KEYS},
        capture_output=True,
        text=True,
        check=True,
    )
    return float(run.stdout)


if __name__ == "__main__":
    main()
