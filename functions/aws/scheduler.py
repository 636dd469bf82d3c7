"""EventBridge Scheduler: one-time schedules start sends and close asks, repeating make digests."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from functions.alerts.sends.recurrence import Recurrence, digest_message
from functions.alerts.sends.send import Send
from functions.alerts.site.ports import PAGES_MESSAGE
from functions.aws.errors import code, translated

if TYPE_CHECKING:
    from types_boto3_scheduler import EventBridgeSchedulerClient


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where schedules are kept and what they may do, from the stack's outputs."""

    group: str
    role_arn: str  # may put messages on the queue
    queue_arn: str  # the target's: the control queue, or the digest queue


class Schedules:
    """One schedule per generation of a send: one that was replaced fires into nothing."""

    def __init__(self, client: EventBridgeSchedulerClient, place: Place) -> None:
        self._client, self._place = client, place

    def put(self, send: Send, message: Mapping[str, Any]) -> None:
        """Schedule `message` for the send's start, to the minute; putting it again is harmless.

        It deletes itself after use: finished schedules count against the quota.
        """
        with translated(f"schedule send {send.id}"):
            _create(
                self._client,
                self._place,
                _name(send),
                message,
                ScheduleExpression=f"at({send.starts.astimezone(UTC):%Y-%m-%dT%H:%M:%S})",
                ScheduleExpressionTimezone="UTC",
                ActionAfterCompletion="DELETE",
            )

    def delete(self, send: Send) -> None:
        """Delete the schedule of this generation, if it is still there."""
        with translated(f"delete the schedule of send {send.id}"):
            _delete(self._client, self._place, _name(send))


# Replaced by the occurrence's time as `2018-04-09T14:00:00Z`, however late it fires (EventBridge
# Scheduler user guide, "Adding context attributes").
SCHEDULED_TIME = "<aws.scheduler.scheduled-time>"


class DigestSchedules:
    """One schedule per generation of a recurrence, which repeats until it is deleted."""

    def __init__(self, client: EventBridgeSchedulerClient, place: Place) -> None:
        self._client, self._place = client, place

    def put(self, recurrence: Recurrence) -> None:
        """Schedule its command by the clocks of its zone; putting it again is harmless."""
        message = digest_message(recurrence, SCHEDULED_TIME)
        with translated(f"schedule {recurrence.id}"):
            _create(
                self._client,
                self._place,
                _name(recurrence),
                message,
                ScheduleExpression=recurrence.every.cron(),
                ScheduleExpressionTimezone=recurrence.every.zone,
            )

    def delete(self, recurrence: Recurrence) -> None:
        """Delete the schedule of this generation, if it is still there."""
        with translated(f"delete the schedule of {recurrence.id}"):
            _delete(self._client, self._place, _name(recurrence))


# A run that failed comes back only when its message does, after six times the function's time.
_ONCE_MORE = timedelta(minutes=1)


class PageSchedules:
    """Two schedules per moment: whatever closes then, a run makes all pages anew; and another."""

    def __init__(self, client: EventBridgeSchedulerClient, place: Place) -> None:
        self._client, self._place = client, place

    def put(self, at: datetime) -> None:
        """Schedule a run at `at` (aware), to the minute after; putting it again is harmless.

        It cannot fire too early: one that does not name a whole minute may fire within it. A minute
        later there is one more, which finds nothing to do unless the first run came to nothing.
        """
        utc = at.astimezone(UTC)
        minute = utc.replace(second=0, microsecond=0)
        due = minute if minute == utc else minute + timedelta(minutes=1)
        for one in (due, due + _ONCE_MORE):
            self._put(one)

    def _put(self, due: datetime) -> None:
        with translated(f"schedule the pages of {due.isoformat()}"):
            _create(
                self._client,
                self._place,
                f"pages-{due:%Y%m%dT%H%M}",
                PAGES_MESSAGE,
                ScheduleExpression=f"at({due:%Y-%m-%dT%H:%M:%S})",
                ScheduleExpressionTimezone="UTC",
                ActionAfterCompletion="DELETE",
            )


def _create(
    client: EventBridgeSchedulerClient,
    place: Place,
    name: str,
    message: Mapping[str, Any],
    **when: Any,
) -> None:
    """Create the schedule unless one has that name: it is the same one, put before."""
    try:
        client.create_schedule(
            Name=name,
            GroupName=place.group,
            FlexibleTimeWindow={"Mode": "OFF"},
            Target={
                "Arn": place.queue_arn,
                "RoleArn": place.role_arn,
                "Input": json.dumps(message),
            },
            **when,
        )
    except ClientError as error:
        if code(error) != "ConflictException":
            raise


def _delete(client: EventBridgeSchedulerClient, place: Place, name: str) -> None:
    try:
        client.delete_schedule(Name=name, GroupName=place.group)
    except ClientError as error:
        if code(error) != "ResourceNotFoundException":
            raise


def _name(what: Send | Recurrence) -> str:
    return f"{what.id}-{what.gen}"
