"""What a piece of work writes to the log, as Lambda's log groups get it."""

from __future__ import annotations

import logging
from collections.abc import Callable

from functions import logs


def lines_of(say: Callable[[], object], level: str = "INFO") -> list[str]:
    """The lines that go to CloudWatch while `say` runs."""
    lines: list[str] = []
    handler = logging.Handler()
    handler.setFormatter(logs._Lines())
    handler.emit = lambda record: lines.append(handler.format(record))  # type: ignore[method-assign]
    logger = logging.getLogger("alerts")
    before = logger.level
    logger.addHandler(handler)
    logger.setLevel(level)
    try:
        say()
    finally:
        logger.removeHandler(handler)
        logger.setLevel(before)
    return lines
