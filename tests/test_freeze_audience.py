from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from functions import wiring
from functions.alerts.errors import NeverRetry
from functions.alerts.sends.batch import Batch, Key
from functions.alerts.sends.filed import Filed
from functions.alerts.sends.segment import Segment
from functions.alerts.sends.send import Send, moved
from functions.freeze_audience import freeze_audience, handler
from functions.services.launch import start_message
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


def frozen_ids(world: FakeWorld, send: Send) -> set[str]:
    manifest = world.store.manifests[send.id, 0]
    return {one for b in world.store.read_part(manifest.key).batches for one in b.ids}


def test_of_two_sends_at_once_the_one_that_began_first_has_everybody() -> None:
    world = FakeWorld(*people(3))
    first, second = freezing(world), freezing(world)
    freeze_audience(message(second), world)
    with_first = freezing(world)
    freeze_audience(message(first), world)
    freeze_audience(message(with_first), world)
    sizes = [world.store.manifests[send.id, 0].frozen for send in (second, first, with_first)]
    assert sizes == [3, 0, 0]


def test_a_send_waits_for_one_that_began_to_freeze_before() -> None:
    world = FakeWorld(*people(3))
    first, second = freezing(world), freezing(world)
    world.ledger.freeze_order(first.campaign, first.id)  # and then its freezer died
    freeze_audience(message(second), world)
    assert world.store.manifests == {}
    freeze_audience(message(first), world)
    freeze_audience(message(second), world)
    assert world.store.manifests[second.id, 0].skipped == {"already": 3}


def test_a_send_waits_for_none_that_was_cancelled() -> None:
    world = FakeWorld(*people(3))
    first, second = freezing(world), freezing(world)
    world.ledger.freeze_order(first.campaign, first.id)
    world.ledger.change_send(first, moved(first, "cancel", nonce="c"))
    freeze_audience(message(second), world)
    assert world.store.manifests[second.id, 0].frozen == 3


def test_a_send_that_was_scheduled_before_and_starts_later_leaves_out_the_others_people() -> None:
    world = FakeWorld(*people(3))
    early = launched(world)
    world.control_queue.take()
    frozen(world)
    world.supporters.put(person(4))
    start_send(start_message(early), world)
    freeze_audience(message(early), world)
    assert frozen_ids(world, early) == {person(4).id}


def test_whom_a_cancelled_send_did_not_reach_can_be_mailed_by_another() -> None:
    world = FakeWorld(*people(20))
    first = freezing(world)
    freeze_audience(message(first), world)
    codes = {0: "s" * 7, 1: "s" * 7, 2: "cccsuu"}
    for nr, letters in codes.items():
        world.ledger.stored[Key(first.id, 0, nr)] = Batch(codes=letters, rev=2)
    second = freezing(world)
    freeze_audience(message(second), world)
    assert len(frozen_ids(world, second)) == 5
    assert world.store.manifests[second.id, 0].skipped == {"already": 15}


class Done:
    """A send of six people: two got it, one is in doubt, one had unsubscribed, two are open."""

    def __init__(self) -> None:
        self.world = FakeWorld(*people(6))
        self.send = freezing(self.world)
        freeze_audience(message(self.send), self.world)
        part = self.world.store.parts[self.world.store.manifests[self.send.id, 0].key]
        self.ids = part.batches[0].ids
        self.world.ledger.stored[Key(self.send.id, 0, 0)] = Batch(codes="ss?u..", rev=2)

    def frozen(self, **fields: Any) -> set[str]:
        """Whom another send of this kind or segment is frozen for."""
        again = replace(freezing(self.world), **fields)
        self.world.ledger.sends[again.id] = again
        freeze_audience(message(again), self.world)
        return frozen_ids(self.world, again)


def test_a_reminder_is_for_those_the_original_was_submitted_to() -> None:
    done = Done()
    assert done.frozen(kind="reminder", of=done.send.id) == set(done.ids[:2])


