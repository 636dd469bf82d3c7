"""Logs: one JSON object per line, an event's stable name and its fields. Ids only, no addresses."""

from __future__ import annotations

import json
import logging
import traceback
from typing import Any

from functions.alerts.errors import AlertsError

_LOGGER = logging.getLogger("alerts")


class _Lines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        fields: dict[str, Any] = getattr(record, "fields", {})
        told = {"level": record.levelname, "event": record.getMessage(), **fields}
        return json.dumps(told, default=str)


def configure(level: str) -> None:
    """Put the formatter on the handlers that are there (Lambda's own; none on a laptop)."""
    _LOGGER.setLevel(level)
    for handler in logging.getLogger().handlers:
        handler.setFormatter(_Lines())


def event(name: str, **fields: object) -> None:
    """Log what happens in every send: `send`, `part`, `nr`, `reason` and the like."""
    _LOGGER.info(name, extra={"fields": fields})


def trouble(name: str, error: Exception | None = None, **fields: object) -> None:
    """Log what a person should look at.

    Of an error that is not ours only type and place are told: its text may quote an address.
    """
    if isinstance(error, AlertsError):
        fields["reason"] = str(error)
    elif error is not None:
        fields["reason"] = type(error).__name__
        fields["where"] = traceback.format_tb(error.__traceback__)[-3:]
    _LOGGER.warning(name, extra={"fields": fields})
