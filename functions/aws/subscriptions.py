"""SNS once more: who is told by a topic. For `doctor` alone; no deployed function imports it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

from functions.alerts.health.alarms import Subscription
from functions.aws.errors import translated


class Subscribed(Protocol):
    """The part of boto3's SNS client that is used."""

    def list_subscriptions_by_topic(self, **asked: Any) -> Any:
        """List a page of a topic's subscriptions."""


def read_subscriptions(client: Subscribed, arn: str) -> Iterator[Subscription]:
    """Who is told by the topic; the addresses are left out."""
    more: dict[str, str] = {}
    while True:
        with translated("list the topic's subscriptions"):
            answer = client.list_subscriptions_by_topic(TopicArn=arn, **more)
        for one in answer["Subscriptions"]:
            confirmed = one["SubscriptionArn"].startswith("arn:")  # or else "PendingConfirmation"
            yield Subscription(protocol=one["Protocol"], confirmed=confirmed)
        if not answer.get("NextToken"):
            return
        more = {"NextToken": answer["NextToken"]}
