"""Queue messages in and out of a handler: what is read from an SQS event, what is answered.

The answer is Lambda's ReportBatchItemFailures form: what is listed comes back, and after some tries
goes to the dead letters.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from functions import logs
from functions.alerts.errors import NeverRetry

VERSION = 1  # of all our messages

Message = Mapping[str, Any]
Answer = dict[str, list[dict[str, str]]]


def each(event: Mapping[str, Any], handle: Callable[[Message], object]) -> Answer:
    """Handle each record by itself; one that fails is logged and answered, the others count."""
    failed = []
    for record in event["Records"]:
        try:
            handle(message_of(record))
        except Exception as error:
            logs.trouble("message_failed", error, message=record["messageId"])
            failed.append(record["messageId"])
    return failures(failed)


def message_of(record: Mapping[str, Any]) -> Message:
    """The JSON object in a record; NeverRetry if it is none or of a version we cannot read."""
    try:
        message = json.loads(record["body"])
    except ValueError as error:
        raise NeverRetry("The message is not JSON.") from error
    if not isinstance(message, dict) or message.get("v") != VERSION:
        raise NeverRetry(f"The message is not an object with v: {VERSION}.")
    return message


def text_in(message: Message, key: str) -> str:
    """A text of a message that is not empty; NeverRetry if it is missing."""
    value = message.get(key)
    if not isinstance(value, str) or not value:
        raise NeverRetry(f"The message has no text under {key}.")
    return value


def number_in(message: Message, key: str) -> int:
    """A whole number from 0 of a message; NeverRetry if it is missing."""
    value = message.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise NeverRetry(f"The message has no number under {key}.")
    return value


def failures(message_ids: Iterable[str]) -> Answer:
    """The answer that lists these messages as not done."""
    return {"batchItemFailures": [{"itemIdentifier": name} for name in message_ids]}
