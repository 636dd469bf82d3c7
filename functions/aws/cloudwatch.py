"""CloudWatch: the stack's alarms, and sums of metrics."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

from functions.alerts.health.alarms import Alarm
from functions.aws.errors import translated

_NAMES = 100  # DescribeAlarms's maximum of AlarmNames, CloudWatch API reference
_HOUR = 3600  # seconds; 14 days of hours are 336 of the 1,440 points an answer may have


class Watch(Protocol):
    """The part of boto3's CloudWatch client that is used."""

    def describe_alarms(self, **asked: Any) -> Any:
        """Describe alarms."""

    def get_metric_statistics(self, **asked: Any) -> Any:
        """Sum a metric."""


def read_alarms(client: Watch, names: Sequence[str]) -> Iterator[Alarm]:
    """Those of the named alarms that exist."""
    for start in range(0, len(names), _NAMES):
        with translated("read the alarms"):
            answer = client.describe_alarms(
                AlarmNames=list(names[start : start + _NAMES]),
                AlarmTypes=["MetricAlarm", "CompositeAlarm"],
                MaxRecords=_NAMES,
            )
        for one in (*answer.get("MetricAlarms", ()), *answer.get("CompositeAlarms", ())):
            yield Alarm(
                name=one["AlarmName"],
                actions=tuple(one.get("AlarmActions", ())),
                enabled=one.get("ActionsEnabled", True),
                rings=one.get("StateValue") == "ALARM",
                about=one.get("AlarmDescription", ""),
            )


def read_hours(
    client: Watch,
    namespace: str,
    metric: str,
    dimensions: Mapping[str, str],
    *,
    now: datetime,
    days: int,
) -> Mapping[datetime, int]:
    """The sum of each of the last hours in which there was anything; hours are aware."""
    with translated(f"sum the metric {metric}"):
        answer = client.get_metric_statistics(
            Namespace=namespace,
            MetricName=metric,
            Dimensions=[{"Name": key, "Value": value} for key, value in dimensions.items()],
            StartTime=now - timedelta(days=days),
            EndTime=now,
            Period=_HOUR,
            Statistics=["Sum"],
        )
    return {one["Timestamp"]: round(one["Sum"]) for one in answer["Datapoints"] if one["Sum"]}
