"""The outside world in memory: what `functions/aws/` does, in a few lines each."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from functions.alerts.errors import AlertsError, NeverRetry
from functions.alerts.mail.edition import Revision
from functions.alerts.outcomes.delivery import Delivery, suppression
from functions.alerts.sends.answer import Answer
from functions.alerts.sends.audit import Entry
from functions.alerts.sends.batch import Batch, Key, Ref, untouched
from functions.alerts.sends.freeze import Manifest, Part
from functions.alerts.sends.ports import Account
from functions.alerts.sends.send import Send, shard_of
from functions.alerts.sends.supporter import Status, Supporter
from functions.alerts.sends.switch import NEW, Switch
from functions.settings import Settings
from functions.wiring import World

KEYS = json.dumps({"k1": "17" * 32})


class FakeLedger:
    """`faults` are raised by the next writes of batches, after writing if `applied` is set."""

    def __init__(self) -> None:
        self.sends: dict[str, Send] = {}
        self.active: dict[str, None] = {}
        self.stored: dict[Key, Batch] = {}
        self.order: dict[str, list[str]] = {}
        self.faults: list[AlertsError] = []
        self.applied = False
        self.switch: Switch | None = None
        self.id = "table-1"
        self.entries: list[Entry] = []

    def create_send(self, send: Send) -> bool:
        self.active[send.id] = None
        return self.sends.setdefault(send.id, send) == send

    def read_send(self, send_id: str) -> Send | None:
        return self.sends.get(send_id)

    def change_send(self, old: Send, new: Send) -> bool:
        stands = self.sends[old.id]
        if (stands.state, stands.gen) == (old.state, old.gen):
            self.sends[old.id] = new
        return self.sends[old.id] == new

    def active_sends(self) -> list[Send]:
        return [self.sends[send_id] for send_id in self.active]

    def retire(self, send_id: str) -> None:
        self.active.pop(send_id, None)

    def sends_of(self, campaign: str) -> list[str]:
        return [send.id for send in self.sends.values() if send.campaign == campaign]

    def freeze_order(self, campaign: str, send_id: str) -> list[str]:
        order = self.order.setdefault(campaign, [])
        if send_id not in order:
            order.append(send_id)
        return order[: order.index(send_id) + 1]

    def write_batch(self, key: Key, batch: Batch, *, owner: str | None = None) -> bool:
        fault = self.faults.pop(0) if self.faults else None
        before = self.stored.get(key, Batch(codes=""))
        fits = before.rev == batch.rev - 1 and owner in (None, before.owner)
        if fits and (self.applied or not fault):
            self.stored[key] = batch
        if fault:
            raise fault
        return self.stored.get(key) == batch

    def batches(
        self, send_id: str, part: int, first: int = 0, last: int | None = None
    ) -> Iterator[tuple[int, Batch]]:
        for key, batch in sorted(self.stored.items()):
            within = first <= key.nr <= (key.nr if last is None else last)
            if (key.send, key.part) == (send_id, part) and within:
                yield key.nr, batch

    def read_switch(self) -> Switch:
        return self.switch or NEW

    def set_switch(self, switch: Switch) -> None:
        self.switch = switch

    def bind_switch(self, switch: Switch) -> bool:
        self.switch = self.switch or switch
        return self.switch == switch

    def read_job(self, key: Key, size: int) -> tuple[Send | None, Switch, Batch]:
        batch = self.stored.get(key, untouched(size))
        return self.read_send(key.send), self.read_switch(), batch

    def table_id(self) -> str:
        return self.id

    def write_audit(self, entry: Entry) -> None:
        self.entries.append(entry)

    def audit(self, send_id: str) -> list[Entry]:
        return [entry for entry in self.entries if entry.send == send_id]


class FakeSupporters:
    def __init__(self, *supporters: Supporter) -> None:
        self.people = {supporter.id: supporter for supporter in supporters}
        self.soft: dict[str, set[str]] = {}

    def read(self, ids: Sequence[str]) -> Mapping[str, Supporter]:
        return {one: self.people[one] for one in ids if one in self.people}

    def in_shard(self, shard: str) -> Iterator[Supporter]:
        yield from (self.people[one] for one in sorted(self.people) if shard_of(one) == shard)

    def put(self, supporter: Supporter) -> None:
        self.people[supporter.id] = supporter

    def suppress(self, supporter_id: str, status: Status) -> bool:
        person = self.people.get(supporter_id)
        if person is None or person.status != "subscribed":
            return False
        self.put(replace(person, status=status))
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


class FakeStore:
    def __init__(self) -> None:
        self.revisions: dict[str, Revision] = {}
        self.parts: dict[str, Part] = {}
        self.manifests: dict[tuple[str, int], Manifest] = {}
        self.archived: dict[str | None, list[Delivery]] = {}
        self.receipts: dict[str, str] = {}
        self.expiring: list[str] = []

    def store_revision(self, revision: Revision) -> str:
        self.revisions[revision.digest] = revision
        return revision.digest

    def revision(self, digest: str) -> Revision:
        return self.revisions[digest]

    def write_part(self, part: Part, unique: str) -> str:
        self.parts[unique] = part
        return unique

    def read_part(self, key: str) -> Part:
        if key not in self.parts:
            raise NeverRetry(key)
        return self.parts[key]

    def settle_manifest(self, manifest: Manifest) -> Manifest:
        return self.manifests.setdefault((manifest.send, manifest.part), manifest)

    def manifest(self, send_id: str, part: int) -> Manifest | None:
        return self.manifests.get((send_id, part))

    def archive(self, deliveries: Sequence[Delivery], send_id: str | None, unique: str) -> None:
        self.archived.setdefault(send_id, []).extend(deliveries)

    def expire_parts(self, send_id: str) -> None:
        self.expiring.append(send_id)

    def events(self, send_id: str, part: int | None = None) -> Iterator[Delivery]:
        for delivery in self.archived.get(send_id, []):
            ref = Ref.parse(delivery.ref)
            if part is None or (ref is not None and ref.part == part):
                yield delivery

    def returned(self, send_id: str) -> Iterator[Delivery]:
        yield from filter(suppression, self.archived.get(send_id, []))

    def write_receipt(self, send_id: str, text: str) -> None:
        self.receipts[send_id] = text

    def read_receipt(self, send_id: str) -> str | None:
        return self.receipts.get(send_id)


class FakeFiled:
    def __init__(self) -> None:
        self.noted: dict[str, set[tuple[str, str]]] = {}

    def add(self, posting: str, shard: str, mark: str) -> None:
        self.noted.setdefault(posting, set()).add((shard, mark))

    def marks(self, posting: str, shards: Sequence[str]) -> frozenset[str]:
        found = self.noted.get(posting, set())
        return frozenset(mark for shard, mark in found if shards[0] <= shard <= shards[-1])


class FakeQueue:
    def __init__(self) -> None:
        self.messages: list[Mapping[str, Any]] = []
        self.delays: list[float] = []

    def put(self, messages: Sequence[Mapping[str, Any]], delays: Sequence[float] = ()) -> None:
        self.messages += messages
        self.delays += delays or [0] * len(messages)

    def is_empty(self) -> bool:
        return not self.messages

    def waiting(self) -> int:
        return sum(delay == 0 for delay in self.delays)

    def peek(self) -> list[Mapping[str, Any]]:
        return self.messages[:10]

    def take(self) -> list[Mapping[str, Any]]:
        """Empty the queue."""
        taken, self.messages, self.delays = self.messages, [], []
        return taken


class FakeMailer:
    """Answers from `answers`, then with success; `calls` has the tags of each call's entries."""

    def __init__(self) -> None:
        self.answers: list[Answer] = []
        self.calls: list[list[str]] = []
        self.addresses: list[str] = []
        self.limits = Account(rate=14, left=None, enabled=True, sandbox=False)
        self.sets: dict[str, bool] = {}

    def submit_bulk(self, request: Mapping[str, Any]) -> Answer:
        entries = request["BulkEmailEntries"]
        self.calls.append([entry["ReplacementTags"][0]["Value"] for entry in entries])
        self.addresses += [entry["Destination"]["ToAddresses"][0] for entry in entries]
        return self._answer(len(entries))

    def submit_single(self, request: Mapping[str, Any]) -> Answer:
        self.calls.append([request["EmailTags"][0]["Value"]])
        self.addresses += request["Destination"]["ToAddresses"]
        return self._answer(1)

    def account(self) -> Account:
        return self.limits

    def set_sending(self, configuration_set: str, on: bool) -> None:
        self.sets[configuration_set] = on

    def _answer(self, size: int) -> Answer:
        success = Answer(whole="answered", statuses=("SUCCESS",) * size)
        return self.answers.pop(0) if self.answers else success