def test_a_correction_is_also_for_those_in_doubt() -> None:
    done = Done()
    assert done.frozen(kind="correction", of=done.send.id) == {*done.ids[:3], *done.ids[4:]}


def test_a_reminder_leaves_out_who_told_that_they_filed() -> None:
    done, posting = Done(), "sb-35@2018-04-10"
    Filed(posting, done.world.keyring).add(done.ids[0], done.world.filed)
    Filed("sb-35@2018-04-17", done.world.keyring).add(done.ids[1], done.world.filed)
    segment = Segment(not_filed=posting)
    assert done.frozen(kind="reminder", of=done.send.id, segment=segment) == {done.ids[1]}


def test_recipients_of_another_send_are_taken_in_or_left_out() -> None:
    done, other = Done(), {"campaign": "another"}
    sends = frozenset({done.send.id})
    assert done.frozen(segment=Segment(also=sends), **other) == set(done.ids[:2])
    assert done.frozen(segment=Segment(without=sends), **other) == {done.ids[3]}


def leaving_out(world: FakeWorld, other: Send, **fields: Any) -> Send:
    """A send of another campaign that leaves out the other's people, as it freezes."""
    fields = {"campaign": "another", **fields}
    segment = Segment(without=frozenset({other.id}))
    send = replace(freezing(world), segment=segment, **fields)
    world.ledger.sends[send.id] = send
    freeze_audience(message(send), world)
    return send


def test_a_send_waits_for_the_people_it_leaves_out_while_they_are_frozen() -> None:
    world = FakeWorld(*people(3))
    other = freezing(world)
    send = leaving_out(world, other)
    assert world.store.manifests == {}
    freeze_audience(message(other), world)
    freeze_audience(message(send), world)
    assert frozen_ids(world, send) == set()


def test_a_send_waits_for_one_it_leaves_out_that_starts_in_the_same_minute() -> None:
    world = FakeWorld(*people(3))
    other = launched(world)
    leaving_out(world, other)
    assert world.store.manifests == {}


def test_a_send_does_not_wait_for_one_it_leaves_out_that_comes_later() -> None:
    world = FakeWorld(*people(3))
    other = launched(world)
    send = leaving_out(world, other, starts=other.starts - timedelta(minutes=1))
    assert len(frozen_ids(world, send)) == 3


def test_two_sends_of_a_campaign_do_not_wait_for_each_other() -> None:
    world = FakeWorld(*people(3))
    other = freezing(world)
    send = leaving_out(world, other, campaign=other.campaign)
    freeze_audience(message(other), world)
    assert (frozen_ids(world, send), frozen_ids(world, other)) == (
        set(world.supporters.people),
        set(),
    )


def test_a_campaign_whose_recipients_are_no_longer_known_is_not_frozen_again() -> None:
    done = Done()
    done.world.store.parts.clear()
    with pytest.raises(NeverRetry, match="is no longer kept, so nobody can be kept from getting"):
        done.frozen()


def test_what_keeps_an_audience_from_being_frozen_is_noted_with_the_send() -> None:
    done = Done()
    done.world.store.parts.clear()
    again = freezing(done.world)
    for _ in range(2):
        with pytest.raises(NeverRetry):
            freeze_audience(message(again), done.world)
    stands = done.world.ledger.sends[again.id]
    assert (stands.state, stands.gen) == ("freezing", again.gen + 1)
    assert stands.reason.startswith(f"Who got send {done.send.id} is no longer kept")


def test_whom_a_send_cancelled_while_it_froze_was_meant_for_are_mailed_by_the_next() -> None:
    done = Done()
    done.world.ledger.stored.clear()
    done.world.ledger.change_send(done.send, moved(done.send, "cancel", nonce="c"))
    assert done.frozen() == set(done.ids)


def test_a_segment_of_an_unknown_send_is_refused() -> None:
    with pytest.raises(NeverRetry, match="There is no send nobody"):
        Done().frozen(segment=Segment(without=frozenset({"nobody"})), campaign="another")


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
