"""Embedded AWS made from `infra/`, on the virtual clock."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from functions.local.clock import Clock
from functions.local.embedded import Clients, embedded_aws
from functions.local.fragments import Resource, read_resources, read_sources
from functions.local.schedules import fire_due, repeated
from functions.local.ses import StandIn
from functions.local.ses_account import Account
from functions.local.stack import Stack

Deployed = tuple[Clients, Stack, Account, Clock]


@pytest.fixture(scope="module")
def deployed() -> Iterator[Deployed]:
    clock = Clock(datetime(2018, 4, 9, 14, tzinfo=UTC))
    account = Account(now=clock)
    stand_in = StandIn(account, deliver=lambda mail: None, publish=lambda *event: None)
    with embedded_aws(clock, stand_in) as aws:
        yield aws, Stack(aws, read_resources()).create(), account, clock


def received(aws: Clients, url: str) -> list[str]:
    answer = aws.client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10)
    return [message["Body"] for message in answer.get("Messages", [])]


def test_every_queue_knows_its_dead_letters_and_visibility(deployed: Deployed) -> None:
    aws, stack, _, _ = deployed
    url = stack.names["BatchQueue"]
    found = aws.client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["All"])
    policy = json.loads(found["Attributes"]["RedrivePolicy"])
    assert policy["deadLetterTargetArn"].endswith(":BatchQueueDeadLetters")
    assert int(found["Attributes"]["VisibilityTimeout"]) >= 6 * 60


def test_the_tables_have_the_keys_of_the_fragments(deployed: Deployed) -> None:
    aws, stack, _, _ = deployed
    table = aws.client("dynamodb").describe_table(TableName=stack.names["SupportersTable"])
    assert [key["AttributeName"] for key in table["Table"]["KeySchema"]] == ["shard", "id"]


def test_ses_has_its_configuration_set_with_events_to_the_topic(deployed: Deployed) -> None:
    _, stack, account, _ = deployed
    found = account.configuration_sets[stack.names["AlertsConfigurationSet"]]
    assert found.topic == stack.names["SesEventsTopic"]
    assert {"SEND", "BOUNCE", "COMPLAINT", "RENDERING_FAILURE"} <= found.event_types
    assert not {"OPEN", "CLICK"} & found.event_types


def test_what_is_published_to_the_topic_reaches_the_event_queue(deployed: Deployed) -> None:
    aws, stack, _, _ = deployed
    aws.client("sns").publish(TopicArn=stack.names["SesEventsTopic"], Message="hello")
    (body,) = received(aws, stack.names["EventQueue"])
    assert json.loads(body)["Message"] == "hello"


def test_a_delayed_message_comes_when_the_virtual_clock_says_so(deployed: Deployed) -> None:
    aws, stack, _, clock = deployed
    url = stack.names["BatchQueue"]
    aws.client("sqs").send_message(QueueUrl=url, MessageBody="later", DelaySeconds=900)
    clock.advance(899)
    assert received(aws, url) == []
    clock.advance(2)
    assert received(aws, url) == ["later"]
    assert received(aws, url) == []  # somebody works on it
    clock.advance(361)
    assert received(aws, url) == ["later"]


def test_a_schedule_fires_once_when_it_is_due_in_its_own_zone(deployed: Deployed) -> None:
    aws, stack = deployed[:2]
    target = {
        "Arn": "arn:aws:sqs:us-east-2:123456789012:ControlQueue",
        "RoleArn": "arn:aws:iam::123456789012:role/scheduler",
        "Input": '{"v": 1}',
    }
    aws.client("scheduler").create_schedule(
        Name="send",
        GroupName=stack.names["SendSchedules"],
        ScheduleExpression="at(2018-04-09T20:00:00)",
        ScheduleExpressionTimezone="America/Chicago",
        FlexibleTimeWindow={"Mode": "OFF"},
        Target=target,
    )
    assert fire_due(aws, datetime(2018, 4, 10, 0, 59, 59, tzinfo=UTC)) == 0
    assert fire_due(aws, datetime(2018, 4, 10, 1, tzinfo=UTC)) == 1
    assert fire_due(aws, datetime(2018, 4, 10, 1, 1, tzinfo=UTC)) == 0
    assert received(aws, stack.names["ControlQueue"]) == ['{"v": 1}']


def test_what_repeats_fires_at_each_of_its_times_after_it_was_made_and_tells_them(
    deployed: Deployed,
) -> None:
    aws, stack, _, clock = deployed
    target = {
        "Arn": "arn:aws:sqs:us-east-2:123456789012:DigestQueue",
        "RoleArn": "arn:aws:iam::123456789012:role/scheduler",
        "Input": '{"at": "<aws.scheduler.scheduled-time>"}',
    }
    aws.client("scheduler").create_schedule(
        Name="digest",
        GroupName=stack.names["SendSchedules"],
        ScheduleExpression="cron(0 9 ? * MON,THU *)",
        ScheduleExpressionTimezone="America/Chicago",
        FlexibleTimeWindow={"Mode": "OFF"},
        Target=target,
    )
    thursday = datetime(2018, 4, 12, 14, tzinfo=UTC)
    long_ago = clock.now - timedelta(days=30)
    assert fire_due(aws, thursday - timedelta(seconds=1), long_ago) == 0
    assert fire_due(aws, thursday) == 1
    assert fire_due(aws, thursday + timedelta(days=7), thursday) == 2
    told = [f'{{"at": "2018-04-{day}T14:00:00Z"}}' for day in (12, 16, 19)]
    assert sorted(received(aws, stack.names["DigestQueue"])) == told


def test_a_repeating_schedule_that_is_none_of_ours_is_an_error() -> None:
    schedule = {"ScheduleExpression": "rate(1 hour)", "CreationDate": datetime.now(UTC)}
    with pytest.raises(ValueError, match="no schedule of ours"):
        list(repeated(schedule, datetime.now(UTC), datetime.now(UTC)))


def test_a_resource_nobody_taught_the_stack_is_an_error(deployed: Deployed) -> None:
    strange = Resource("Strange", "AWS::Kinesis::Stream", {})
    with pytest.raises(KeyError, match="Kinesis"):
        Stack(deployed[0], {"Strange": strange}).create()


def test_parameters_of_the_fragments_are_filled_in() -> None:
    def texts(value: Any) -> Iterator[str]:
        if isinstance(value, dict):
            value = list(value.values())
        for item in value if isinstance(value, list) else ():
            yield from texts(item)
        if isinstance(value, str):
            yield value

    found = [text for r in read_resources().values() for text in texts(r.properties)]
    assert not [text for text in found if "${param:" in text]
    assert len(found) > 20


def test_every_function_of_serverless_yml_has_what_calls_it() -> None:
    sources = {source.module: source for source in read_sources()}
    assert sources["functions.send_batch"].queue == "BatchQueue"
    assert sources["functions.record_event"].window > 0
    assert sources["functions.pace_sends"].queue is None
    assert len(sources) == 10
