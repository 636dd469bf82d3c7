"""`make bench`: every `bench_*.py` here in one process, so that numbers can be compared."""

from __future__ import annotations

import importlib
from pathlib import Path


def main() -> None:
    """Run each bench's `main()`, in the order of their names."""
    for path in sorted(Path(__file__).parent.glob("bench_*.py")):
        importlib.import_module(f"tests.bench.{path.stem}").main()


if __name__ == "__main__":
    main()
