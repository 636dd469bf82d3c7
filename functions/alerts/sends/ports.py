"""What the send needs from outside: AWS in `functions/aws/`, a few lines of memory in the tests.

All may raise TryLater (nothing happened), NeverRetry and OutcomeUnknown, never an AWS error.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from functions.alerts.sends.ledger_port import Ledger as Ledger
from functions.alerts.sends.list_port import SupporterList as SupporterList
from functions.alerts.sends.list_port import Suppressions as Suppressions

if TYPE_CHECKING:
    from functions.alerts.mail.edition import Revision
    from functions.alerts.mail.letter import Letters
    from functions.alerts.outcomes.delivery import Delivery
    from functions.alerts.outcomes.left import Left
    from functions.alerts.pages.look import Look
    from functions.alerts.sends.answer import Answer
    from functions.alerts.sends.freeze import Manifest, Part
    from functions.alerts.sends.send import Send


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

    def keep_parts(self, send_id: str) -> None:
        """Keep the parts of a send, also of a settled one, until `expire_parts`."""

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


class Leavings(Protocol):
    """The log of who left the list, outside the tables."""

    def add(self, left: Left) -> None:
        """Store a leaving; the same one again changes nothing."""

    def since(self, at: datetime) -> Iterator[Left]:
        """Everything logged from that second on (aware), oldest first."""


class Site(Protocol):
    """What the public pages have to know of the organization."""

    def look(self) -> Look | None:
        """Its look as it was published last, some minutes old at most; None: never."""

    def publish_look(self, look: Look) -> None:
        """Store or replace it."""

    def letters(self) -> Letters | None:
        """Its letters as they were published last, some minutes old at most; None: never."""

    def publish_letters(self, letters: Letters) -> None:
        """Store or replace them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Who has what can be had once: `by` is a name of one's own, `at` the second (aware)."""

    by: str
    at: datetime


class Claims(Protocol):
    """What can be had once in a while: a link that opens once, a letter to an address."""

    def claim(self, name: str, by: str, until: datetime) -> Claim:
        """The claim that stands: ours, if none did or what stood has expired. `until` is aware."""

    def take(self, name: str, most: int, until: datetime) -> bool:
        """Take one of `most` under a name; whether there was one left. Forgotten after `until`."""


class FiledMarks(Protocol):
    """Who pressed "I filed it": keyed hashes, by posting (`filed.py`)."""

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
