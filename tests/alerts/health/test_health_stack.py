"""The stack itself: facts in, points out."""

from dataclasses import replace
from typing import Any

import pytest

from functions.alerts.health.stack import Resource, Stack, check_stack
from tests.points import levels, told

GOOD = Stack(
    name="action-alerts-dev",
    status="UPDATE_COMPLETE",
    outputs={"LedgerTable": "ledger"},
    resources={
        "BatchQueue": Resource("AWS::SQS::Queue", "url/batch", "CREATE_COMPLETE"),
        "BatchQueueDeadLetters": Resource("AWS::SQS::Queue", "url/dead", "CREATE_COMPLETE"),
    },
)
BROKEN = {"BatchQueue": Resource("AWS::SQS::Queue", "", "UPDATE_FAILED")}


def test_a_good_stack_is_well() -> None:
    assert set(levels(check_stack(GOOD, ["LedgerTable"])).values()) == {"well"}


@pytest.mark.parametrize(
    ("change", "name", "level", "words"),
    [
        ({"status": "UPDATE_IN_PROGRESS"}, "stack", "note", "being changed"),
        ({"status": "UPDATE_ROLLBACK_COMPLETE"}, "stack", "wrong", "did not end well"),
        ({"outputs": {}}, "outputs", "wrong", "does not tell LedgerTable"),
        ({"resources": BROKEN}, "resources", "wrong", "BatchQueue"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_is_wrong_is_said_with_what_to_do(
    change: dict[str, Any], name: str, level: str, words: str
) -> None:
    points = list(check_stack(replace(GOOD, **change), ["LedgerTable"]))
    assert levels(points)[name] == level
    assert words in told(points)


def test_resources_are_found_by_type_and_ending() -> None:
    assert GOOD.named("AWS::SQS::Queue", "DeadLetters") == {"BatchQueueDeadLetters": "url/dead"}
    assert (GOOD.name_of("BatchQueue"), GOOD.name_of("Nothing")) == ("url/batch", "")