class FakeSchedules:
    """`planned` has the message of each (send, generation)."""

    def __init__(self) -> None:
        self.planned: dict[tuple[str, int], Mapping[str, Any]] = {}

    def put(self, send: Send, message: Mapping[str, Any]) -> None:
        self.planned[send.id, send.gen] = message

    def delete(self, send: Send) -> None:
        self.planned.pop((send.id, send.gen), None)


class FakeAlarms:
    def __init__(self) -> None:
        self.told: list[tuple[str, str]] = []

    def tell(self, subject: str, text: str) -> None:
        self.told.append((subject, text))


class FakeWorld(World):
    """A world in memory with a clock that tests set and nonces that count up."""

    ledger: FakeLedger
    supporters: FakeSupporters
    store: FakeStore
    mailer: FakeMailer
    control_queue: FakeQueue
    freeze_queue: FakeQueue
    batch_queue: FakeQueue
    event_queue: FakeQueue
    event_dead_letters: FakeQueue
    batch_dead_letters: FakeQueue
    schedules: FakeSchedules
    alarms: FakeAlarms
    filed: FakeFiled

    def __init__(self, *supporters: Supporter, settings: Settings | None = None) -> None:
        count = itertools.count(1)
        self.time = datetime(2018, 4, 9, 14, tzinfo=UTC)
        known = settings or Settings(configuration_set="alerts", token_keys=KEYS)
        super().__init__(known, now=lambda: self.time, nonce=lambda: f"nonce{next(count)}")
        self.ledger, self.supporters = FakeLedger(), FakeSupporters(*supporters)
        self.store, self.mailer = FakeStore(), FakeMailer()
        self.control_queue, self.freeze_queue = FakeQueue(), FakeQueue()
        self.batch_queue, self.batch_dead_letters = FakeQueue(), FakeQueue()
        self.event_queue, self.event_dead_letters = FakeQueue(), FakeQueue()
        self.schedules, self.alarms = FakeSchedules(), FakeAlarms()
        self.filed = FakeFiled()

    def advance(self, **time: float) -> None:
        """Move the clock on, by `timedelta`'s words."""
        self.time += timedelta(**time)
