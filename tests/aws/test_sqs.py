from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

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


class Answering:
    """`send_message_batch` that fails the entries of these ids, once each or always."""

    def __init__(self, *ids: str, fault: bool = False, once: bool = False) -> None:
        self.ids, self.fault, self.once = set(ids), fault, once
        self.asked: list[list[str]] = []

    def __call__(self, QueueUrl: str, Entries: list[dict[str, Any]]) -> dict[str, Any]:  # noqa: N803
        asked = [entry["Id"] for entry in Entries]
        failed = [one for one in asked if one in self.ids]
        self.asked.append(asked)
        self.ids -= set(failed) if self.once else set()
        return {"Failed": [{"Id": i, "SenderFault": self.fault, "Code": "No"} for i in failed]}


def test_only_what_sqs_could_not_take_is_put_again(
    client: SQSClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    answering, waits = Answering("1", "11", once=True), list[float]()
    monkeypatch.setattr(client, "send_message_batch", answering)
    SqsQueue(client, "url", waits.append).put([{"n": n} for n in range(12)])
    first = [str(n) for n in range(10)]
    assert answering.asked == [first, ["1"], ["10", "11"], ["11"]]
    assert waits == [0.1, 0.1]


def test_what_sqs_takes_in_no_try_is_told(
    client: SQSClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    answering, waits = Answering("0"), list[float]()
    monkeypatch.setattr(client, "send_message_batch", answering)
    with pytest.raises(TryLater, match="SQS did not take 1"):
        SqsQueue(client, "url", waits.append).put([{"v": 1}])
    assert (len(answering.asked), waits) == (4, [0.1, 0.2, 0.4])


def test_a_message_that_is_at_fault_itself_is_not_put_again(
    client: SQSClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    answering = Answering("0", fault=True)
    monkeypatch.setattr(client, "send_message_batch", answering)
    with pytest.raises(NeverRetry, match="SQS refused a message: No"):
        SqsQueue(client, "url").put([{"v": 1}])
    assert len(answering.asked) == 1


def test_a_request_holds_at_most_one_mebibyte(
    client: SQSClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    answering = Answering()
    monkeypatch.setattr(client, "send_message_batch", answering)
    SqsQueue(client, "url").put([{"text": "x" * 400_000} for _ in range(5)])
    assert answering.asked == [["0", "1"], ["2", "3"], ["4"]]


def test_tenths_of_a_second_come_from_when_a_message_is_put(
    client: SQSClient, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[object] = []

    def put(QueueUrl: str, Entries: list[dict[str, Any]]) -> dict[str, Any]:  # noqa: N803
        told.append([(json.loads(one["MessageBody"]), one["DelaySeconds"]) for one in Entries])
        return {}

    monkeypatch.setattr(client, "send_message_batch", put)
    queue = SqsQueue(client, url, told.append, lambda: 0.0)
    queue.put([{"n": n} for n in range(4)], [0, 0.5, 1.0, 7.52])
    assert told == [[({"n": 0}, 0), ({"n": 2}, 1)], 0.5, [({"n": 1}, 0), ({"n": 3}, 7)]]


def test_the_time_that_putting_takes_is_not_waited_for_again(client: SQSClient, url: str) -> None:
    times, waits = iter([0.0, 0.3, 0.8]), list[float]()
    SqsQueue(client, url, waits.append, lambda: next(times)).put([{}, {}], [0.2, 0.9])
    assert waits == pytest.approx([0.0, 0.1])


def test_what_waits_for_a_worker_is_counted_without_what_is_delayed(
    client: SQSClient, url: str
) -> None:
    queue = SqsQueue(client, url)
    queue.put([{}, {}, {}], [0, 0, 900])
    assert queue.waiting() == 2


def test_a_look_into_a_queue_leaves_everything_there(client: SQSClient, url: str) -> None:
    queue = SqsQueue(client, url)
    queue.put([{"send": "a"}])
    for body in ("no JSON", "[1]"):
        client.send_message(QueueUrl=url, MessageBody=body)
    assert sorted(queue.peek(), key=str) == sorted(queue.peek(), key=str)
    assert sorted(queue.peek(), key=str) == [{"send": "a"}, {}, {}]
