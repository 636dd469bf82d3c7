"""What stands behind recurring digests: `wiring.World.digests`, made when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from functions.alerts.sends.digest_ports import DigestSchedules, Published, Recurrences
from functions.aws import clients
from functions.aws.published import S3Published
from functions.aws.recurrences import DynamoRecurrences

if TYPE_CHECKING:
    import boto3
    from types_boto3_dynamodb import DynamoDBClient


class Digests:
    """Frames, recurrences and their schedules.

    `name` gives a setting's value, or raises StateError where it is empty.
    """

    def __init__(
        self, session: boto3.Session, dynamodb: DynamoDBClient, name: Callable[[str], str]
    ) -> None:
        self._session, self._dynamodb, self._name = session, dynamodb, name

    @cached_property
    def frames(self) -> Published:
        """The campaigns around recurring digests, each under the digest of its texts."""
        return S3Published(clients.s3(self._session), self._name("data_bucket"), "digests/")

    @cached_property
    def recurrences(self) -> Recurrences:
        """What recurs."""
        return DynamoRecurrences(self._dynamodb, self._name("ledger_table"))

    @cached_property
    def schedules(self) -> DigestSchedules:
        """EventBridge Scheduler. Imported late: no deployed function schedules anything."""
        from functions.aws.scheduler import DigestSchedules as EventBridgeSchedules
        from functions.aws.scheduler import Place

        place = Place(
            group=self._name("schedule_group"),
            role_arn=self._name("digest_scheduler_role_arn"),
            queue_arn=self._name("digest_queue_arn"),
        )
        return EventBridgeSchedules(clients.scheduler(self._session), place)
