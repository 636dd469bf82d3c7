"""The whole product on embedded AWS: the deployed functions, run until nothing is left to do.

The same handlers and adapters as on AWS, one after another, on a clock that moves only with the
work: a send that takes minutes there takes seconds here and sees the same times.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cached_property

import boto3

from functions import wiring
from functions.alerts.errors import StateError
from functions.alerts.sends.batch import DOUBT
from functions.alerts.sends.ports import Ledger
from functions.alerts.sends.send import Send
from functions.local.clock import Clock
from functions.local.embedded import Clients, embedded_aws, next_message
from functions.local.events_to_come import EventsToCome
from functions.local.fragments import read_resources, read_sources
from functions.local.lambdas import Invoker, Poller
from functions.local.schedules import fire_due
from functions.local.ses import Deliver, StandIn
from functions.local.ses_account import Account
from functions.local.ses_faults import Faults
from functions.local.stack import Stack
from functions.settings import Settings, SubmitMode

MINUTE = timedelta(minutes=1)
_PUBLISH = 10  # PublishBatch's maximum, SNS API reference
# No send may take longer: a daily quota refills within it, and a doubt is listed after a day.
PATIENCE = timedelta(hours=26)
# States that only a person or a later schedule ends.
RESTING = frozenset({"scheduled", "paused", "blocked", "missed"})
# States that nothing but a doubt ends while the kill switch is off.
_HELD = frozenset({"freezing", "sending", "waiting"})
# Nobody on a laptop asks whether a schedule may do what it does.
_ROLE = "arn:aws:iam::123456789012:role/local-scheduler"
# Signs the links of mails that never leave this machine: a secret would protect nothing.
TOKEN_KEYS = json.dumps({"k1": hashlib.sha256(b"a laptop's key").hexdigest()})


class LocalWorld(wiring.World):
    """The deployed world's adapters over embedded AWS's clients."""

    def __init__(self, settings: Settings, clock: Clock, session: boto3.Session) -> None:
        count = itertools.count(1)
        super().__init__(
            settings,
            now=clock,
            nonce=lambda: f"{next(count):016x}",
            wait=clock.advance,
            ticks=clock.timestamp,
        )
        self._local = session

    @cached_property
    def _session(self) -> boto3.Session:
        return self._local


class Cloud:
    """Embedded AWS with the product deployed on it; made by `open_cloud`."""

    def __init__(
        self,
        aws: Clients,
        stack: Stack,
        ses: Account,
        events: EventsToCome,
        troubles: Sequence[str] = (),
    ) -> None:
        self.aws, self.stack, self.ses, self.events = aws, stack, ses, events
        self.troubles = troubles  # what the functions logged as warnings and errors
        self.clock = ses.now if isinstance(ses.now, Clock) else Clock(ses.now())
        self.invoker = Invoker(self.clock)
        events.at_once = self._publish
        sources = read_sources()
        sqs = aws.client("sqs")
        self._pollers = [
            Poller(source, stack.names[source.queue], sqs, self.invoker)
            for source in sources
            if source.queue
        ]
        self._each_minute = [source for source in sources if source.queue is None]
        self._fired, self._next_minute = self.clock.now, self.clock.now + MINUTE

    def run_until_idle(self, progress: Callable[[], None] = lambda: None) -> None:
        """Run everything until only a person or a later schedule could change anything.

        `progress` is called after every step. Raises StateError when something went to the dead
        letters, or when a day of virtual time did not end it.
        """
        end = self.clock.now + PATIENCE
        while True:
            worked = self._step()
            progress()
            if not worked and not self._wait():
                break
            if self.clock.now > end:
                self._give_up("A day has passed on the virtual clock and a send is not over")
        dead = [self.stack.names[name] for name in self._named("QueueDeadLetters")]
        if next_message(dead) is not None:
            self._give_up("Messages went to the dead letters")

    def skip_to(self, moment: datetime) -> None:
        """Let time pass in which nothing happens: its ticks are left out."""
        self.clock.advance_to(moment)
        self._next_minute = max(self._next_minute, moment)

    def _step(self) -> bool:
        self._publish()
        worked = sum(poller.poll() for poller in self._pollers) > 0
        if self.clock.now >= self._next_minute:
            # A clock that was moved on by days makes up for none of its minutes, as AWS does not.
            self._next_minute += MINUTE * (1 + (self.clock.now - self._next_minute) // MINUTE)
            fire_due(self.aws, self.clock.now, self._fired)
            self._fired = self.clock.now
            worked |= sum(self.invoker.tick(source) for source in self._each_minute) > 0
        return worked

    def _publish(self) -> None:
        by_topic: dict[str, list[str]] = {}
        for event, topic in self.events.due(self.clock.now):
            by_topic.setdefault(topic, []).append(json.dumps(event))
        for topic, texts in by_topic.items():
            for start in range(0, len(texts), _PUBLISH):
                entries = [
                    {"Id": str(at), "Message": text}
                    for at, text in enumerate(texts[start : start + _PUBLISH])
                ]
                self.aws.client("sns").publish_batch(
                    TopicArn=topic, PublishBatchRequestEntries=entries
                )

    def _wait(self) -> bool:
        """Move on to what comes next: an event, a message, the minute; False if nothing will."""
        coming = [self.events.next, *(poller.due() for poller in self._pollers)]
        known = [moment for moment in coming if moment is not None]
        if not known and self._all_rest():
            return False
        self.clock.advance_to(min([self._next_minute, *known]))
        return True

    def _all_rest(self) -> bool:
        """Whether no send goes on by itself: while the kill switch is off only doubts do."""
        ledger = wiring.world("local").ledger
        off = not ledger.read_switch().on
        return all(
            send.state in RESTING or (off and send.state in _HELD and not _in_doubt(send, ledger))
            for send in ledger.active_sends()
        )

    def _named(self, ending: str) -> Iterator[str]:
        yield from (name for name in self.stack.names if name.endswith(ending))

    def _give_up(self, reason: str) -> None:
        raised = [f"{f.function}: {f.error}" for f in self.invoker.failures]
        told = "; ".join([*raised, *self.troubles][-3:])
        sends = ", ".join(f"{s.id} {s.state}" for s in wiring.world("local").ledger.active_sends())
        raise StateError(
            f"{reason} (not over: {sends or 'none'}; last troubles: {told or 'none'}).",
            remedy="This is a fault of the product, not of the campaign: please report it.",
        ) from (self.invoker.failures[-1].error if self.invoker.failures else None)


def _in_doubt(send: Send, ledger: Ledger) -> bool:
    """Whether `settle_sends` may still settle somebody of it."""
    parts = range(send.parts)
    return any(DOUBT in batch.codes for part in parts for _, batch in ledger.batches(send.id, part))


@contextmanager
def open_cloud(
    as_of: datetime,
    deliver: Deliver,
    *,
    rate: float = 14,
    submit_mode: SubmitMode = "bulk",
    faults: Faults | None = None,
) -> Iterator[Cloud]:
    """Start embedded AWS at `as_of` (aware), deploy, and put it behind every function.

    `deliver` gets each mail as it goes out; `rate` is the SES account's, messages a second;
    `faults` is what goes wrong on the way to SES and back.
    """
    clock = Clock(as_of)
    events, account = EventsToCome(clock), Account(now=clock, rate=rate)
    stand_in = StandIn(account, deliver=deliver, publish=events.add, faults=faults)
    with embedded_aws(clock, stand_in) as aws:
        stack = Stack(aws, read_resources()).create()
        world = LocalWorld(_settings(stack, submit_mode), clock, aws.session)
        with wiring.use(world), _kept_logs() as troubles:
            yield Cloud(aws, stack, account, events, troubles)


def _settings(stack: Stack, submit_mode: SubmitMode) -> Settings:
    names = stack.names
    return Settings(
        supporters_table=names["SupportersTable"],
        ledger_table=names["LedgerTable"],
        data_bucket=names["DataBucket"],
        control_queue_url=names["ControlQueue"],
        freeze_queue_url=names["FreezeQueue"],
        batch_queue_url=names["BatchQueue"],
        event_queue_url=names["EventQueue"],
        letter_queue_url=names["LettersQueue"],
        event_dead_letters_url=names["EventQueueDeadLetters"],
        batch_dead_letters_url=names["BatchQueueDeadLetters"],
        control_queue_arn=stack.arns["ControlQueue"],
        schedule_group=names["SendSchedules"],
        scheduler_role_arn=_ROLE,
        digest_queue_arn=stack.arns["DigestQueue"],
        digest_scheduler_role_arn=_ROLE,
        site_bucket=names["SiteBucket"],
        site_distribution=names["Site"],
        page_queue_url=names["PageQueue"],
        page_queue_arn=stack.arns["PageQueue"],
        page_scheduler_role_arn=_ROLE,
        alarm_topic_arn=names["AlarmTopic"],
        configuration_set=names["AlertsConfigurationSet"],
        letters_per_day="2000",
        token_keys=TOKEN_KEYS,
        filed_keys=TOKEN_KEYS,
        people_keys=TOKEN_KEYS,
        import_bucket=names["ImportBucket"],
        import_queue_url=names["ImportQueue"],
        submit_mode=submit_mode,
        log_level="WARNING",  # the others tell of every batch
    )


class _Keeper(logging.Handler):
    """Keeps what the functions log, instead of writing between a person's progress bars."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__(logging.WARNING)
        self._lines = lines

    def emit(self, record: logging.LogRecord) -> None:
        self._lines.append(f"{record.getMessage()} {getattr(record, 'fields', '')}")


@contextmanager
def _kept_logs() -> Iterator[list[str]]:
    lines: list[str] = []
    logger, keeper = logging.getLogger("alerts"), _Keeper(lines)
    logger.addHandler(keeper)
    try:
        yield lines
    finally:
        logger.removeHandler(keeper)
