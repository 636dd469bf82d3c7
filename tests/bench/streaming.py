"""A world of any size, made up as it is read: what a function holds of it shows its memory."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from functions.alerts.outcomes.delivery import Delivery
from functions.alerts.sends.batch import DOUBT, SUBMITTED, Batch, Key, Ref, untouched
from functions.alerts.sends.freeze import FrozenBatch, Manifest, Part, manifest_of
from functions.alerts.sends.ports import Account
from functions.alerts.sends.send import (
    SHARDS,
    Cursor,
    Send,
    State,
    create_send,
    part_count,
    shards_of,
)
from functions.alerts.sends.supporter import Supporter
from functions.alerts.sends.switch import Switch
from tests.bench.dropped import Drops
from tests.cli.conftest import StaffWorld
from tests.fakes import FakeLedger, FakeStore, FakeSupporters
from tests.sending import REVISION, TOPIC, person

SIZE, RATE = 50, 500.0
_STATE: Mapping[str, State] = {"start_send": "scheduled", "freeze_audience": "freezing"}


class Streamed(StaffWorld):
    """One send to `people`, called an hour ago unless it is not that far yet."""

    ledger: _Ledger
    store: _Store

    def __init__(self, function: str, people: int) -> None:
        super().__init__()
        parts, state = part_count(people), _STATE.get(function, "sending")
        send = create_send(REVISION, TOPIC, self.now(), id="20180409-c0ffee02", nonce="n")
        send = replace(send, state=state, cursor=Cursor(part=parts - 1))
        if state != "scheduled":
            send = replace(send, batch_size=SIZE, parts=parts, targeted=people)
        audience = _Audience(send, parts, people)
        called = int((self.time - timedelta(hours=1)).timestamp())
        self.ledger = _Ledger(audience, called)
        self.supporters = _Supporters(people)
        self.store = _Store(audience, frozen=state == "sending")
        self.mailer.limits = Account(rate=RATE, left=None, enabled=True, sandbox=False)
        self.store.store_revision(REVISION)
        self.ledger.create_send(send)
        self.audience, self.send = audience, send
        self.did: Mapping[str, Callable[[], object]] = {
            "start_send": lambda: self.freeze_queue.messages,
            "freeze_audience": lambda: self.store.written,
            "pace_sends": lambda: self.batch_queue.messages,
            "send_batch": lambda: self.mailer.calls,
            "record_event": lambda: self.store.written,
            "settle_sends": lambda: self.ledger.written and self.store.receipts,
            "supporter_web": lambda: self.leavings.log,
            "make_digest": lambda: self.control_queue.messages,
            "import_supporters": lambda: self.import_queue.messages,
            "send_letters": lambda: self.mailer.calls,
            "publish_page": lambda: self.public_site.pages.files,
        }
        vars(self)["imports"] = Drops(people)


class _Audience:
    """Who is in which part: everybody, in batches of fifty."""

    def __init__(self, send: Send, parts: int, people: int) -> None:
        self.send, self.parts, self.each = send.id, parts, people // SHARDS

    def sizes(self, part: int) -> list[int]:
        people = len(shards_of(part, self.parts)) * self.each
        return [SIZE] * (people // SIZE) + ([people % SIZE] if people % SIZE else [])

    def part(self, part: int) -> Part:
        numbers = itertools.count()
        batches = (
            FrozenBatch(language="en", ids=tuple(f"{next(numbers):032x}" for _ in range(size)))
            for size in self.sizes(part)
        )
        return Part(send=self.send, part=part, batches=tuple(batches), skipped={})


class _Ledger(FakeLedger):
    """Everybody was called; of every part one batch is in doubt, so that its events are read."""

    def __init__(self, audience: _Audience, called: int) -> None:
        super().__init__()
        self._audience, self._called, self.written = audience, called, 0

    def read_job(self, key: Key, size: int) -> tuple[Send | None, Switch, Batch]:
        return self.read_send(key.send), self.read_switch(), untouched(size)

    def write_batch(self, key: Key, batch: Batch, *, owner: str | None = None) -> bool:
        self.written += 1
        return True

    def batches(
        self, send_id: str, part: int, first: int = 0, last: int | None = None
    ) -> Iterator[tuple[int, Batch]]:
        if part >= self._audience.parts:
            return  # of probes there are none: people enough were confirmed
        for number, size in enumerate(self._audience.sizes(part)):
            letter = SUBMITTED if number else DOUBT
            yield number, Batch(codes=letter * size, rev=2, owner="n" * 16, at=self._called)


class _Store(FakeStore):
    """Parts through their JSON, as the bucket gives them; two events about everybody."""

    def __init__(self, audience: _Audience, *, frozen: bool) -> None:
        super().__init__()
        self._audience, self._frozen, self.written = audience, frozen, 0

    def write_part(self, part: Part, unique: str) -> str:
        self.written += len(part.to_json().encode())
        return unique

    def read_part(self, key: str) -> Part:
        return Part.from_json(self._audience.part(int(key)).to_json().encode())

    def settle_manifest(self, manifest: Manifest) -> Manifest:
        return Manifest.from_json(manifest.to_json())

    def manifest(self, send_id: str, part: int) -> Manifest | None:
        if not self._frozen:
            return None
        found = manifest_of(self._audience.part(part), str(part))
        return Manifest.from_json(found.to_json())

    def archive(self, deliveries: Sequence[Delivery], *where: Any) -> None:
        self.written += len("".join(delivery.to_json() for delivery in deliveries))

    def events(self, send_id: str, part: int | None = None) -> Iterator[Delivery]:
        parts = range(self._audience.parts) if part is None else (part,)
        for one in parts:
            for number, size in enumerate(self._audience.sizes(one)):
                for place in range(size):
                    ref = str(Ref(send_id, one, number, place, 1))
                    for kind in ("Send", "Delivery"):
                        yield Delivery(ref=ref, type=kind, subtype="", time="2018-04-09T13:00:00Z")


class _Supporters(FakeSupporters):
    def __init__(self, people: int) -> None:
        super().__init__()
        self._people = people

    def read(self, ids: Sequence[str]) -> Mapping[str, Supporter]:
        return {one: replace(person(1), id=one) for one in ids}

    def in_shard(self, shard: str) -> Iterator[Supporter]:
        for number in range(self._people // SHARDS):
            yield replace(person(number), id=f"{shard}{number:030x}")

    def size(self) -> int:
        return self._people
