"""SNS: the alarm topic, which tells everybody who looks after the sends."""

from __future__ import annotations

from typing import Any, Protocol

from functions.aws.errors import translated


class Topics(Protocol):
    """The part of boto3's SNS client that is used."""

    def publish(self, *, TopicArn: str, Subject: str, Message: str) -> Any:  # noqa: N803 - AWS's
        """Publish one message."""


class AlarmTopic:
    """`ports.Alarms` over one topic, by its ARN."""

    def __init__(self, client: Topics, arn: str) -> None:
        self._client, self._arn = client, arn

    def tell(self, subject: str, text: str) -> None:
        """Publish. SNS takes subjects of at most 99 characters (API reference, Publish)."""
        with translated("tell the alarm topic"):
            self._client.publish(TopicArn=self._arn, Subject=subject[:99], Message=text)
