from __future__ import annotations

import boto3
import pytest

from functions.alerts.errors import NeverRetry
from functions.aws import clients
from functions.aws.sns import AlarmTopic


class Topics:
    """SNS that keeps what it was told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, str, str]] = []

    def publish(self, *, TopicArn: str, Subject: str, Message: str) -> object:  # noqa: N803
        self.told.append((TopicArn, Subject, Message))
        return {}


def test_everybody_is_told_once_with_a_subject_that_sns_takes() -> None:
    topics = Topics()
    AlarmTopic(topics, "arn").tell("s" * 120, "text")
    assert topics.told == [("arn", "s" * 99, "text")]


def test_a_topic_that_is_not_there_is_told(aws: None, session: boto3.Session) -> None:
    topic = AlarmTopic(clients.sns(session), "arn:aws:sns:us-east-2:123456789012:missing")
    with pytest.raises(NeverRetry, match="Could not tell the alarm topic"):
        topic.tell("subject", "text")
