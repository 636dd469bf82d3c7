"""Deployed code and concurrency: facts in, points out."""

from dataclasses import replace
from typing import Any

import pytest

from functions.alerts.health.functions import (
    Concurrency,
    Function,
    Worker,
    check_code,
    check_workers,
)
from tests.infra.fragments import parameters, service
from tests.points import levels, told

ONE, TWO = Function(name="One", sha256="1="), Function(name="Two", sha256="2=")
BUILT = {"One": "1=", "Two": "2="}
NAMES = ["One", "Two"]


def test_equal_hashes_are_this_checkouts_code() -> None:
    assert levels(check_code(NAMES, [ONE, TWO], BUILT)) == {"code": "well"}


@pytest.mark.parametrize(
    ("found", "built", "expected", "words"),
    [
        ([ONE, TWO], {}, {"code": "note"}, "make package"),
        ([ONE, replace(TWO, sha256="x=")], BUILT, {"code": "wrong"}, "runs in Two."),
        ([ONE, TWO], {"One": "1="}, {"code": "note"}, "for Two."),
        ([ONE], BUILT, {"functions": "wrong", "code": "well"}, "Two is gone"),
        (
            [ONE, replace(TWO, state="Failed", reason="InvalidImage")],
            BUILT,
            {"functions": "wrong", "code": "well"},
            "Two is Failed: InvalidImage.",
        ),
    ],
)
def test_what_differs_is_named(
    found: list[Function], built: dict[str, str], expected: dict[str, str], words: str
) -> None:
    points = list(check_code(NAMES, found, built))
    assert levels(points) == expected
    assert words in told(points)


ROOM = Concurrency(limit=1000, unreserved=1000)
NEW = Concurrency(limit=10, unreserved=10)


def test_workers_that_fit_are_well() -> None:
    points = list(check_workers([Worker(function="One", maximum=6)], replace(ROOM, unreserved=10)))
    assert levels(points) == {"concurrency": "well"}
    assert "6 workers at most, of 10" in told(points)


@pytest.mark.parametrize(
    ("worker", "unreserved", "expected"),
    [
        (Worker(function="One", maximum=7), 10, {"concurrency": "wrong"}),
        (Worker(function="One", maximum=2, enabled=False), 10, {"workers": "wrong"}),
        (Worker(function="One", maximum=None), 10, {"workers": "note"}),
    ],
)
def test_workers_that_are_too_many_cut_off_or_endless(
    worker: Worker, unreserved: int, expected: dict[str, str]
) -> None:
    found = levels(check_workers([worker], replace(ROOM, unreserved=unreserved)))
    assert found == {"concurrency": "well"} | expected


def test_what_is_deployed_fits_a_new_account() -> None:
    workers = [
        Worker(function=f"{name}LambdaFunction", maximum=_most(event["sqs"]))
        for name, function in service()["functions"].items()
        for event in function.get("events", ())
        if "sqs" in event
    ]
    assert len(workers) == 8
    assert levels(check_workers(workers, NEW)) == {"concurrency": "well"}


def _most(queue: dict[str, Any]) -> int:
    said = queue["maximumConcurrency"]
    return int(parameters()["send_workers"] if said == "${param:send_workers}" else said)
