"""Real SES events (`tests/events/`, after AWS's own examples) as the event queue gives them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

_EVENTS = Path(__file__).parent / "events"


def event_of(name: str) -> dict[str, Any]:
    """The event `tests/events/<name>.json`."""
    event: dict[str, Any] = json.loads((_EVENTS / f"{name}.json").read_text())
    return event


def queue_body(name: str, ref: str | None = None) -> str:
    """The event in SNS's envelope; `ref` replaces its tag."""
    event = event_of(name)
    if ref is not None:
        event["mail"]["tags"]["ref"] = [ref]
    return in_envelope(event)


def in_envelope(event: object) -> str:
    envelope = json.loads((_EVENTS / "sns-envelope.json").read_text())
    return json.dumps(envelope | {"Message": json.dumps(event)})


def sqs_event(*bodies: str) -> dict[str, Any]:
    """What Lambda hands a function from a queue; the messages are called m0, m1 …"""
    records = [{"messageId": f"m{n}", "body": body} for n, body in enumerate(bodies)]
    return {"Records": records}
