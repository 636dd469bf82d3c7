from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from functions import wiring
from functions.alerts.errors import StateError, TryLater
from functions.alerts.outcomes.delivery import Delivery
from functions.alerts.outcomes.probe import PART as PROBES
from functions.alerts.outcomes.receipt import Receipt, so_far
from functions.alerts.sends.answer import Answer
from functions.alerts.sends.batch import Key
from functions.alerts.sends.send import moved
from functions.send_batch import send_batch
from functions.settle_sends import draw_receipt, handler, settle_sends
from tests.fakes import FakeWorld
from tests.sending import LAST, frozen, launched, people, person, plenty, released


class Mailed:
    """A send of one batch that SES answered with `answer`."""

    def __init__(self, answer: Answer | None = None) -> None:
        self.world = FakeWorld(*people(3), person(4, "unsubscribed"))
        (message,) = released(self.world)
        self.send = message["send"]
        self.world.mailer.answers = [answer] if answer else []
        send_batch(message, self.world, plenty)

    def told(self, place: int, kind: str) -> None:
        ref = f"{self.send}-0-0-{place}-1"
        event = Delivery(ref=ref, type=kind, subtype="", time="")
        self.world.store.archive([event], self.send, "x")

    def settle(self, **later: float) -> str:
        self.world.advance(**later)
        settle_sends(self.world)
        return self.world.ledger.sends[self.send].state

    @property
    def receipt(self) -> Receipt:
        return Receipt.from_json(self.world.store.receipts[self.send])

    @property
    def codes(self) -> str:
        return self.world.ledger.stored[Key(self.send, 0, 0)].codes


UNCLEAR = Answer(whole="unclear")


def test_a_send_that_is_over_gets_its_receipt() -> None:
    mailed = Mailed()
    assert mailed.settle() == "done"
    assert (mailed.receipt.targeted, mailed.receipt.submitted) == (4, 3)
    assert mailed.receipt.skipped == {"unsubscribed": 1}
    assert mailed.receipt.state == "done"
    assert mailed.world.ledger.active_sends() == []


def test_a_send_with_open_people_goes_on() -> None:
    mailed = Mailed(Answer(whole="throttled"))
    assert mailed.settle(days=3) == "sending"


def test_doubts_are_settled_by_events_once_the_call_is_over() -> None:
    mailed = Mailed(UNCLEAR)
    for place in range(3):
        mailed.told(place, "Send")
    assert (mailed.settle(seconds=100), mailed.codes) == ("sending", "???")
    assert (mailed.settle(seconds=100), mailed.codes) == ("done", "sss")


def test_a_rendering_failure_settles_a_doubt_as_failed() -> None:
    mailed = Mailed(UNCLEAR)
    mailed.told(1, "Rendering Failure")
    mailed.settle(minutes=5)
    assert mailed.codes == "?n?"


def test_a_doubt_without_an_event_is_listed_after_a_day_and_never_mailed_again() -> None:
    mailed = Mailed(UNCLEAR)
    assert mailed.settle(hours=23) == "sending"
    assert mailed.settle(hours=2) == "done"
    assert mailed.receipt.uncertain == 3
    mailed_again = [call for call in mailed.world.mailer.calls[1:] if f"-{PROBES}-" not in call[0]]
    assert mailed_again == []


def test_whoever_was_not_called_in_a_cancelled_send_is_counted_so() -> None:
    world = FakeWorld(*people(20))
    world.mailer.limits = replace(world.mailer.limits, rate=28)  # calls of 14
    messages = released(world)
    send_batch(messages[0], world, plenty)
    send = world.ledger.sends[messages[0]["send"]]
    world.ledger.change_send(send, moved(send, "cancel", nonce="c"))
    settle_sends(world)
    receipt = Receipt.from_json(world.store.receipts[send.id])
    assert (receipt.submitted, receipt.skipped) == (14, {"cancelled": 6})
    assert receipt.state == "cancelled"
    assert world.ledger.active_sends() == []


def test_a_send_cancelled_before_it_was_frozen_just_ends() -> None:
    world = FakeWorld(*people(3))
    send = launched(world)
    world.ledger.change_send(send, moved(send, "cancel", nonce="c"))
    settle_sends(world)
    assert (world.ledger.active_sends(), world.store.receipts) == ([], {})


def test_a_send_cancelled_while_freezing_has_no_receipt_though_a_freezer_completes_it() -> None:
    world = FakeWorld(*people(3))
    send = frozen(world)
    late = replace(send, state="cancelled", targeted=0)
    world.ledger.sends[send.id] = late
    settle_sends(world)
    assert (world.ledger.active_sends(), world.store.receipts) == ([], {})
    with pytest.raises(StateError, match="was not frozen: nobody was mailed"):
        draw_receipt(send.id, world)


def test_an_empty_audience_is_done_at_once() -> None:
    world = FakeWorld()
    send = frozen(world)
    settle_sends(world)
    assert Receipt.from_json(world.store.receipts[send.id]).targeted == 0


def test_a_paused_send_that_has_nobody_left_is_done() -> None:
    mailed = Mailed()
    send = mailed.world.ledger.sends[mailed.send]
    mailed.world.ledger.change_send(send, moved(send, "pause", nonce="p"))
    assert mailed.settle() == "done"


