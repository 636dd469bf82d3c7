"""Mailing doubts again: only where every event around the call is known to be in."""

from __future__ import annotations

from dataclasses import replace

import pytest

from functions.alerts.outcomes.delivery import Delivery
from functions.alerts.outcomes.receipt import Receipt
from functions.alerts.outcomes.settle import QUIET
from functions.alerts.sends.answer import Answer
from functions.alerts.sends.batch import Key
from functions.alerts.sends.send import moved
from functions.pace_sends import pace_sends
from functions.send_batch import send_batch
from functions.services.receipts import draw_receipt
from functions.settle_sends import settle_sends
from tests.fakes import FakeWorld
from tests.sending import people, plenty, released


class Doubtful:
    """A send of five batches: SES said nothing to the first call, and took the other four."""

    def __init__(self) -> None:
        self.world = FakeWorld(*people(70))
        self.world.mailer.limits = replace(self.world.mailer.limits, rate=28)  # calls of 14
        self.messages = released(self.world)
        self.world.mailer.answers = [Answer(whole="unclear")]
        for message in self.messages:
            send_batch(message, self.world, plenty)
        self.send = self.messages[0]["send"]

    def told(self, nr: int, place: int, kind: str = "Send", rev: int = 1) -> None:
        ref, time = f"{self.send}-0-{nr}-{place}-{rev}", self.world.time.isoformat()
        event = Delivery(ref=ref, type=kind, subtype="", time=time)
        self.world.store.archive([event], self.send, "x")

    def hear(self, *batches: int) -> None:
        """SES's events about everybody in these batches."""
        for nr in batches:
            for place in range(14):
                self.told(nr, place)

    def settle(self) -> str:
        """The first batch's codes once its doubts are quiet."""
        self.world.advance(seconds=QUIET + 60)
        settle_sends(self.world)
        return self.codes

    @property
    def codes(self) -> str:
        return self.world.ledger.stored[Key(self.send, 0, 0)].codes

    def change(self, **fields: str) -> None:
        send = self.world.ledger.sends[self.send]
        self.world.ledger.sends[self.send] = replace(send, **fields)  # type: ignore[arg-type]


def test_doubts_are_mailed_again_when_all_else_was_heard_of() -> None:
    doubtful = Doubtful()
    doubtful.hear(1, 2, 3, 4)
    assert doubtful.settle() == "." * 14
    send_batch(doubtful.messages[0], doubtful.world, plenty)
    assert doubtful.codes == "s" * 14
    assert doubtful.world.mailer.calls[-1][0] == f"{doubtful.send}-0-0-0-4"


def test_who_has_an_event_is_settled_and_not_mailed_again() -> None:
    doubtful = Doubtful()
    doubtful.hear(1, 2, 3, 4)
    doubtful.told(0, 3)
    assert doubtful.settle() == "...s.........."


def test_one_confirmed_mail_without_an_event_forbids_it() -> None:
    doubtful = Doubtful()
    doubtful.hear(1, 2, 3)
    for place in range(13):
        doubtful.told(4, place)
    assert doubtful.settle() == "?" * 14


def test_too_few_confirmed_mails_prove_nothing() -> None:
    doubtful = Doubtful()
    doubtful.hear(1, 2, 3, 4)
    for nr in (1, 2):
        key = Key(doubtful.send, 0, nr)
        batch = doubtful.world.ledger.stored[key]
        doubtful.world.ledger.stored[key] = replace(batch, told=tuple(range(14)))
    assert doubtful.settle() == "?" * 14


@pytest.mark.parametrize("queue", ["event_queue", "event_dead_letters"])
def test_an_event_that_is_not_recorded_yet_forbids_it(queue: str) -> None:
    doubtful = Doubtful()
    doubtful.hear(1, 2, 3, 4)
    getattr(doubtful.world, queue).put([{"late": 1}])
    assert doubtful.settle() == "?" * 14


def test_a_send_that_keeps_its_doubts_mails_nobody_again() -> None:
    doubtful = Doubtful()
    doubtful.hear(1, 2, 3, 4)
    doubtful.change(doubt="keep")
    assert doubtful.settle() == "?" * 14


def test_a_cancelled_send_mails_nobody_again() -> None:
    doubtful = Doubtful()
    doubtful.hear(1, 2, 3, 4)
    send = doubtful.world.ledger.sends[doubtful.send]
    doubtful.world.ledger.change_send(send, moved(send, "cancel", nonce="c"))
    assert doubtful.settle() == "?" * 14


def test_an_event_that_arrives_while_the_evidence_is_read_is_heard() -> None:
    doubtful = Doubtful()
    doubtful.hear(1, 2, 3, 4)
    empty = iter([True, False])
    doubtful.world.event_queue.is_empty = lambda: next(empty)  # type: ignore[method-assign]
    assert doubtful.settle() == "?" * 14


def test_somebody_mailed_again_who_had_unsubscribed_is_uncertain() -> None:
    doubtful = Doubtful()
    doubtful.hear(1, 2, 3, 4)
    doubtful.settle()
    gone = doubtful.messages[0]["ids"][5]
    doubtful.world.supporters.suppress(gone, "unsubscribed")
    send_batch(doubtful.messages[0], doubtful.world, plenty)
    receipt = draw_receipt(doubtful.send, doubtful.world)
    assert doubtful.codes == "sssssussssssss"
    assert (receipt.submitted, receipt.uncertain, receipt.skipped) == (69, 1, {})


def test_a_late_event_of_somebody_mailed_again_is_told_as_two_mails() -> None:
    doubtful = Doubtful()
    doubtful.hear(1, 2, 3, 4)
    doubtful.settle()
    send_batch(doubtful.messages[0], doubtful.world, plenty)
    doubtful.told(0, 2, rev=4)
    doubtful.told(0, 2, rev=1)
    receipt = draw_receipt(doubtful.send, doubtful.world)
    assert receipt.twice == 1
    assert "1 mailed twice" in receipt.lines()


def test_the_whole_send_ends_with_everybody_mailed_once() -> None:
    doubtful = Doubtful()
    doubtful.hear(1, 2, 3, 4)
    while doubtful.world.ledger.sends[doubtful.send].state != "done":
        doubtful.world.advance(minutes=5)
        pace_sends(doubtful.world)
        settle_sends(doubtful.world)
        for message in doubtful.world.batch_queue.take():
            send_batch(message, doubtful.world, plenty)
    receipt = Receipt.from_json(doubtful.world.store.receipts[doubtful.send])
    assert (receipt.submitted, receipt.uncertain, receipt.twice) == (70, 0, 0)
