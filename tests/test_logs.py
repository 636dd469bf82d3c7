from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from functions import logs
from functions.alerts.errors import TryLater


class Written(io.StringIO):
    """What went to the log."""

    @property
    def line(self) -> dict[str, Any]:
        (line,) = self.getvalue().splitlines()
        read: dict[str, Any] = json.loads(line)
        return read


@pytest.fixture
def written() -> Iterator[Written]:
    stream, root = Written(), logging.getLogger()
    handler = logging.StreamHandler(stream)
    root.addHandler(handler)
    logs.configure("INFO")
    yield stream
    root.removeHandler(handler)


def test_an_event_is_one_line_of_json_with_its_fields(written: Written) -> None:
    logs.event("batch_recorded", send="s", part=0, codes="ss")
    assert written.line == {
        "level": "INFO",
        "event": "batch_recorded",
        "send": "s",
        "part": 0,
        "codes": "ss",
    }


def test_trouble_tells_our_own_reasons(written: Written) -> None:
    logs.trouble("claim_unknown", TryLater("DynamoDB is slow"), send="s")
    assert (written.line["reason"], written.line["level"]) == ("DynamoDB is slow", "WARNING")


def test_trouble_tells_type_and_place_of_other_errors_and_never_their_text(
    written: Written,
) -> None:
    try:
        raise KeyError("maria@supporter.example")
    except KeyError as error:
        logs.trouble("message_failed", error)
    assert written.line["reason"] == "KeyError"
    assert "test_logs.py" in written.line["where"][0]


def test_what_is_below_the_level_is_not_written(written: Written) -> None:
    logs.configure("WARNING")
    logs.event("batch_recorded")
    assert written.getvalue() == ""
