"""`python -m infra.artifacts`: builds every artifact and prints their sizes beside the aims."""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from infra.artifacts.build import Artifact, build
from infra.artifacts.target import HERE, LAMBDA, Target

ROOT = Path(__file__).parents[2]
# MB, zipped: what a cold start fetches and unpacks before it runs anything.
MOST, MOST_OF_THE_SENDER = 8.0, 3.0
_WITHOUT_BYTECODE = """
No Python {python} is on this machine, so nothing is compiled: the functions work, but each cold
start compiles what it imports, and takes two to three times as long. To mend it:
    .venv/bin/uv python install {python}
"""


def main() -> int:
    """Build for Lambda, or with --here for this machine; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m infra.artifacts", description=__doc__)
    parser.add_argument("--here", action="store_true", help="for this machine's Python, to test")
    target = HERE if parser.parse_args().here else LAMBDA
    try:
        place, made = build(ROOT, target, ROOT / "build")
    except (subprocess.CalledProcessError, LookupError, OSError) as error:
        sys.stderr.write(f"No artifacts were built: {error}\n")
        return 1
    lines = [*table(made), "", f"In {place.relative_to(ROOT)}, for {_words(target)}."]
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stderr.write(remark(made, target))
    return 0


def aim(name: str) -> float:
    """The most MB a function's artifact should have, zipped."""
    return MOST_OF_THE_SENDER if name == "send_batch" else MOST


def table(made: Iterable[Artifact]) -> list[str]:
    """One line per artifact: sizes in MB, the aim, what it can call."""
    lines = [f"{'artifact':<20}{'zipped':>8}{'aim':>8}{'unpacked':>10}  AWS services"]
    for one in made:
        zipped, most = one.size / 1e6, aim(one.name)
        missed = "" if zipped <= most else "  MISSED"
        line = f"{one.name:<20}{zipped:>5.2f} MB{'≤ ' + format(most, '.0f'):>8}"
        lines.append(f"{line}{one.unpacked / 1e6:>7.1f} MB  {' '.join(one.services)}{missed}")
    return lines


def remark(made: Iterable[Artifact], target: Target) -> str:
    """What the artifacts lack and how to mend it; nothing if they lack nothing."""
    whole = all(one.compiled for one in made)
    return "" if whole else _WITHOUT_BYTECODE.format(python=target.python)


def _words(target: Target) -> str:
    return f"Python {target.python} on {target.platform or 'this machine'}"


if __name__ == "__main__":
    sys.exit(main())
