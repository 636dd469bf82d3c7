from __future__ import annotations

import json
from typing import TYPE_CHECKING

import boto3
import pytest

from functions.alerts.errors import NeverRetry, TryLater
from functions.aws import clients
from functions.aws.sqs import SqsQueue

if TYPE_CHECKING:
    from types_boto3_sqs import SQSClient


@pytest.fixture
def client(aws: None, session: boto3.Session) -> SQSClient:
    return clients.sqs(session)


@pytest.fixture
def url(client: SQSClient) -> str:
    return client.create_queue(QueueName="queue")["QueueUrl"]


def received(client: SQSClient, url: str) -> list[object]:
    found: list[object] = []
    while messages := client.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        found += [json.loads(message["Body"]) for message in messages]
    return found


def test_more_messages_than_fit_into_one_call_all_arrive(client: SQSClient, url: str) -> None:
    messages = [{"v": 1, "nr": number} for number in range(23)]
    SqsQueue(client, url).put(messages)
    assert sorted(received(client, url), key=str) == sorted(messages, key=str)


def test_a_delayed_message_is_not_there_yet_but_the_queue_is_not_empty(
    client: SQSClient, url: str
) -> None:
    queue = SqsQueue(client, url)
    assert queue.is_empty()
    queue.put([{"v": 1}], [900])
    assert received(client, url) == []
    assert not queue.is_empty()


def test_a_message_that_is_being_worked_on_keeps_the_queue_from_being_empty(
    client: SQSClient, url: str
) -> None:
    queue = SqsQueue(client, url)
    queue.put([{"v": 1}])
    received(client, url)
    assert not queue.is_empty()


def test_nothing_to_put_is_no_call(client: SQSClient) -> None:
    SqsQueue(client, "https://sqs.us-east-2.amazonaws.com/1/missing").put([])


def test_a_queue_that_is_not_there_is_told(client: SQSClient) -> None:
    missing = SqsQueue(client, "https://sqs.us-east-2.amazonaws.com/123456789012/missing")
    with pytest.raises(NeverRetry, match="Could not enqueue messages"):
        missing.put([{"v": 1}])


def test_messages_that_sqs_refused_are_told(
    client: SQSClient, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = {"Successful": [], "Failed": [{"Id": "0", "SenderFault": False, "Code": "Internal"}]}
    monkeypatch.setattr(client, "send_message_batch", lambda **_: refused)
    with pytest.raises(TryLater, match="SQS refused 1"):
        SqsQueue(client, url).put([{"v": 1}])
