"""The list in memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Literal

from functions.alerts.outcomes.left import GIVES_WAY, Leaving
from functions.alerts.people.suppressed import Suppressed
from functions.alerts.sends.send import shard_of
from functions.alerts.sends.supporter import Standing, Supporter


class FakeSupporters:
    def __init__(self, *supporters: Supporter) -> None:
        self.people = {supporter.id: supporter for supporter in supporters}
        self.soft: dict[str, set[str]] = {}
        self.erased: dict[str, datetime] = {}
        self.id = "list-1"

    def read(self, ids: Sequence[str]) -> Mapping[str, Supporter]:
        return {one: self.people[one] for one in ids if one in self.people}

    def in_shard(self, shard: str) -> Iterator[Supporter]:
        yield from (self.people[one] for one in sorted(self.people) if shard_of(one) == shard)

    def put(self, supporter: Supporter) -> None:
        self.people[supporter.id] = supporter

    def suppress(self, supporter_id: str, status: Leaving) -> bool:
        person = self.people.get(supporter_id)
        if person is None or person.status not in GIVES_WAY[status]:
            return False
        self.put(replace(person, status=status))
        return True

    def enter(self, supporter: Supporter) -> Standing:
        stands = self.standing([supporter.id]).get(supporter.id)
        there = self.people.get(supporter.id)
        until = there.waits_until() if there else None
        over = until and supporter.agreed and until < datetime.fromisoformat(supporter.agreed)
        if stands and not over and there != supporter:
            return stands
        self.put(supporter)
        return "entered"

    def standing(self, ids: Sequence[str]) -> Mapping[str, Standing]:
        marks: dict[str, Standing] = {one: "erased" for one in ids if one in self.erased}
        return marks | {one: person.status for one, person in self.read(ids).items()}

    def confirm(self, supporter_id: str, at: datetime) -> bool:
        person = self.people.get(supporter_id)
        if person is None or person.status != "pending" or (person.waits_until() or at) < at:
            return False
        agreed = at.isoformat(timespec="seconds")
        self.put(replace(person, status="subscribed", agreed=agreed))
        return True

    def renew(self, supporter: Supporter) -> bool:
        person = self.people.get(supporter.id)
        if person is None or person.status != "pending":
            return False
        self.put(supporter)
        return True

    def come_back(
        self, supporter_id: str, asked: datetime, at: datetime, *, source: str, agreed_to: str
    ) -> bool:
        person = self.people.get(supporter_id)
        if person is None or person.status != "unsubscribed":
            return False
        if person.agreed and datetime.fromisoformat(person.agreed) >= asked:
            return False
        self.put(
            replace(
                person,
                status="subscribed",
                agreed=at.isoformat(timespec="seconds"),
                joined=at.date().isoformat(),
                source=source,
                agreed_to=agreed_to,
            )
        )
        return True

    def readmit(self, supporter: Supporter, stands: Standing) -> bool:
        if self.standing([supporter.id]).get(supporter.id) != stands:
            return self.people.get(supporter.id) == supporter
        self.erased.pop(supporter.id, None)
        self.put(supporter)
        return True

    def change(
        self,
        supporter_id: str,
        *,
        first_name: str | None = None,
        last_name: str | None = None,
        zip: str | None = None,
    ) -> bool:
        told = {"first_name": first_name, "last_name": last_name, "zip": zip}
        new = {name: text for name, text in told.items() if text is not None}
        if person := self.people.get(supporter_id):
            self.put(replace(person, **new))  # type: ignore[arg-type]
        return person is not None

    def erase(self, supporter_id: str, at: datetime) -> bool:
        self.erased.setdefault(supporter_id, at)
        return self.people.pop(supporter_id, None) is not None

    def choose(
        self, supporter_id: str, *, topics: frozenset[str] | None, language: str | None
    ) -> bool:
        person = self.people.get(supporter_id)
        if person is None or not (topics or language):
            return False
        chosen = {"topics": topics or person.topics, "language": language or person.language}
        self.put(replace(person, **chosen))  # type: ignore[arg-type]
        return True

    def soft_bounce(self, supporter_id: str, send_id: str, day: str) -> int:
        if supporter_id not in self.people:
            return 0
        noted = self.soft.setdefault(supporter_id, set())
        noted.add(send_id)
        return len(noted)

    def find(self, email: str) -> list[Supporter]:
        return [one for one in self.people.values() if one.email.lower() == email.lower()]

    def size(self) -> int:
        return len(self.people)

    def table_id(self) -> str:
        return self.id


class FakeSuppressions:
    """`listed` has the status that SES's list means, by address."""

    def __init__(self) -> None:
        self.listed: dict[str, Literal["bounced", "complained"]] = {}

    def all(self) -> Iterator[Suppressed]:
        yield from (Suppressed(address, status) for address, status in self.listed.items())

    def find(self, address: str) -> Suppressed | None:
        status = self.listed.get(address.lower())
        return Suppressed(address, status) if status else None

    def remove(self, address: str) -> bool:
        return self.listed.pop(address.lower(), None) is not None
