"""What the send needs from outside: AWS in `functions/aws/`, a few lines of memory in the tests.

All may raise TryLater (nothing happened), NeverRetry and OutcomeUnknown, never an AWS error.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from functions.alerts.mail.edition import Revision
from functions.alerts.outcomes.delivery import Delivery
from functions.alerts.sends.answer import Answer
from functions.alerts.sends.audit import Entry
from functions.alerts.sends.batch import Batch, Key
from functions.alerts.sends.freeze import Manifest, Part
from functions.alerts.sends.send import Send
from functions.alerts.sends.supporter import Status, Supporter
from functions.alerts.sends.switch import Switch


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What SES allows this account. `rate` is messages a second, `left` the day's rest (None: any).

    `sandbox`: only verified recipients. `enabled`: neither paused nor suspended. `sent` were the
    messages of the last 24 hours.
    """

    rate: float
    left: int | None
    enabled: bool
    sandbox: bool
    sent: int = 0


class Ledger(Protocol):
    """The truth about sends and batches."""

    def create_send(self, send: Send) -> bool:
        """Store a new send; False if another one has its id. Repeating it is harmless."""

    def read_send(self, send_id: str) -> Send | None:
        """The send as it is now (consistent)."""

    def change_send(self, old: Send, new: Send) -> bool:
        """Store `new` if `old` still stands; whether `new` stands now."""

    def active_sends(self) -> list[Send]:
        """All sends that are not over."""

    def retire(self, send_id: str) -> None:
        """Take a finished send off the active ones."""

    def sends_of(self, campaign: str) -> list[str]:
        """The ids of all sends of a campaign, oldest first."""

    def freeze_order(self, campaign: str, send_id: str) -> list[str]:
        """The sends of a campaign in the order in which they began to freeze, up to this one.

        Asking puts the send at the end if it is not in there; the order never changes.
        """

    def write_batch(self, key: Key, batch: Batch, *, owner: str | None = None) -> bool:
        """Store the batch if the ledger has the revision before it (and this owner).

        True if exactly this write stands now, also when only its answer had been lost.
        """

    def batches(
        self, send_id: str, part: int, first: int = 0, last: int | None = None
    ) -> Iterator[tuple[int, Batch]]:
        """The batches of a part that were ever claimed, by number (consistent).

        Only those from number `first` to `last` (inclusive; None: to the end).
        """

    def read_switch(self) -> Switch:
        """The kill switch (consistent); on, if nobody has ever set it."""

    def set_switch(self, switch: Switch) -> None:
        """Store the kill switch; the last one counts."""

    def bind_switch(self, switch: Switch) -> bool:
        """Store the kill switch if there is none; whether there was none."""

    def read_job(self, key: Key, size: int) -> tuple[Send | None, Switch, Batch]:
        """The send, the kill switch and the batch in one request (consistent)."""

    def table_id(self) -> str:
        """Which table this is, as of the last minute: a restored one has another id."""

    def write_audit(self, entry: Entry) -> None:
        """Store one line; the same one again changes nothing."""

    def audit(self, send_id: str) -> list[Entry]:
        """The lines of a send, oldest first ("": those of the kill switch)."""


class SupporterList(Protocol):
    """The only place with addresses."""

    def read(self, ids: Sequence[str]) -> Mapping[str, Supporter]:
        """Those that exist (consistent), by id."""

    def in_shard(self, shard: str) -> Iterator[Supporter]:
        """Everybody in one shard, in the order of the ids; pages are read as they are needed."""

    def put(self, supporter: Supporter) -> None:
        """Store or replace a supporter."""

    def suppress(self, supporter_id: str, status: Status) -> bool:
        """Mark as bounced or complained who still is subscribed; whether that changed anything."""

    def soft_bounce(self, supporter_id: str, send_id: str, day: str) -> int:
        """Note a soft bounce of a send on an ISO date; of how many sends there are recent ones.

        Noting the same one again changes nothing; 0 if there is no such supporter.
        """

    def find(self, email: str) -> list[Supporter]:
        """Who has that address, however it is capitalized; reads the whole list."""

    def size(self) -> int:
        """Roughly how many there are (DynamoDB counts every six hours)."""


