"""The list as everybody needs it: a part of `ports.py`, which has the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from functions.alerts.outcomes.left import Leaving
    from functions.alerts.people.suppressed import Suppressed
    from functions.alerts.sends.supporter import Standing, Supporter


class SupporterList(Protocol):
    """The only place with addresses. Who was erased is in none of its answers but a Standing."""

    def read(self, ids: Sequence[str]) -> Mapping[str, Supporter]:
        """Those that exist (consistent), by id."""

    def in_shard(self, shard: str) -> Iterator[Supporter]:
        """Everybody in one shard, in the order of the ids; pages are read as they are needed."""

    def put(self, supporter: Supporter) -> None:
        """Store or replace a supporter."""

    def suppress(self, supporter_id: str, status: Leaving) -> bool:
        """Mark whose status gives way to that one (`left.GIVES_WAY`); whether it changed anything.

        For others than a replay: `functions.services.leaving`, which also writes the log.
        """

    def enter(self, supporter: Supporter) -> Standing:
        """Store a supporter where nothing stands; what stood there, or "entered".

        A sign-up that waited too long for its confirmation counts as nothing. Entering the very
        same again is harmless: it is "entered".
        """

    def standing(self, ids: Sequence[str]) -> Mapping[str, Standing]:
        """What stands under these ids (consistent): a status or "erased"; by id, if anything."""

    def confirm(self, supporter_id: str, at: datetime) -> bool:
        """From pending to subscribed, agreed at that time; whether this very call did it.

        Not if it waited for more than `supporter.PENDING`.
        """

    def renew(self, supporter: Supporter) -> bool:
        """Put a later sign-up in the place of one that still waits; whether one did."""

    def come_back(
        self, supporter_id: str, asked: datetime, at: datetime, *, source: str, agreed_to: str
    ) -> bool:
        """From unsubscribed to subscribed, by the person's own doing; whether this call did it.

        Not if they agreed to something after `asked`: then they left later than they asked.
        """

    def readmit(self, supporter: Supporter, stands: Standing) -> bool:
        """Store a supporter where that stands, also "erased"; whether it did, and this one does."""

    def change(
        self,
        supporter_id: str,
        *,
        first_name: str | None = None,
        last_name: str | None = None,
        zip: str | None = None,
    ) -> bool:
        """Replace names and ZIP, None leaving what is, "" taking it away; False: nobody there."""

    def erase(self, supporter_id: str, at: datetime) -> bool:
        """Leave of the item a mark that keeps the id from being entered; whether anybody was there.

        The mark is made also where nobody was: then nobody will be.
        """

    def choose(
        self, supporter_id: str, *, topics: frozenset[str] | None, language: str | None
    ) -> bool:
        """Replace topics and language, None leaving what is; whether anything was to be changed.

        Nobody comes on the list by it.
        """

    def soft_bounce(self, supporter_id: str, send_id: str, day: str) -> int:
        """Note a soft bounce of a send on an ISO date; of how many sends there are recent ones.

        Noting the same one again changes nothing; 0 if there is no such supporter.
        """

    def find(self, email: str) -> list[Supporter]:
        """Who has that address, however it is capitalized; reads the whole list."""

    def table_id(self) -> str:
        """Which list this is, as of the last minute: a restored one has another id."""

    def size(self) -> int:
        """Roughly how many there are (DynamoDB counts every six hours)."""


class Suppressions(Protocol):
    """SES's own suppression list, of the whole account."""

    def all(self) -> Iterator[Suppressed]:
        """Everything on it; pages are read as they are needed."""

    def find(self, address: str) -> Suppressed | None:
        """The entry of an address, if there is one."""

    def remove(self, address: str) -> bool:
        """Take an address off it; False if it was not there."""
