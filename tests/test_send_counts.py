"""What send_batch counts for the dashboard: CloudWatch's embedded metric format."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from functions import logs
from functions.alerts.sends.answer import Answer
from functions.settings import Settings
from tests.fakes import KEYS
from tests.infra.fragments import resources
from tests.log_lines import lines_of
from tests.one_batch import Sending, entries

COUNTED = Settings(configuration_set="alerts", token_keys=KEYS, metrics="action-alerts/dev")
LABELS = ["Submitted", "Skipped", "Failed", "Doubtful", "PutBack"]
AT = datetime(2018, 4, 9, 14, tzinfo=UTC)


def counts(say: Callable[[], object]) -> dict[str, int]:
    """What CloudWatch adds up: of each line the numbers that its directive names."""
    found: dict[str, int] = {}
    for line in map(json.loads, lines_of(say)):
        for directive in line.get("_aws", {}).get("CloudWatchMetrics", ()):
            assert directive["Namespace"] == "action-alerts/dev"
            assert directive["Dimensions"] == [[]]
            found |= {metric["Name"]: line[metric["Name"]] for metric in directive["Metrics"]}
    return found


ANSWERS: dict[str, tuple[Answer, dict[str, int]]] = {
    "taken": (entries(*["SUCCESS"] * 3), {"Submitted": 3}),
    "mixed": (
        entries("SUCCESS", "MESSAGE_REJECTED", "TRANSIENT_FAILURE"),
        {"Submitted": 1, "Failed": 1, "Doubtful": 1},
    ),
    "throttled": (Answer(whole="throttled"), {"PutBack": 3}),
    "unclear": (Answer(whole="unclear"), {"Doubtful": 3}),
}


@pytest.mark.parametrize(("answer", "told"), ANSWERS.values(), ids=ANSWERS)
def test_everybody_in_a_call_is_counted_once(answer: Answer, told: dict[str, int]) -> None:
    sending = Sending(settings=COUNTED)
    assert counts(lambda: sending.answered(answer)) == told


def test_who_is_skipped_is_counted_even_if_nobody_is_left() -> None:
    sending = Sending(1, settings=COUNTED)
    [person] = sending.world.supporters.people.values()
    sending.world.supporters.put(replace(person, status="unsubscribed"))
    assert counts(sending.run) == {"Skipped": 1}


def test_on_a_laptop_nothing_is_counted() -> None:
    assert counts(Sending().run) == {}


def test_a_metric_is_one_line_in_the_embedded_format() -> None:
    counted = {"Submitted": 2, "Failed": 0}
    [line] = lines_of(lambda: logs.metric("x", counted, namespace="n", at=AT, send="s1"))
    read: dict[str, Any] = json.loads(line)
    assert (read["event"], read["send"], read["Submitted"]) == ("x", "s1", 2)
    assert read["_aws"]["Timestamp"] == 1_523_282_400_000
    [directive] = read["_aws"]["CloudWatchMetrics"]
    assert directive["Metrics"] == [{"Name": "Submitted", "Unit": "Count"}]


def test_the_dashboard_draws_what_is_counted() -> None:
    body = resources()["Dashboard"]["Properties"]["DashboardBody"]["Fn::Sub"]
    drawn = [m for w in json.loads(body)["widgets"] for m in w["properties"]["metrics"]]
    assert [m[1] for m in drawn if m[0] == COUNTED.metrics] == LABELS
