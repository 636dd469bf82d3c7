"""Who filed: nobody but ilga.gov knows, so supporters can press "I filed it".

(posting, supporter) ─► keyed hash ─► the ledger; only the freeze of a reminder asks for it
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from functions.alerts.errors import Mistake

if TYPE_CHECKING:  # who writes a mail asks for a posting's name alone
    from functions.alerts.mail.token import Keyring
    from functions.alerts.sends.ports import FiledMarks

KEPT = timedelta(days=7)  # after the hearing's day: nobody is reminded of it any more


def posting_of(ask: str, hearing: date) -> str:
    """The name of a posting: the ask's id (`sb-35`) and the date of its hearing, or its deadline.

    A bill posted for another date is another posting and needs a new slip (ilga.gov's rule).
    """
    return f"{ask}@{hearing.isoformat()}"


def ask_of(posting: str) -> str:
    """The ask's id in a posting's name. Raises Mistake for what is no posting."""
    ask, at, day = posting.rpartition("@")
    try:
        date.fromisoformat(day)
    except ValueError:
        at = ""
    if not ask or not at:
        raise Mistake(
            f'"{posting}" is no posting.', "sb-35@2018-04-10", advice="Ask's id, @, hearing's date."
        )
    return ask


def path_of(posting: str) -> str:
    """The posting as a link's path has it: `sb-35-2018-04-10`, which needs no escaping."""
    return posting.replace("@", "-")


def forgotten_at(posting: str) -> datetime:
    """When the marks of a posting are gone: a week after its hearing's day is over everywhere."""
    day = date.fromisoformat(posting.rpartition("@")[2])
    return datetime.combine(day + timedelta(days=1), time(12), UTC) + KEPT


class Filed:
    """The marks of one posting, under every key that is known: the newest writes, all are read."""

    def __init__(self, posting: str, keyring: Keyring) -> None:
        self._posting, self._keyring = posting, keyring

    def add(self, supporter_id: str, marks: FiledMarks) -> None:
        """Note that the supporter filed."""
        from functions.alerts.sends.send import shard_of

        current = self._prints(supporter_id)[0]
        marks.add(self._posting, shard_of(supporter_id), current)

    def among(self, shards: Sequence[str], marks: FiledMarks) -> Answers:
        """What the supporters of some neighbouring shards have told."""
        return Answers(self, marks.marks(self._posting, shards))

    def _prints(self, supporter_id: str) -> tuple[str, ...]:
        return self._keyring.fingerprints(f"filed\0{self._posting}\0{supporter_id}".encode())


class Answers:
    """Who filed, as a container of supporter ids."""

    def __init__(self, filed: Filed, marks: frozenset[str]) -> None:
        self._filed, self._marks = filed, marks

    def __contains__(self, supporter_id: object) -> bool:
        # No hash is made while nobody has told anything.
        return bool(self._marks) and not self._marks.isdisjoint(
            self._filed._prints(str(supporter_id))
        )
