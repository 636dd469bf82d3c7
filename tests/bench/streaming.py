"""A world of any size that is made up as it is read; what a function holds of it shows its memory.

Run by `bench_memory` in a process of its own: `python -m tests.bench.streaming FUNCTION PEOPLE`
does the function's heaviest invocation for an audience of so many and prints its peak in KB.
"""

from __future__ import annotations

import importlib
import itertools
import json
import logging
import resource
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path
from typing import Any

from functions.alerts.content.organization import parse_organization
from functions.alerts.editions.letters import compile_letters
from functions.alerts.languages.words import load_packs
from functions.alerts.outcomes.delivery import Delivery
from functions.alerts.people.joining import Wish
from functions.alerts.sends.batch import DOUBT, SUBMITTED, Batch, Key, Ref, untouched
from functions.alerts.sends.freeze import FrozenBatch, Manifest, Part, manifest_of
from functions.alerts.sends.ports import Account
from functions.alerts.sends.published import Source
from functions.alerts.sends.recurrence import Every, digest_message
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
from functions.queued import Message
from functions.services.joining import ask_to_join
from functions.services.recurring import set_up
from functions.wiring import use
from tests.bench.dropped import Drops
from tests.cli.conftest import StaffWorld
from tests.fakes import FakeLedger, FakeStore, FakeSupporters
from tests.sending import REVISION, TOPIC, person
from tests.written import AWARD, ORGANIZATION

SIZE, RATE = 50, 500.0
EVENTS = 500  # of an invocation of record_event, as in serverless.yml
BOUNCING = 20  # every so many: 5 %, where SES begins to review an account
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


class _Context:
    """Lambda's, with time enough."""

    def get_remaining_time_in_millis(self) -> int:
        return 60_000


def invoke(function: str, people: int) -> None:
    """Import the function and let it do its heaviest invocation."""
    handler = importlib.import_module(f"functions.{function}").handler
    world = Streamed(function, people)
    with use(world):
        answer = handler(_event(function, world), _Context())
    done = answer in (None, {"batchItemFailures": []}) or answer["statusCode"] == 200
    assert done, answer
    assert world.did[function](), "The function had nothing to do."


def _event(function: str, world: Streamed) -> dict[str, Any]:
    where = {"v": 1, "send": world.send.id, "part": 0}
    match function:
        case "start_send":
            messages: list[Message] = [{**where, "do": "start", "gen": world.send.gen}]
        case "freeze_audience":
            messages = [where]
        case "send_batch":
            ids = [list(batch.ids) for batch in world.audience.part(0).batches[:5]]
            messages = [
                {**where, "nr": nr, "language": "en", "ids": some} for nr, some in enumerate(ids)
            ]
        case "record_event":
            messages = [_ses_event(world, number) for number in range(EVENTS)]
        case "make_digest":
            messages = [_due_digest(world)]
        case "import_supporters":
            messages = [{"Records": [{"s3": {"object": {"key": "list.csv"}}}]}]
        case "send_letters":
            messages = [_joining(world)]
        case "supporter_web":
            return _click(world)
        case _:
            messages = []
    records = [{"messageId": str(n), "body": json.dumps(m)} for n, m in enumerate(messages)]
    return {"Records": records}


def _due_digest(world: Streamed) -> Message:
    """The digest of one published alert is due; its audience is drawn before it is launched."""
    award = Source(campaign="award", text=AWARD, organization=ORGANIZATION, at=world.now())
    world.published.put("award", award)
    monday = Every(days=(0,), at=time(9), zone="America/Chicago")
    recurrence = set_up(monday, TOPIC, world, author="ana")
    return digest_message(recurrence, world.now().isoformat())


def _joining(world: Streamed) -> Message:
    """Somebody signed up on the page; the letters are those of the sample organization."""
    organization = parse_organization(ORGANIZATION.encode(), "organization.yaml")
    world.site.publish_letters(compile_letters(organization, load_packs()))
    wish = Wish(address="maria@people.example", language="en")
    ask_to_join(wish, source="join page", agreed_to="I want alerts.", world=world)
    (message,) = world.letter_queue.messages
    return message


def _click(world: Streamed) -> dict[str, Any]:
    """One click in a mail program."""
    return {
        "requestContext": {"http": {"method": "POST"}},
        "rawPath": f"/u/{world.keyring.make('unsubscribe', person(1).id)}",
        "headers": {"content-type": "application/x-www-form-urlencoded"},
        "body": "List-Unsubscribe=One-Click",
    }


def _ses_event(world: Streamed, number: int) -> Message:
    """The events of an invocation come from all over the audience."""
    ref = str(Ref(world.send.id, number // BOUNCING % world.audience.parts, number % 9, 0, 1))
    mail = {"tags": {"ref": [ref]}, "timestamp": "2018-04-09T14:00:00Z"}
    if number % BOUNCING:
        return {"Message": json.dumps({"eventType": "Delivery", "mail": mail, "delivery": {}})}
    bounce = {"bounceType": "Permanent", "bounceSubType": "General"}
    return {"Message": json.dumps({"eventType": "Bounce", "mail": mail, "bounce": bounce})}


def peak() -> int:
    """The most memory this process ever had, in KB.

    Linux's own number where there is one: `getrusage` counts the process that started this one.
    """
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    found = [int(line.split()[1]) for line in lines if line.startswith("VmHWM")]
    kilo = 1 if sys.platform.startswith("linux") else 1024
    return found[0] if found else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // kilo


if __name__ == "__main__":
    logging.disable()
    invoke(sys.argv[1], int(sys.argv[2]))
    print(peak())
