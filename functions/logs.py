"""Logs: one JSON object per line, an event's stable name and its fields. Ids only, no addresses."""

from __future__ import annotations

import json
import logging
import traceback
from collections.abc import Mapping
from datetime import datetime
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


def metric(
    name: str, counts: Mapping[str, int], *, namespace: str, at: datetime, **fields: object
) -> None:
    """Log what happens, with numbers that CloudWatch adds up for all sends together.

    One line in the embedded metric format (its specification is in CloudWatch's user guide): no
    call, no library. `fields` become no dimensions: with an id in one each send would be a metric
    of its own, paid for by the month. What is 0 is left out. No namespace: only logged.
    """
    told = {label: number for label, number in counts.items() if number}
    if namespace and told:
        metrics = [{"Name": label, "Unit": "Count"} for label in told]
        directive = {"Namespace": namespace, "Dimensions": [[]], "Metrics": metrics}
        milliseconds = int(at.timestamp() * 1000)
        fields["_aws"] = {"Timestamp": milliseconds, "CloudWatchMetrics": [directive]}
    event(name, **fields, **told)


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
