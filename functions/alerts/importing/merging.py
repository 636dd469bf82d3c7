"""Rows of one address become one supporter, whatever their order."""

from __future__ import annotations

from typing import NamedTuple, cast

from functions.alerts.importing.statuses import worse
from functions.alerts.sends.supporter import Status


class Entry(NamedTuple):
    """What a row itself says of one person; what is said of all of them comes in at the end.

    `topics` are joined by commas, `agreed` is ISO or empty.
    """

    email: str
    status: Status
    language: str
    first_name: str
    last_name: str
    zip: str
    district: str
    topics: str
    source: str
    agreed: str
    agreed_to: str


# Fields that are taken from one row together: half a name or half a consent would be nobody's.
_TOGETHER = (
    ("language",),
    ("first_name", "last_name"),
    ("zip",),
    ("district",),
    ("agreed", "agreed_to", "source"),
)
_NAMES = tuple(name for group in _TOGETHER for name in group)
_PLACES = tuple(tuple(map(Entry._fields.index, group)) for group in _TOGETHER)

_Ranked = tuple[bool, str, tuple[str, ...]]


class Merged:
    """All rows of one address so far. Adding is commutative and associative.

    The most restrictive status wins. Of everything else the row that agreed last tells it, if it
    says it at all. Topics add up over the rows of those who are subscribed.
    """

    __slots__ = ("_best", "_email", "_status", "_topics")

    def __init__(self, entry: Entry) -> None:
        self._email, self._status = entry.email, entry.status
        self._topics = self._topics_of(entry)
        self._best = self._ranked(entry)

    def add(self, entry: Entry) -> None:
        """Take one more row in."""
        self._email = min(self._email, entry.email)
        self._status = cast(Status, worse(self._status, entry.status))
        self._topics |= self._topics_of(entry)
        self._best = [max(two) for two in zip(self._best, self._ranked(entry), strict=True)]

    def entry(self) -> Entry:
        """What the rows come to."""
        told = dict(zip(_NAMES, (v for *_, values in self._best for v in values), strict=True))
        topics = ",".join(sorted(self._topics))
        return Entry(email=self._email, status=self._status, topics=topics, **told)

    @staticmethod
    def _topics_of(entry: Entry) -> set[str]:
        wanted = entry.topics if entry.status == "subscribed" else ""
        return set(filter(None, wanted.split(",")))

    @staticmethod
    def _ranked(entry: Entry) -> list[_Ranked]:
        found = []
        for places in _PLACES:
            values = tuple(entry[place] for place in places)
            found.append((any(values), entry.agreed, values))
        return found
