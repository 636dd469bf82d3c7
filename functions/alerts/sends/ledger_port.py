"""The ledger as the send needs it: a part of `ports.py`, which has the others."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Protocol

from functions.alerts.sends.audit import Entry
from functions.alerts.sends.batch import Batch, Key
from functions.alerts.sends.send import Send
from functions.alerts.sends.switch import Switch


class Ledger(Protocol):
    """The truth about sends and batches."""

    def create_send(self, send: Send) -> bool:
        """Store a new send; False if another one has its id. Repeating it is harmless."""

    def list_send(self, send: Send) -> None:
        """Note under which start it is to be found by `recent_sends`: it has another one now."""

    def read_send(self, send_id: str) -> Send | None:
        """The send as it is now (consistent)."""

    def change_send(self, old: Send, new: Send) -> bool:
        """Store `new` if `old` still stands; whether `new` stands now."""

    def active_sends(self) -> list[Send]:
        """All sends that are not over."""

    def recent_sends(self, since: datetime, until: datetime) -> list[Send]:
        """All sends that start from `since` to `until` (both aware and included), newest first."""

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

    def bind_switch(self, old: Switch, new: Switch) -> bool:
        """Store the kill switch with its tables, unless somebody set it since; whether it stands.

        `new` says on or off like `old`, which is NEW if there was none.
        """

    def read_job(self, key: Key, size: int) -> tuple[Send | None, Switch, Batch]:
        """The send, the kill switch and the batch in one request (consistent)."""

    def table_id(self) -> str:
        """Which table this is, as of the last minute: a restored one has another id."""

    def write_audit(self, entry: Entry) -> None:
        """Store one line; the same one again changes nothing."""

    def audit(self, send_id: str) -> list[Entry]:
        """The lines of a send, oldest first ("": those of the kill switch)."""

    def audit_of(self, supporter_id: str) -> list[Entry]:
        """The lines about a supporter, oldest first; they are gone after 400 days."""