def test_a_send_that_fails_does_not_hold_up_the_others() -> None:
    mailed = Mailed()
    broken = frozen(mailed.world)
    events = mailed.world.store.events

    def failing(send_id: str, part: int | None = None) -> Iterator[Delivery]:
        if send_id == broken.id:
            raise TryLater("S3 is slow")
        return events(send_id, part)

    mailed.world.store.events = failing  # type: ignore[method-assign]
    mailed.world.ledger.active = {broken.id: None, mailed.send: None}
    assert mailed.settle() == "done"
    assert mailed.world.ledger.sends[broken.id].state == "sending"


def test_a_store_that_is_slow_is_asked_again_at_the_next_tick() -> None:
    mailed = Mailed()
    write = mailed.world.store.write_receipt

    def failing(send_id: str, text: str) -> None:
        raise TryLater("S3 is slow")

    mailed.world.store.write_receipt = failing  # type: ignore[method-assign]
    assert mailed.settle() == "sending"
    mailed.world.store.write_receipt = write  # type: ignore[method-assign]
    assert mailed.settle() == "done"


def test_a_crash_before_the_last_step_is_made_good() -> None:
    mailed = Mailed()
    retire = mailed.world.ledger.retire
    mailed.world.ledger.retire = lambda send_id: None  # type: ignore[method-assign]
    mailed.settle()
    mailed.world.ledger.retire = retire  # type: ignore[method-assign]
    mailed.settle()
    assert mailed.world.ledger.active_sends() == []


def test_a_receipt_can_be_drawn_while_the_send_goes_on() -> None:
    world = FakeWorld(*people(20))
    world.mailer.limits = replace(world.mailer.limits, rate=28)  # calls of 14
    messages = released(world)
    send_batch(messages[0], world, plenty)
    receipt = draw_receipt(messages[0]["send"], world)
    assert (receipt.submitted, receipt.waiting, receipt.state) == (14, 6, "sending")


def test_a_receipt_counts_deliveries_that_came_after_the_send_was_done() -> None:
    mailed = Mailed()
    mailed.settle()
    mailed.told(0, "Delivery")
    assert draw_receipt(mailed.send, mailed.world).delivered == 1


def test_there_is_no_receipt_of_an_unknown_send() -> None:
    with pytest.raises(StateError, match="There is no send nobody"):
        draw_receipt("nobody", FakeWorld())


def test_there_is_no_receipt_before_the_audience_is_frozen() -> None:
    world = FakeWorld()
    send = launched(world)
    with pytest.raises(StateError, match="was not frozen: nobody was mailed"):
        draw_receipt(send.id, world)


def test_the_parts_of_a_send_that_is_done_begin_their_thirty_days() -> None:
    mailed = Mailed()
    mailed.settle()
    assert mailed.world.store.expiring == [mailed.send]


def test_a_send_that_waits_for_its_release_stays_active() -> None:
    world = FakeWorld(*people(3))
    send = launched(world)
    waiting = moved(send, "wait", nonce="w", reason="RELEASE_NEEDED")
    world.ledger.change_send(send, waiting)
    settle_sends(world)
    assert world.ledger.active_sends() == [waiting]


def test_a_tick_without_time_leaves_the_send_to_the_next_one() -> None:
    mailed = Mailed()
    settle_sends(mailed.world, lambda: 5.0)
    assert mailed.world.ledger.sends[mailed.send].state == "sending"
    assert mailed.settle() == "done"


def test_once_every_ask_has_closed_doubts_are_listed_without_waiting_for_a_day() -> None:
    mailed = Mailed(UNCLEAR)
    mailed.world.time = LAST
    assert mailed.settle() == "done"
    assert mailed.receipt.uncertain == 3


def test_bounces_are_told_while_the_send_goes_on() -> None:
    world = FakeWorld(*people(20))
    world.mailer.limits = replace(world.mailer.limits, rate=28)  # calls of 14
    messages = released(world)
    send_batch(messages[0], world, plenty)
    send = messages[0]["send"]
    settle_sends(world)
    assert world.store.receipts == {}
    bounce = Delivery(ref=f"{send}-0-0-3-1", type="Bounce", subtype="Permanent/General", time="")
    world.store.archive([bounce, bounce], send, "x")
    settle_sends(world)
    receipt = Receipt.from_json(world.store.receipts[so_far(send)])
    assert (receipt.state, receipt.submitted, receipt.bounced) == ("sending", 14, 1)


def test_the_handler_ticks() -> None:
    mailed = Mailed()
    with wiring.use(mailed.world):
        handler({}, None)
    assert mailed.world.ledger.sends[mailed.send].state == "done"


class Hurried:
    """Lambda's context when five seconds are left."""

    def get_remaining_time_in_millis(self) -> int:
        return 5000


def test_the_handler_knows_how_much_time_is_left() -> None:
    mailed = Mailed()
    with wiring.use(mailed.world):
        handler({}, Hurried())
    assert mailed.world.ledger.sends[mailed.send].state == "sending"
