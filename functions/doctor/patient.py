"""Whom the doctor looks at: one deployed stack, with everything that can be asked about it.

Every property reads when it is first asked for and raises AlertsError if that cannot be.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from functions.alerts.health.account import SesAccount
from functions.alerts.health.configuration import ConfigurationSet
from functions.alerts.health.domain import Lookup
from functions.alerts.health.identity import Identity
from functions.alerts.health.stack import Stack
from functions.alerts.health.traffic import DAYS, EventPath
from functions.aws.cloudwatch import read_hours
from functions.aws.sender import read_account, read_configuration_set, read_identity
from functions.aws.sqs import SqsQueue
from functions.aws.stacks import read_stack

if TYPE_CHECKING:
    from functions.wiring import World

QUEUE = "AWS::SQS::Queue"


@dataclass(frozen=True, kw_only=True)
class Patient:
    """`client` makes one of any service; `open_world` gives the ledger and the rest, when asked.

    `sender` is the From address ("": not known here), `lookup` asks DNS (None: leave it out),
    `built` are the local artifacts' hashes, `now` is aware.
    """

    stage: str
    region: str
    client: Callable[[str], Any]
    open_world: Callable[[], World]
    now: datetime
    sender: str = ""
    lookup: Lookup | None = None
    built: Mapping[str, str]

    @cached_property
    def stack(self) -> Stack:
        """StateError if there is none."""
        return read_stack(self.client("cloudformation"), self.stage)

    @cached_property
    def world(self) -> World:
        """Ledger, store, SES."""
        return self.open_world()

    @cached_property
    def account(self) -> SesAccount:
        """SES's account."""
        return read_account(self.client("sesv2"))

    @cached_property
    def wanted(self) -> str:
        """The identity the stack was deployed with: its mail domain."""
        return next(iter(self.stack.named("AWS::SES::EmailIdentity").values()), "")

    @cached_property
    def identity(self) -> Identity | None:
        """None if SES does not know it."""
        return read_identity(self.client("sesv2"), self.wanted) if self.wanted else None

    @cached_property
    def configuration_set(self) -> ConfigurationSet:
        """Ours."""
        name = next(iter(self.stack.named("AWS::SES::ConfigurationSet").values()), "")
        return read_configuration_set(self.client("sesv2"), name)

    def dead_letters(self) -> Mapping[str, int]:
        """Messages by the logical id of their queue."""
        client = self.client("sqs")
        queues = self.stack.named(QUEUE, "DeadLetters")
        return {name: SqsQueue(client, url).waiting() for name, url in queues.items()}

    def event_path(self) -> EventPath:
        """What CloudWatch counted: mails of the account, and messages taken off the event queue."""
        watch = self.client("cloudwatch")
        queue = self.stack.name_of("EventQueue").rpartition("/")[2]
        sent = read_hours(watch, "AWS/SES", "Send", {}, now=self.now, days=DAYS)
        recorded = read_hours(
            watch,
            "AWS/SQS",
            "NumberOfMessagesDeleted",
            {"QueueName": queue},
            now=self.now,
            days=DAYS,
        )
        return EventPath(
            sent=sum(sent.values()),
            recorded=sum(recorded.values()),
            last=max(recorded, default=None),
        )
