"""What the send needs from outside: AWS in `functions/aws/`, a few lines of memory in the tests.

All may raise TryLater (nothing happened), NeverRetry and OutcomeUnknown, never an AWS error.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from functions.alerts.answer import Answer
from functions.alerts.batch import Batch, Key
from functions.alerts.delivery import Delivery
from functions.alerts.edition import Revision
from functions.alerts.freeze import Manifest, Part
from functions.alerts.send import Send
from functions.alerts.supporter import Status, Supporter


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What SES allows this account. `rate` is messages a second, `left` the day's rest (None: any).

    `sandbox`: only verified recipients. `enabled`: neither paused nor suspended.
    """

    rate: float
    left: int | None
    enabled: bool
    sandbox: bool


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

    def read_batch(self, key: Key, size: int) -> Batch:
        """The batch as it is now (consistent); untouched if it is not there yet."""

    def write_batch(self, key: Key, batch: Batch, *, owner: str | None = None) -> bool:
        """Store the batch if the ledger has the revision before it (and this owner).

        True if exactly this write stands now, also when only its answer had been lost.
        """

    def batches(self, send_id: str, part: int) -> Iterator[tuple[int, Batch]]:
        """The batches of a part that were ever claimed, by number (consistent)."""


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

    def archive(self, deliveries: Sequence[Delivery], send_id: str | None, unique: str) -> None:
        """Store the events of one send (None: foreign ones) as one object."""

    def events(self, send_id: str) -> Iterator[Delivery]:
        """All archived events of a send; the same one may come twice."""

    def write_receipt(self, send_id: str, text: str) -> None:
        """Store or replace the receipt (JSON)."""

    def read_receipt(self, send_id: str) -> str | None:
        """The stored receipt, or None."""


class Queue(Protocol):
    """One queue. A message is a JSON object; it may arrive twice, late or never."""

    def put(self, messages: Sequence[Mapping[str, Any]], delays: Sequence[int] = ()) -> None:
        """Enqueue all, each after its delay in seconds (default 0, at most 900)."""

    def is_empty(self) -> bool:
        """Whether nothing is in it: not waiting, not delayed, not being worked on (roughly)."""


class Mailer(Protocol):
    """SES. No call is ever repeated by itself, and none raises: every outcome is a value."""

    def submit_bulk(self, request: Mapping[str, Any]) -> Answer:
        """One SendBulkEmail call with that body."""

    def submit_single(self, request: Mapping[str, Any]) -> Answer:
        """One SendEmail call with that body; answered with one status."""

    def account(self) -> Account:
        """The account's limits now."""
