"""The outside world in memory: what `functions/aws/` does, in a few lines each."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from functions.alerts.answer import Answer
from functions.alerts.batch import Batch, Key, untouched
from functions.alerts.delivery import Delivery
from functions.alerts.edition import Revision
from functions.alerts.errors import AlertsError, NeverRetry
from functions.alerts.freeze import Manifest, Part
from functions.alerts.ports import Account
from functions.alerts.send import Send, shard_of
from functions.alerts.supporter import Status, Supporter
from functions.settings import Settings
from functions.wiring import World

KEYS = json.dumps({"k1": "17" * 32})


class FakeLedger:
    """`faults` are raised by the next writes of batches, after writing if `applied` is set."""

    def __init__(self) -> None:
        self.sends: dict[str, Send] = {}
        self.active: dict[str, None] = {}
        self.stored: dict[Key, Batch] = {}
        self.faults: list[AlertsError] = []
        self.applied = False

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

    def read_batch(self, key: Key, size: int) -> Batch:
        return self.stored.get(key, untouched(size))

    def write_batch(self, key: Key, batch: Batch, *, owner: str | None = None) -> bool:
        fault = self.faults.pop(0) if self.faults else None
        before = self.stored.get(key, Batch(codes=""))
        fits = before.rev == batch.rev - 1 and owner in (None, before.owner)
        if fits and (self.applied or not fault):
            self.stored[key] = batch
        if fault:
            raise fault
        return self.stored.get(key) == batch

    def batches(self, send_id: str, part: int) -> Iterator[tuple[int, Batch]]:
        for key, batch in sorted(self.stored.items()):
            if (key.send, key.part) == (send_id, part):
                yield key.nr, batch


class FakeSupporters:
    def __init__(self, *supporters: Supporter) -> None:
        self.people = {supporter.id: supporter for supporter in supporters}

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

    def size(self) -> int:
        return len(self.people)


class FakeStore:
    def __init__(self) -> None:
        self.revisions: dict[str, Revision] = {}
        self.parts: dict[str, Part] = {}
        self.manifests: dict[tuple[str, int], Manifest] = {}
        self.archived: dict[str | None, list[Delivery]] = {}
        self.receipts: dict[str, str] = {}

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

    def events(self, send_id: str) -> Iterator[Delivery]:
        yield from self.archived.get(send_id, [])

    def write_receipt(self, send_id: str, text: str) -> None:
        self.receipts[send_id] = text

    def read_receipt(self, send_id: str) -> str | None:
        return self.receipts.get(send_id)


class FakeQueue:
    def __init__(self) -> None:
        self.messages: list[Mapping[str, Any]] = []
        self.delays: list[int] = []

    def put(self, messages: Sequence[Mapping[str, Any]], delays: Sequence[int] = ()) -> None:
        self.messages += messages
        self.delays += delays or [0] * len(messages)

    def is_empty(self) -> bool:
        return not self.messages

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

    def _answer(self, size: int) -> Answer:
        success = Answer(whole="answered", statuses=("SUCCESS",) * size)
        return self.answers.pop(0) if self.answers else success


class FakeWorld(World):
    """A world in memory with a clock that tests set and nonces that count up."""

    ledger: FakeLedger
    supporters: FakeSupporters
    store: FakeStore
    mailer: FakeMailer
    control_queue: FakeQueue
    freeze_queue: FakeQueue
    batch_queue: FakeQueue

    def __init__(self, *supporters: Supporter, settings: Settings | None = None) -> None:
        count = itertools.count(1)
        self.time = datetime(2018, 4, 9, 14, tzinfo=UTC)
        known = settings or Settings(configuration_set="alerts", token_keys=KEYS)
        super().__init__(known, now=lambda: self.time, nonce=lambda: f"nonce{next(count)}")
        self.ledger, self.supporters = FakeLedger(), FakeSupporters(*supporters)
        self.store, self.mailer = FakeStore(), FakeMailer()
        self.control_queue, self.freeze_queue = FakeQueue(), FakeQueue()
        self.batch_queue = FakeQueue()

    def advance(self, **time: float) -> None:
        """Move the clock on, by `timedelta`'s words."""
        self.time += timedelta(**time)
