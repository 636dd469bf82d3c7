"""EventBridge Scheduler's hand: moto keeps schedules and never fires them, so this does."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from functions.alerts.sends.recurrence import DAYS, Every
from functions.local.embedded import Clients

_AT = re.compile(r"at\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\)")
_CRON = re.compile(r"cron\((\d+) (\d+) \? \* (\*|[A-Z]{3}(?:,[A-Z]{3})*) \*\)")
_SCHEDULED_TIME = "<aws.scheduler.scheduled-time>"
_MINUTE = timedelta(minutes=1)


def fire_due(aws: Clients, now: datetime, since: datetime | None = None) -> int:
    """Send the message of every schedule that is due, delete those for one time; how many.

    Like AWS's, it is to the minute at best: it is called once a minute. What repeats fires for each
    of its times after the last call (`since`, by default a minute ago), however many they are.
    """
    scheduler = aws.client("scheduler")
    fired = 0
    for summary in scheduler.list_schedules()["Schedules"]:
        place = {"Name": summary["Name"], "GroupName": summary["GroupName"]}
        schedule = scheduler.get_schedule(**place)
        if schedule["State"] != "ENABLED":
            continue
        once = due_time(schedule)
        if once is not None and once <= now:
            scheduler.delete_schedule(**place)
        times = [once] if once else repeated(schedule, since or now - _MINUTE, now)
        for at in times:
            if at <= now:
                _send(aws, schedule["Target"], at)
                fired += 1
    return fired


def due_time(schedule: Mapping[str, Any]) -> datetime | None:
    """Read when a one-time schedule is due, aware; None for one that repeats."""
    match = _AT.fullmatch(schedule["ScheduleExpression"])
    if match is None:
        return None
    return datetime.fromisoformat(match[1]).replace(tzinfo=_zone(schedule))


def repeated(schedule: Mapping[str, Any], since: datetime, until: datetime) -> Iterator[datetime]:
    """The times of a repeating schedule after `since` and its making, up to `until`; all aware.

    ValueError for an expression that the product does not make.
    """
    match = _CRON.fullmatch(schedule["ScheduleExpression"])
    if match is None:
        raise ValueError(f"{schedule['ScheduleExpression']} is no schedule of ours.")
    names = [day[:3].upper() for day in DAYS]
    days = range(7) if match[3] == "*" else map(names.index, match[3].split(","))
    every = Every(
        days=tuple(sorted(days)),
        at=time(int(match[2]), int(match[1])),
        zone=_zone(schedule).key,
    )
    at = every.next(max(since, schedule["CreationDate"]))
    while at <= until:
        yield at
        at = every.next(at)


def _zone(schedule: Mapping[str, Any]) -> ZoneInfo:
    return ZoneInfo(schedule.get("ScheduleExpressionTimezone", "UTC"))


def _send(aws: Clients, target: Mapping[str, Any], at: datetime) -> None:
    sqs = aws.client("sqs")
    url = sqs.get_queue_url(QueueName=target["Arn"].rpartition(":")[2])["QueueUrl"]
    body = target["Input"].replace(_SCHEDULED_TIME, f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}")
    sqs.send_message(QueueUrl=url, MessageBody=body)
