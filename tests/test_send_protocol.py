"""Whole sends under seeded faults, through the real entry functions over memory."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from functions.alerts.errors import AlertsError, OutcomeUnknown, TryLater
from functions.alerts.outcomes.delivery import Delivery
from functions.alerts.outcomes.probe import PART as PROBES
from functions.alerts.outcomes.receipt import Receipt
from functions.alerts.sends.answer import Answer, Whole
from functions.alerts.sends.batch import Ref
from functions.pace_sends import pace_sends
from functions.send_batch import send_batch
from functions.settle_sends import settle_sends
from tests.fakes import FakeMailer, FakeWorld
from tests.sending import frozen, people, person, plenty

UNTAKEN: list[Whole] = ["throttled", "never_connected", "bad_request"]


class FaultySes(FakeMailer):
    """Takes mails or not, says so or not; every mail it takes has its event."""

    def __init__(self, dice: random.Random, world: FakeWorld) -> None:
        super().__init__()
        self.dice, self.world = dice, world
        self.taken: Counter[tuple[int, int, int]] = Counter()

    def submit_bulk(self, request: Mapping[str, Any]) -> Answer:
        refs = [entry["ReplacementTags"][0]["Value"] for entry in request["BulkEmailEntries"]]
        fate = self.dice.random()
        if fate < 0.2:
            return Answer(whole=self.dice.choice(UNTAKEN))
        if fate < 0.3:
            return Answer(whole="unclear")
        statuses = tuple(self._take(ref) for ref in refs)
        return (
            Answer(whole="unclear") if fate < 0.4 else Answer(whole="answered", statuses=statuses)
        )

    def _take(self, text: str) -> str:
        status = self.dice.choices(
            ["SUCCESS", "ACCOUNT_THROTTLED", "MESSAGE_REJECTED", "FAILED"], [12, 2, 1, 1]
        )[0]
        ref = Ref.parse(text)
        if status == "SUCCESS" and ref:
            if ref.part != PROBES:
                self.taken[ref.part, ref.nr, ref.place] += 1
            event = Delivery(ref=text, type="Send", subtype="", time="")
            self.world.store.archive([event], ref.send, "x")
        return status


def run_faulty_send(seed: int) -> tuple[FakeWorld, FaultySes, Receipt]:
    """One send until its receipt; messages get lost and doubled, writes fail one way or the other.

    A message whose handler fails comes back, as from SQS.
    """
    dice = random.Random(seed)
    world = FakeWorld(*people(dice.randint(1, 40)), person(99, "unsubscribed"))
    ses = FaultySes(dice, world)
    world.mailer = ses
    send = frozen(world)
    while world.ledger.sends[send.id].state != "done":
        world.advance(minutes=5)
        pace_sends(world)
        settle_sends(world)
        for message in world.batch_queue.take():
            for _ in range(dice.choices([0, 1, 2], [1, 8, 2])[0]):
                _deliver(message, world, dice)
    return world, ses, Receipt.from_json(world.store.receipts[send.id])


def _deliver(message: Mapping[str, Any], world: FakeWorld, dice: random.Random) -> None:
    if dice.random() < 0.1:
        someone = world.supporters.people[dice.choice(message["ids"])]
        world.supporters.put(replace(someone, status="unsubscribed"))
    faults: list[AlertsError] = [OutcomeUnknown("time-out"), TryLater("throttled")]
    if dice.random() < 0.3:
        world.ledger.faults = [dice.choice(faults)] * dice.choice([1, 2, 6])
        world.ledger.applied = dice.random() < 0.5
    try:
        send_batch(message, world, plenty)
    except AlertsError:
        world.batch_queue.put([message])
    finally:
        world.ledger.faults = []


@pytest.mark.parametrize("seeds", [range(n, n + 50) for n in range(0, 200, 50)], ids=str)
def test_under_faults_nobody_is_mailed_twice_and_nobody_is_lost(seeds: range) -> None:
    for seed in seeds:
        world, ses, receipt = run_faulty_send(seed)
        submitted = {
            (key.part, key.nr, place)
            for key, batch in world.ledger.stored.items()
            if key.part != PROBES
            for place in batch.where("s")
        }
        assert set(ses.taken.values()) <= {1}, f"seed {seed}: somebody was mailed twice"
        assert submitted == set(ses.taken), f"seed {seed}: the ledger and SES differ"
        assert receipt.waiting == 0, f"seed {seed}: somebody was left out"


def test_a_faulty_send_can_be_replayed_by_its_seed() -> None:
    first, again = (run_faulty_send(7)[2] for _ in range(2))
    assert first == again
