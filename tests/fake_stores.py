"""Where things are kept, in memory: the ports of `functions.alerts` as the tests have them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from functions.alerts.errors import AlertsError, NeverRetry
from functions.alerts.mail.edition import Revision
from functions.alerts.mail.letter import Letters
from functions.alerts.outcomes.delivery import Delivery, suppression
from functions.alerts.outcomes.left import Left
from functions.alerts.pages.look import Look
from functions.alerts.sends.audit import Entry
from functions.alerts.sends.batch import Batch, Key, Ref, untouched
from functions.alerts.sends.freeze import Manifest, Part
from functions.alerts.sends.ports import Claim
from functions.alerts.sends.published import Source
from functions.alerts.sends.recurrence import Recurrence
from functions.alerts.sends.send import Send
from functions.alerts.sends.switch import NEW, Switch

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

    def list_send(self, send: Send) -> None:
        self.sends.setdefault(send.id, send)

    def recent_sends(self, since: datetime, until: datetime) -> list[Send]:
        found = [send for send in self.sends.values() if since <= send.starts <= until]
        return sorted(found, key=lambda send: (send.starts, send.id), reverse=True)

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

    def bind_switch(self, old: Switch, new: Switch) -> bool:
        if self.switch is None if old == NEW else (self.switch or NEW).on == old.on:
            self.switch = new
        return self.switch == new

    def read_job(self, key: Key, size: int) -> tuple[Send | None, Switch, Batch]:
        batch = self.stored.get(key, untouched(size))
        return self.read_send(key.send), self.read_switch(), batch

    def table_id(self) -> str:
        return self.id

    def write_audit(self, entry: Entry) -> None:
        self.entries.append(entry)

    def audit(self, send_id: str) -> list[Entry]:
        of_it = [entry for entry in self.entries if entry.send == send_id]
        return [entry for entry in of_it if not entry.supporter]

    def audit_of(self, supporter_id: str) -> list[Entry]:
        return [entry for entry in self.entries if entry.supporter == supporter_id]


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

    def keep_parts(self, send_id: str) -> None:
        if send_id in self.expiring:
            self.expiring.remove(send_id)

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


class FakeLeavings:
    """`faults` are raised by the next lines, which are not written then."""

    def __init__(self) -> None:
        self.log: list[Left] = []
        self.faults: list[AlertsError] = []

    def add(self, left: Left) -> None:
        if self.faults:
            raise self.faults.pop(0)
        self.log.append(left)

    def since(self, at: datetime) -> Iterator[Left]:
        yield from (left for left in self.log if datetime.fromisoformat(left.time) >= at)


class FakeSite:
    def __init__(self) -> None:
        self.published: Look | None = None
        self.written: Letters | None = None

    def look(self) -> Look | None:
        return self.published

    def publish_look(self, look: Look) -> None:
        self.published = look

    def letters(self) -> Letters | None:
        return self.written

    def publish_letters(self, letters: Letters) -> None:
        self.written = letters


class FakeFiled:
    def __init__(self) -> None:
        self.noted: dict[str, set[tuple[str, str]]] = {}

    def add(self, posting: str, shard: str, mark: str) -> None:
        self.noted.setdefault(posting, set()).add((shard, mark))

    def marks(self, posting: str, shards: Sequence[str]) -> frozenset[str]:
        found = self.noted.get(posting, set())
        return frozenset(mark for shard, mark in found if shards[0] <= shard <= shards[-1])


class FakeClaims:
    """`stands` has what was claimed by name, `now` is the world's clock."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.stands: dict[str, tuple[Claim, datetime]] = {}
        self.taken: dict[str, int] = {}
        self.now = now

    def claim(self, name: str, by: str, until: datetime) -> Claim:
        stands, over = self.stands.get(name, (None, self.now()))
        if stands is None or over <= self.now():
            self.stands[name] = stands, over = Claim(by=by, at=self.now()), until
        return stands

    def take(self, name: str, most: int, until: datetime) -> bool:
        self.taken[name] = self.taken.get(name, 0) + 1
        return self.taken[name] <= most


class FakePublished:
    def __init__(self) -> None:
        self.stored: dict[str, Source] = {}
        self.broken: set[str] = set()

    def put(self, name: str, source: Source) -> None:
        self.stored[name] = source

    def get(self, name: str) -> Source | None:
        if name in self.broken:
            raise NeverRetry(name)
        return self.stored.get(name)

    def delete(self, name: str) -> None:
        self.stored.pop(name, None)

    def names(self) -> list[str]:
        return sorted({*self.stored, *self.broken})

    def versions(self) -> dict[str, str]:
        return {name: str(name in self.stored and self.stored[name]) for name in self.names()}


class FakeRecurrences:
    def __init__(self) -> None:
        self.stored: dict[str, Recurrence] = {}

    def create(self, recurrence: Recurrence) -> bool:
        return self.stored.setdefault(recurrence.id, recurrence) == recurrence

    def read(self, recurrence_id: str) -> Recurrence | None:
        return self.stored.get(recurrence_id)

    def change(self, old: Recurrence, new: Recurrence) -> bool:
        if self.stored[old.id] == old:
            self.stored[old.id] = new
        return self.stored[old.id] == new

    def all(self) -> list[Recurrence]:
        return [self.stored[id] for id in sorted(self.stored)]