class Store(Protocol):
    """Revisions, frozen parts, events and receipts."""

    def store_revision(self, revision: Revision) -> str:
        """Store a revision under its digest, which is returned."""

    def revision(self, digest: str) -> Revision:
        """A stored revision; NeverRetry if there is none."""

    def write_part(self, part: Part, unique: str) -> str:
        """Store a part under a key of its own, which is returned."""

    def read_part(self, key: str) -> Part:
        """The part under that key; NeverRetry if there is none."""

    def settle_manifest(self, manifest: Manifest) -> Manifest:
        """Store the manifest if there is none, then read and return the one that counts."""

    def manifest(self, send_id: str, part: int) -> Manifest | None:
        """The manifest of a part, or None while it is not frozen."""

    def expire_parts(self, send_id: str) -> None:
        """Begin the 30 days after which the parts of a settled send are gone."""

    def archive(self, deliveries: Sequence[Delivery], send_id: str | None, unique: str) -> None:
        """Store the events of one part of a send (None: foreign ones) under a name of their own."""

    def events(self, send_id: str, part: int | None = None) -> Iterator[Delivery]:
        """All archived events of a send, or of one part of it; the same one may come twice."""

    def returned(self, send_id: str) -> Iterator[Delivery]:
        """Of a send's events only hard bounces and complaints: few, however many it mailed."""

    def write_receipt(self, send_id: str, text: str) -> None:
        """Store or replace the receipt (JSON)."""

    def read_receipt(self, send_id: str) -> str | None:
        """The stored receipt, or None."""


class FiledMarks(Protocol):
    """Who pressed "I filed it": keyed hashes, by posting (`alerts/filed.py`)."""

    def add(self, posting: str, shard: str, mark: str) -> None:
        """Note a mark; the same one again changes nothing."""

    def marks(self, posting: str, shards: Sequence[str]) -> frozenset[str]:
        """The marks of a posting in a range of neighbouring shards (consistent)."""


class Queue(Protocol):
    """One queue. A message is a JSON object; it may arrive twice, late or never."""

    def put(self, messages: Sequence[Mapping[str, Any]], delays: Sequence[float] = ()) -> None:
        """Enqueue all, each after its delay in seconds (default 0, at most 900)."""

    def waiting(self) -> int:
        """How many messages wait for a worker, without those still delayed (roughly)."""

    def is_empty(self) -> bool:
        """Whether nothing is in it: not waiting, not delayed, not being worked on (roughly)."""

    def peek(self) -> list[Mapping[str, Any]]:
        """Up to ten of its messages, which stay in it; what is no JSON object is `{}`."""


class Mailer(Protocol):
    """SES. No call is ever repeated by itself, and none raises: every outcome is a value."""

    def submit_bulk(self, request: Mapping[str, Any]) -> Answer:
        """One SendBulkEmail call with that body."""

    def submit_single(self, request: Mapping[str, Any]) -> Answer:
        """One SendEmail call with that body; answered with one status."""

    def account(self) -> Account:
        """The account's limits now."""

    def set_sending(self, configuration_set: str, on: bool) -> None:
        """SES's own switch of a configuration set: off, it refuses every call that names it."""


class Schedules(Protocol):
    """One-time schedules that command `start_send`, one per generation of a send."""

    def put(self, send: Send, message: Mapping[str, Any]) -> None:
        """Schedule the message for the send's start; putting it again is harmless."""

    def delete(self, send: Send) -> None:
        """Delete the schedule of this generation, if it is still there."""


class Alarms(Protocol):
    """The topic that tells everybody who looks after the sends."""

    def tell(self, subject: str, text: str) -> None:
        """One message to all of them; no address and no topic of a campaign stands in it."""


class Caller(Protocol):
    """Who is at the command line."""

    def name(self) -> str:
        """The IAM principal, as the audit names it."""


class Identities(Protocol):
    """What SES knows of senders: the verified ones, and whether a configuration set may send."""

    def sending(self, configuration_set: str) -> bool:
        """Whether sending is on for the configuration set; NeverRetry if there is none."""

    def verified(self, address: str) -> bool:
        """Whether this account may send from the address."""
