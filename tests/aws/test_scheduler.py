from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import boto3
import pytest
from botocore.stub import Stubber

from functions.alerts.errors import NeverRetry
from functions.aws import clients
from functions.aws.scheduler import DigestSchedules, PageSchedules, Place, Schedules
from functions.services.launch import start_message
from tests.alerts.sends.test_recurrence import RECURRENCE
from tests.alerts.sends.test_send import SEND

if TYPE_CHECKING:
    from types_boto3_scheduler import EventBridgeSchedulerClient

PLACE = Place(
    group="sends",
    role_arn="arn:aws:iam::123456789012:role/scheduler",
    queue_arn="arn:aws:sqs:us-east-2:123456789012:control",
)


@pytest.fixture
def client(aws: None, session: boto3.Session) -> EventBridgeSchedulerClient:
    client = clients.scheduler(session)
    client.create_schedule_group(Name="sends")
    return client


def test_a_send_is_scheduled_once_at_its_time_with_its_command(
    client: EventBridgeSchedulerClient,
) -> None:
    schedules = Schedules(client, PLACE)
    for _ in range(2):
        schedules.put(SEND, start_message(SEND))
    schedule = client.get_schedule(Name=f"{SEND.id}-1", GroupName="sends")
    assert schedule["ScheduleExpression"] == "at(2018-04-09T17:00:00)"
    assert schedule["ScheduleExpressionTimezone"] == "UTC"
    assert schedule["Target"]["Arn"] == PLACE.queue_arn
    assert json.loads(schedule["Target"]["Input"]) == start_message(SEND)


def test_a_schedule_can_be_deleted_twice(client: EventBridgeSchedulerClient) -> None:
    schedules = Schedules(client, PLACE)
    schedules.put(SEND, start_message(SEND))
    for _ in range(2):
        schedules.delete(SEND)
    assert client.list_schedules(GroupName="sends")["Schedules"] == []


def test_a_schedule_that_is_refused_is_told(aws: None, session: boto3.Session) -> None:
    client = clients.scheduler(session)
    with Stubber(client) as stub, pytest.raises(NeverRetry, match="Could not schedule send"):
        stub.add_client_error("create_schedule", "AccessDeniedException", http_status_code=403)
        Schedules(client, PLACE).put(SEND, start_message(SEND))


def test_a_digest_is_scheduled_by_the_clocks_of_its_zone_and_says_which_time_is_due(
    client: EventBridgeSchedulerClient,
) -> None:
    schedules = DigestSchedules(client, PLACE)
    for _ in range(2):
        schedules.put(RECURRENCE)
    schedule = client.get_schedule(Name=f"{RECURRENCE.id}-3", GroupName="sends")
    assert schedule["ScheduleExpression"] == "cron(0 9 ? * MON,THU *)"
    assert schedule["ScheduleExpressionTimezone"] == "America/Chicago"
    message = json.loads(schedule["Target"]["Input"])
    assert (message["recurrence"], message["gen"]) == (RECURRENCE.id, 3)
    assert message["at"] == "<aws.scheduler.scheduled-time>"


def test_a_digests_schedule_can_be_deleted_twice(client: EventBridgeSchedulerClient) -> None:
    schedules = DigestSchedules(client, PLACE)
    schedules.put(RECURRENCE)
    for _ in range(2):
        schedules.delete(RECURRENCE)
    assert client.list_schedules(GroupName="sends")["Schedules"] == []


@pytest.mark.parametrize("operation", ["create_schedule", "delete_schedule"])
def test_a_digests_schedule_that_is_refused_is_told(
    aws: None, session: boto3.Session, operation: str
) -> None:
    client = clients.scheduler(session)
    schedules = DigestSchedules(client, PLACE)
    act = schedules.put if operation == "create_schedule" else schedules.delete
    with Stubber(client) as stub, pytest.raises(NeverRetry, match="AccessDenied"):
        stub.add_client_error(operation, "AccessDeniedException", http_status_code=403)
        act(RECURRENCE)


def test_the_pages_of_a_moment_are_scheduled_once_and_never_too_early(
    client: EventBridgeSchedulerClient,
) -> None:
    schedules, closes = PageSchedules(client, PLACE), datetime(2018, 4, 10, 20, tzinfo=UTC)
    for moment in (closes, closes, closes + timedelta(seconds=1)):
        schedules.put(moment)
    names = [one["Name"] for one in client.list_schedules(GroupName="sends")["Schedules"]]
    minutes = ["2000", "2001", "2002"]  # of the second moment, once more a minute after
    assert sorted(names) == [f"pages-20180410T{minute}" for minute in minutes]
    schedule = client.get_schedule(Name="pages-20180410T2000", GroupName="sends")
    assert schedule["ScheduleExpression"] == "at(2018-04-10T20:00:00)"
    assert schedule["ActionAfterCompletion"] == "DELETE"
    assert json.loads(schedule["Target"]["Input"]) == {"v": 1, "do": "pages"}
