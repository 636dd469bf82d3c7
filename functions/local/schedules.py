"""EventBridge Scheduler's hand: moto keeps schedules and never fires them, so this does."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from functions.local.embedded import Clients

_AT = re.compile(r"at\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\)")


def fire_due(aws: Clients, now: datetime) -> int:
    """Send the message of every one-time schedule that is due, delete the schedule; how many.

    Like AWS's, it is to the minute at best: it is called once a minute.
    """
    scheduler = aws.client("scheduler")
    fired = 0
    for summary in scheduler.list_schedules()["Schedules"]:
        place = {"Name": summary["Name"], "GroupName": summary["GroupName"]}
        schedule = scheduler.get_schedule(**place)
        due = due_time(schedule)
        if schedule["State"] == "ENABLED" and due is not None and due <= now:
            _send(aws, schedule["Target"])
            scheduler.delete_schedule(**place)
            fired += 1
    return fired


def due_time(schedule: Mapping[str, Any]) -> datetime | None:
    """Read when a one-time schedule is due, aware; None for one that repeats."""
    match = _AT.fullmatch(schedule["ScheduleExpression"])
    if match is None:
        return None
    zone = ZoneInfo(schedule.get("ScheduleExpressionTimezone", "UTC"))
    return datetime.fromisoformat(match[1]).replace(tzinfo=zone)


def _send(aws: Clients, target: Mapping[str, Any]) -> None:
    sqs = aws.client("sqs")
    url = sqs.get_queue_url(QueueName=target["Arn"].rpartition(":")[2])["QueueUrl"]
    sqs.send_message(QueueUrl=url, MessageBody=target["Input"])
