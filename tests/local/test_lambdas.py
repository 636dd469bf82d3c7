"""Event sources: what Lambda does with a queue and a handler."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest

from functions.local.clock import Clock
from functions.local.embedded import Clients, embedded_aws
from functions.local.fragments import Source
from functions.local.lambdas import Invoker, Poller
from functions.local.ses import StandIn
from functions.local.ses_account import Account

Event = Mapping[str, Any]
VISIBILITY = 30


@dataclass
class Queue:
    """A queue with dead letters after two tries, and a handler that answers as told."""

    aws: Clients
    url: str
    dead: str
    clock: Clock
    answer: Callable[[Event], Any] = lambda event: None
    seen: list[list[str]] = field(default_factory=list)

    def put(self, *bodies: str) -> None:
        for body in bodies:
            self.aws.client("sqs").send_message(QueueUrl=self.url, MessageBody=body)

    def handle(self, event: Event, context: Any) -> Any:
        self.seen.append([record["body"] for record in event["Records"]])
        return self.answer(event)

    def poller(self, batch_size: int = 10, window: int = 0) -> Poller:
        source = Source("functions/any.handler", "Work", batch_size, window, 60)
        invoker = Invoker(self.clock, handler_of=lambda source: self.handle)
        return Poller(source, self.url, self.aws.client("sqs"), invoker)

    def left(self, url: str | None = None) -> int:
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        found = self.aws.client("sqs").get_queue_attributes(
            QueueUrl=url or self.url, AttributeNames=names
        )
        return sum(int(found["Attributes"][name]) for name in names)


@pytest.fixture(scope="module")
def aws_and_clock() -> Iterator[tuple[Clients, Clock]]:
    clock = Clock(datetime(2018, 4, 9, tzinfo=UTC))
    ses = StandIn(Account(now=clock), deliver=lambda mail: None, publish=lambda *event: None)
    with embedded_aws(clock, ses) as aws:
        yield aws, clock


@pytest.fixture
def queue(aws_and_clock: tuple[Clients, Clock], request: pytest.FixtureRequest) -> Queue:
    aws, clock = aws_and_clock
    sqs, name = aws.client("sqs"), f"q{abs(hash(request.node.name))}"
    dead = sqs.create_queue(QueueName=f"{name}-dead")["QueueUrl"]
    arn = f"arn:aws:sqs:us-east-2:123456789012:{name}-dead"
    policy = f'{{"deadLetterTargetArn": "{arn}", "maxReceiveCount": 2}}'
    attributes = {"VisibilityTimeout": str(VISIBILITY), "RedrivePolicy": policy}
    url = sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]
    return Queue(aws, url, dead, clock)


def first_failed(event: Event) -> Any:
    failed = event["Records"][0]["messageId"]
    return {"batchItemFailures": [{"itemIdentifier": failed}]}


def raising(event: Event) -> Any:
    raise RuntimeError("out of luck")


def test_what_succeeds_is_deleted(queue: Queue) -> None:
    queue.put("a", "b")
    assert queue.poller().poll()
    assert (queue.seen, queue.left()) == ([["a", "b"]], 0)


def test_nothing_waiting_calls_nobody(queue: Queue) -> None:
    assert not queue.poller().poll()
    assert queue.seen == []


def test_a_batch_holds_no_more_than_its_size_even_above_ten(queue: Queue) -> None:
    queue.put(*map(str, range(14)))
    poller = queue.poller(batch_size=12)
    assert [poller.poll(), poller.poll(), poller.poll()] == [True, True, False]
    assert [len(batch) for batch in queue.seen] == [12, 2]


def test_only_what_is_answered_as_failed_comes_back(queue: Queue) -> None:
    queue.put("a", "b")
    queue.answer = first_failed
    poller = queue.poller()
    poller.poll()
    assert (queue.left(), poller.poll()) == (1, False)
    queue.clock.advance(VISIBILITY + 1)
    poller.poll()
    assert queue.seen == [["a", "b"], ["a"]]


ANSWERS: dict[str, Callable[[Event], Any]] = {
    "a handler that raises": raising,
    "an answer of the wrong form": lambda event: {"failed": []},
    "a text": lambda event: "done",
    "an unknown message": lambda event: {"batchItemFailures": [{"itemIdentifier": "x"}]},
    "an item without a name": lambda event: {"batchItemFailures": [{}]},
}


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS.keys())
def test_a_broken_answer_fails_the_whole_batch(
    queue: Queue, answer: Callable[[Event], Any]
) -> None:
    queue.put("a", "b")
    queue.answer = answer
    queue.poller().poll()
    assert queue.left() == 2


@pytest.mark.parametrize(
    "answer", [None, {}, {"batchItemFailures": []}, {"batchItemFailures": None}], ids=repr
)
def test_an_empty_answer_means_success(queue: Queue, answer: Any) -> None:
    queue.put("a")
    queue.answer = lambda event: answer
    queue.poller().poll()
    assert queue.left() == 0


def test_what_fails_twice_goes_to_the_dead_letters(queue: Queue) -> None:
    queue.put("a")
    queue.answer = raising
    poller = queue.poller()
    for _ in range(3):
        poller.poll()
        queue.clock.advance(VISIBILITY + 1)
    assert (len(queue.seen), queue.left(), queue.left(queue.dead)) == (2, 0, 1)


def test_a_batching_window_gathers_before_it_calls(queue: Queue) -> None:
    poller = queue.poller(batch_size=100, window=20)
    queue.put("a")
    assert not poller.poll()
    queue.clock.advance(19)
    queue.put("b")
    assert not poller.poll()
    queue.clock.advance(1)
    assert poller.poll()
    assert queue.seen == [["a", "b"]]


def test_a_failure_is_kept_with_its_function(aws_and_clock: tuple[Clients, Clock]) -> None:
    invoker = Invoker(aws_and_clock[1], handler_of=lambda source: lambda event, context: 1 / 0)
    assert not invoker.tick(Source("functions/any.handler", None, 1, 0, 60))
    assert invoker.failures[0].function == "functions.any"
    assert isinstance(invoker.failures[0].error, ZeroDivisionError)


def test_a_handler_may_ask_for_its_time_left(aws_and_clock: tuple[Clients, Clock]) -> None:
    left: list[int] = []

    def handler(event: Event, context: Any) -> None:
        left.append(context.get_remaining_time_in_millis())

    invoker = Invoker(aws_and_clock[1], handler_of=lambda source: handler)
    invoker.tick(Source("functions/any.handler", None, 1, 0, 50))
    assert left == [50_000]
