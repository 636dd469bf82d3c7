from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from functions import wiring
from functions.alerts.errors import NeverRetry
from functions.alerts.send import Send, moved
from functions.freeze_audience import freeze_audience, handler
from functions.launch import start_message
from functions.start_send import start_send
from tests.fakes import FakeWorld
from tests.sending import frozen, launched, people, person
from tests.ses_events import sqs_event


def freezing(world: FakeWorld, parts: int = 1) -> Send:
    send = launched(world)
    start_send(start_message(send), world)
    world.ledger.sends[send.id] = replace(world.ledger.sends[send.id], parts=parts)
    return world.ledger.sends[send.id]


def message(send: Send, part: int = 0) -> dict[str, Any]:
    return {"v": 1, "send": send.id, "part": part}


def test_a_part_is_frozen_with_its_manifest() -> None:
    world = FakeWorld(*people(3), person(4, "unsubscribed"))
    send = freezing(world)
    freeze_audience(message(send), world)
    manifest = world.store.manifests[send.id, 0]
    assert (manifest.frozen, manifest.targeted) == (3, 4)
    assert sum(len(b.ids) for b in world.store.read_part(manifest.key).batches) == 3


def test_the_parts_together_hold_everybody_once() -> None:
    world = FakeWorld(*people(300))
    send = freezing(world, parts=5)
    for part in range(5):
        freeze_audience(message(send, part), world)
    ids = [one for part in world.store.parts.values() for b in part.batches for one in b.ids]
    assert len(ids) == 300
    assert set(ids) == set(world.supporters.people)


def test_a_part_frozen_twice_counts_as_it_was_first() -> None:
    world = FakeWorld(*people(3))
    send = freezing(world)
    freeze_audience(message(send), world)
    first = world.store.manifests[send.id, 0]
    world.supporters.put(person(9))
    freeze_audience(message(send), world)
    assert world.store.manifests == {(send.id, 0): first}


def test_of_two_freezers_at_once_the_first_manifest_counts() -> None:
    world = FakeWorld(*people(3))
    send = freezing(world)
    settle, store = world.store.settle_manifest, world.store

    def beaten(manifest: Any) -> Any:
        settle(replace(manifest, key="the other's"))
        return settle(manifest)

    store.settle_manifest = beaten  # type: ignore[method-assign]
    freeze_audience(message(send), world)
    assert store.manifests[send.id, 0].key == "the other's"


def test_a_second_send_of_the_campaign_leaves_out_whom_the_first_had() -> None:
    world = FakeWorld(*people(3))
    frozen(world)
    world.supporters.put(person(4))
    second = frozen(world)
    manifest = world.store.manifests[second.id, 0]
    assert (manifest.frozen, manifest.skipped) == (1, {"already": 3})


def test_a_cancelled_send_is_not_frozen() -> None:
    world = FakeWorld(*people(3))
    send = freezing(world)
    world.ledger.change_send(send, moved(send, "cancel", nonce="c"))
    freeze_audience(message(send), world)
    assert world.store.manifests == {}


@pytest.mark.parametrize("change", [{"send": "nobody"}, {"part": 1}, {"part": "0"}], ids=str)
def test_a_part_that_cannot_be_is_refused(change: dict[str, Any]) -> None:
    world = FakeWorld()
    with pytest.raises(NeverRetry):
        freeze_audience({**message(freezing(world)), **change}, world)


def test_the_handler_serves_the_queue() -> None:
    world = FakeWorld(*people(1))
    send = freezing(world)
    with wiring.use(world):
        answer = handler(sqs_event(json.dumps(message(send)), "[]"), None)
    assert answer == {"batchItemFailures": [{"itemIdentifier": "m1"}]}
    assert world.store.manifests[send.id, 0].frozen == 1
