"""All checks over one stack: healthy, ill in one point, and where somebody may not look."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from functions.alerts.errors import StateError, TryLater
from functions.alerts.health.point import Point
from functions.alerts.sends.switch import Switch
from functions.doctor.examine import examine
from functions.doctor.patient import Patient
from tests.alerts.sends.test_recurrence import SOURCE
from tests.doctor.patients import Illness, no


def points(patient: Patient) -> list[Point]:
    return [point for group in examine(patient) for point in group.points]


def ill(patient: Patient) -> dict[str, str]:
    return {point.name: point.level for point in points(patient) if point.level != "well"}


def test_a_healthy_stack_is_well_in_every_point() -> None:
    assert ill(Illness().patient()) == {}


def test_groups_are_told_as_they_are_looked_at() -> None:
    titles: list[str] = []
    groups = examine(Illness().patient(), titles.append)
    assert titles == [group.title for group in groups]
    assert titles[:3] == ["Stack", "Sender", "Amazon SES"]
    assert all(group.points for group in groups)


Change = Callable[[Illness], Any]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda it: it.dns.pop("TXT _dmarc.icirr.example"), {"DMARC": "wrong"}),
        (lambda it: it.dns.pop("CNAME a._domainkey.icirr.example"), {"DKIM record": "wrong"}),
        (lambda it: it.answers["get_account"].update(ProductionAccessEnabled=False), {"sandbox"}),
        (lambda it: it.answers["get_function_configuration"].update(CodeSha256="x"), {"code"}),
        (lambda it: it.answers.update(get_role=no("NoSuchEntity")), {"schedules"}),
        (lambda it: it.answers["describe_alarms"].update(MetricAlarms=[]), {"alarms"}),
        (
            lambda it: it.answers["list_subscriptions_by_topic"].update(Subscriptions=[]),
            {"alarm mailbox"},
        ),
        (lambda it: it.answers.update(get_parameters_by_path={"Parameters": []}), None),
        (
            lambda it: (
                it.world.public_site.pages.delete(["404.html"]),
                it.world.published.put("a", SOURCE),
            ),
            {"pages"},
        ),
        (lambda it: it.world.ledger.set_switch(Switch(on=False, by="ana")), {"kill switch"}),
        (
            lambda it: it.answers["get_queue_attributes"]["Attributes"].update(
                ApproximateNumberOfMessages="2"
            ),
            {"dead letters"},
        ),
        (
            lambda it: it.answers.update(get_email_identity=no("NotFoundException")),
            {"identity"},
        ),
    ],
)
def test_one_illness_is_found_and_nothing_else(
    change: Change, expected: dict[str, str] | set[str] | None
) -> None:
    illness = Illness()
    change(illness)
    names = {"keys: links", "keys: filed", "keys: people"} if expected is None else set(expected)
    assert ill(illness.patient()) == dict.fromkeys(names, "wrong")


def test_what_waits_for_its_send_needs_no_page_yet() -> None:
    illness = Illness()
    illness.world.public_site.pages.delete(["index.html", "404.html"])
    later = illness.patient().now + timedelta(days=1)
    illness.world.published.put(SOURCE.campaign, replace(SOURCE, at=later))
    assert ill(illness.patient()) == {"pages": "note"}


CALLS = sorted(Illness().answers.keys() - {"describe_stacks", "list_stack_resources"})


@pytest.mark.parametrize("call", CALLS)
def test_what_nobody_may_look_at_is_said_and_does_not_stop_the_others(call: str) -> None:
    illness = Illness()
    illness.answers[call] = no("AccessDeniedException")
    found = [point for point in points(illness.patient()) if point.level != "well"]
    assert found
    assert {point.level for point in found} == {"unknown"}
    assert all("AccessDenied" in point.found for point in found)
    assert all("ReadOnlyAccess" in point.remedy for point in found)


def test_an_answer_that_is_not_understood_is_not_taken_for_well() -> None:
    illness = Illness()
    illness.answers["get_account"] = {"SendQuota": {}}
    found = ill(illness.patient())
    assert found["account"] == found["price plan"] == "unknown"


def test_a_stack_that_cannot_be_opened_leaves_the_rest_to_be_looked_at() -> None:
    def closed() -> Any:
        raise StateError("LEDGER_TABLE is not set.", remedy="Name a stage.")

    found = ill(replace(Illness().patient(), open_world=closed))
    assert set(found.values()) == {"wrong"}
    assert {"kill switch", "time zones", "sends"} <= set(found)
    assert "identity" not in found


def test_dns_that_does_not_answer_is_three_unknown_points() -> None:
    def dead(name: str, kind: str) -> Any:
        raise TryLater(name)

    found = ill(replace(Illness().patient(), lookup=dead))
    assert found == dict.fromkeys(("DKIM record", "MAIL FROM", "DMARC"), "unknown")


def test_without_dns_that_is_noted_once() -> None:
    assert ill(replace(Illness().patient(), lookup=None)) == {"DNS": "note"}
