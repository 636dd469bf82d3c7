"""The same work for many files, in as many processes as the machine has processors.

files ─► one here ─► the rest in processes ─► what came of each, in the files' order
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Sequence
from concurrent.futures import BrokenExecutor
from pathlib import Path
from typing import TypeVar

Found = TypeVar("Found")

# Fewer are done before other processes have begun.
MANY = 40
_AT_MOST = 8  # each takes some 60 MB
_AT_A_TIME = 8


def for_each(
    work: Callable[[Path], Found], files: Sequence[Path], *, processors: int | None = None
) -> list[Found]:
    """What `work` makes of each file, in their order. `processors`: None asks the machine.

    Where processes may be used, `work` and what it answers must be picklable.
    """
    at_once = min(processors or os.cpu_count() or 1, _AT_MOST)
    if len(files) < MANY or at_once < 2:
        return [work(file) for file in files]
    first = work(files[0])  # a forked process has from the start what this one has read
    try:
        return [first, *_in_processes(work, files[1:], at_once)]
    except (BrokenExecutor, ImportError, OSError):  # not every machine lets a program have more
        return [first, *map(work, files[1:])]


def _in_processes(
    work: Callable[[Path], Found], files: Sequence[Path], at_once: int
) -> list[Found]:
    from concurrent.futures import ProcessPoolExecutor  # slow to import, and seldom needed

    # Who presses Ctrl-C means this process; the others end with it.
    quiet = (signal.SIGINT, signal.SIG_IGN)
    with ProcessPoolExecutor(at_once, initializer=signal.signal, initargs=quiet) as pool:
        return list(pool.map(work, files, chunksize=_AT_A_TIME))
