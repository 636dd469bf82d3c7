"""The composition root: which real thing stands behind each port.

`wiring.world` gives the one that is in force. What the sender does not use is imported where it is
made.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from functions.aws import clients
from functions.aws.ledger import DynamoLedger
from functions.aws.s3 import S3Store
from functions.aws.ses import SesMailer
from functions.aws.session import lean_session
from functions.aws.sqs import SqsQueue
from functions.aws.supporters import DynamoSupporters
from functions.chance import new_nonce, utc_now
from functions.keyrings import Keyrings
from functions.settings import Settings

if TYPE_CHECKING:
    import boto3
    from types_boto3_dynamodb import DynamoDBClient
    from types_boto3_s3 import S3Client

    from functions.alerts.importing.ports import Imports
    from functions.alerts.mail.token import Keyring
    from functions.alerts.sends import ports
    from functions.alerts.sends.digest_ports import Published
    from functions.digest_wiring import Digests
    from functions.site_wiring import PublicSite


class World:
    """Everything outside the core, made when it is first asked for and kept while it is warm.

    `wait` sleeps some seconds, `ticks` counts them. Without its setting an adapter is a StateError.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        now: Callable[[], datetime] = utc_now,
        nonce: Callable[[], str] = new_nonce,
        wait: Callable[[float], None] = time.sleep,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self.settings, self.now, self.nonce = settings, now, nonce
        self._wait, self._ticks = wait, ticks

    def pause(self, seconds: float) -> None:
        """Do nothing for a while."""
        self._wait(seconds)

    @cached_property
    def ledger(self) -> ports.Ledger:
        """Sends and batches."""
        return DynamoLedger(self._dynamodb, self._name("ledger_table"))

    @cached_property
    def supporters(self) -> ports.SupporterList:
        """The list."""
        return DynamoSupporters(self._dynamodb, self._name("supporters_table"))

    @cached_property
    def store(self) -> ports.Store:
        """Revisions, parts, events, receipts."""
        return S3Store(self._s3, self._name("data_bucket"))

    @cached_property
    def leavings(self) -> ports.Leavings:
        """The log of who left the list. Imported late, like `site`: no send needs it."""
        from functions.aws.left import S3Leavings

        return S3Leavings(self._s3, self._name("data_bucket"))

    @cached_property
    def site(self) -> ports.Site:
        """What the public pages know of the organization."""
        from functions.aws.site import S3Site

        return S3Site(self._s3, self._name("data_bucket"), self.now)

    @cached_property
    def mailer(self) -> ports.Mailer:
        """SES."""
        return SesMailer(clients.ses(self._session))

    @cached_property
    def control_queue(self) -> ports.Queue:
        """Commands and schedules, to `start_send`."""
        return self._queue("control_queue_url")

    @cached_property
    def freeze_queue(self) -> ports.Queue:
        """One message per part, to `freeze_audience`."""
        return self._queue("freeze_queue_url")

    @cached_property
    def batch_queue(self) -> ports.Queue:
        """One message per batch, to `send_batch`."""
        return self._queue("batch_queue_url")

    @cached_property
    def event_queue(self) -> ports.Queue:
        """SES's events, to `record_event`."""
        return self._queue("event_queue_url")

    @cached_property
    def letter_queue(self) -> ports.Queue:
        """Who asked for a letter, to `send_letters`."""
        return self._queue("letter_queue_url")

    @cached_property
    def event_dead_letters(self) -> ports.Queue:
        """Events that `record_event` could not take."""
        return self._queue("event_dead_letters_url")

    @cached_property
    def batch_dead_letters(self) -> ports.Queue:
        """Batch messages that `send_batch` failed on again and again."""
        return self._queue("batch_dead_letters_url")

    @cached_property
    def page_queue(self) -> ports.Queue:
        """What has changed on the public site, to `publish_page`."""
        return self._queue("page_queue_url")

    @cached_property
    def imports(self) -> Imports:
        """The import bucket. Imported late: one function asks for it."""
        from functions.aws.imports import S3Imports

        return S3Imports(self._s3, self._name("import_bucket"))

    @cached_property
    def import_queue(self) -> ports.Queue:
        """Files to import, to `import_supporters`."""
        return self._queue("import_queue_url")

    @cached_property
    def filed(self) -> ports.FiledMarks:
        """Who pressed "I filed it"."""
        from functions.aws.filed import DynamoFiled

        return DynamoFiled(self._dynamodb, self._name("ledger_table"))

    @cached_property
    def claims(self) -> ports.Claims:
        """What can be had once: links that open once, letters to one address."""
        from functions.aws.claims import DynamoClaims

        return DynamoClaims(self._dynamodb, self._name("ledger_table"), self.now)

    @cached_property
    def schedules(self) -> ports.Schedules:
        """EventBridge Scheduler. Imported late: no deployed function schedules anything."""
        from functions.aws import scheduler

        names = ("schedule_group", "scheduler_role_arn", "control_queue_arn")
        group, role, queue = map(self._name, names)
        place = scheduler.Place(group=group, role_arn=role, queue_arn=queue)
        return scheduler.Schedules(clients.scheduler(self._session), place)

    @cached_property
    def published(self) -> Published:
        """What `alerts publish` stored. Imported late, like all that no send needs."""
        from functions.aws.published import S3Published

        return S3Published(self._s3, self._name("data_bucket"), "published/")

    @cached_property
    def public_site(self) -> PublicSite:
        """The public pages, and what has them made anew."""
        from functions.site_wiring import PublicSite as SiteOnAws

        distribution = self.settings.site_distribution
        return SiteOnAws(self._session, self._s3, self._name, distribution)

    @cached_property
    def digests(self) -> Digests:
        """What recurring digests need besides."""
        from functions.digest_wiring import Digests as DigestsOnAws

        return DigestsOnAws(self._session, self._dynamodb, self._name)

    @cached_property
    def alarms(self) -> ports.Alarms:
        """The alarm topic."""
        from functions.aws.sns import AlarmTopic

        return AlarmTopic(clients.sns(self._session), self._name("alarm_topic_arn"))

    @cached_property
    def caller(self) -> ports.Caller:
        """Who is at the command line. Imported late, like `identities`: for the command line."""
        from functions.aws.sts import Caller as StsCaller

        return StsCaller(clients.sts(self._session))

    @cached_property
    def suppressions(self) -> ports.Suppressions:
        """SES's own suppression list. Imported late: for the command line."""
        from functions.aws.suppressions import SesSuppressions

        return SesSuppressions(clients.ses(self._session))

    @cached_property
    def identities(self) -> ports.Identities:
        """The verified senders."""
        from functions.aws.identities import SesIdentities

        return SesIdentities(clients.ses(self._session))

    @cached_property
    def keyring(self) -> Keyring:
        """The keys of the links' tokens (purpose `links`); TOKEN_KEYS says where they are."""
        return self._keyrings.ring(self._name("token_keys"))

    @cached_property
    def filed_keyring(self) -> Keyring:
        """The keys that hash who filed (purpose `filed`); FILED_KEYS says where they are."""
        return self._keyrings.ring(self._name("filed_keys"))

    @cached_property
    def people_keyring(self) -> Keyring:
        """The keys that make ids of addresses (purpose `people`); PEOPLE_KEYS: where they are."""
        return self._keyrings.ring(self._name("people_keys"))

    def reread_keys(self) -> None:
        """Ask for the keys anew in this invocation: one may have been added or retired."""
        if "_keyrings" in vars(self):  # never read: not needed, or a test's own
            for ring in ("keyring", "filed_keyring", "people_keyring"):
                vars(self).pop(ring, None)

    @cached_property
    def _keyrings(self) -> Keyrings:
        return Keyrings(lambda: clients.ssm(self._session), self.now)

    @cached_property
    def _session(self) -> boto3.Session:
        return lean_session()

    @cached_property
    def _s3(self) -> S3Client:
        return clients.s3(self._session)

    @cached_property
    def _dynamodb(self) -> DynamoDBClient:
        return clients.dynamodb(self._session)

    def _queue(self, setting: str) -> ports.Queue:
        return SqsQueue(clients.sqs(self._session), self._name(setting), self._wait, self._ticks)

    def _name(self, setting: str) -> str:
        return self.settings.named(setting)
