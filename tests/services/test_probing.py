"""A send too small for witnesses of its own: probes are mailed, heard of, and doubts settled."""

from __future__ import annotations

from dataclasses import replace

import pytest

from functions.alerts.errors import AlertsError, OutcomeUnknown, TryLater
from functions.alerts.outcomes.delivery import Delivery
from functions.alerts.outcomes.probe import ADDRESS, PART
from functions.alerts.outcomes.receipt import Receipt
from functions.alerts.outcomes.settle import QUIET
from functions.alerts.sends.answer import Answer, Whole
from functions.alerts.sends.batch import Batch, Key
from functions.alerts.sends.ports import Account
from functions.alerts.sends.switch import Switch
from functions.pace_sends import pace_sends
from functions.send_batch import send_batch
from functions.services.launch import pause
from functions.services.probing import mail_probes
from functions.services.receipts import draw_receipt
from functions.settle_sends import settle_sends
from tests.fakes import FakeWorld
from tests.sending import people, plenty, released


class Small:
    """A send to three people; SES said nothing to its only call."""

    def __init__(self) -> None:
        self.world = FakeWorld(*people(3))
        self.world.mailer.limits = replace(self.world.mailer.limits, rate=28)  # calls of 14
        (self.message,) = released(self.world)
        self.world.mailer.answers = [Answer(whole="unclear")]
        send_batch(self.message, self.world, plenty)
        self.send = self.message["send"]

    def tick(self, **later: float) -> None:
        self.world.advance(**later)
        settle_sends(self.world)

    def probe(self) -> None:
        """Ticks until there are as many probes as the doubts lack."""
        self.tick(seconds=121)
        for _ in range(5):
            self.tick(minutes=1)

    def hear(self, *, without: int = 0) -> None:
        """SES's events about all probes but some."""
        refs = [ref for call in self.calls for ref in call]
        events = [Delivery(ref=ref, type="Send", subtype="", time="") for ref in refs[without:]]
        self.world.store.archive(events, self.send, "x")

    @property
    def calls(self) -> list[list[str]]:
        """The tags of each call of probes."""
        return [call for call in self.world.mailer.calls if f"-{PART}-" in call[0]]

    def call(self, nr: int) -> Batch:
        return self.world.ledger.stored[Key(self.send, PART, nr)]

    @property
    def codes(self) -> str:
        return self.world.ledger.stored[Key(self.send, 0, 0)].codes

    @property
    def receipt(self) -> Receipt:
        return Receipt.from_json(self.world.store.receipts[self.send])


@pytest.fixture
def small() -> Small:
    return Small()


def test_fifty_probes_are_mailed_half_a_second_of_the_accounts_rate_at_a_time(small: Small) -> None:
    small.probe()
    assert [len(call) for call in small.calls] == [14, 14, 14, 8]
    assert set(small.world.mailer.addresses[3:]) == {ADDRESS}
    assert [small.call(nr).codes for nr in range(4)] == ["s" * 14, "s" * 14, "s" * 14, "s" * 8]


def test_nobody_is_probed_for_before_the_call_is_over(small: Small) -> None:
    small.tick(seconds=120)
    assert small.calls == []


def test_the_doubts_are_mailed_again_once_quiet_and_every_probe_was_heard_of(
    small: Small,
) -> None:
    small.probe()
    small.hear()
    small.tick(seconds=QUIET - 8 * 60)
    assert small.codes == "???"
    small.tick(minutes=8)
    assert small.codes == "..."


def test_one_probe_without_its_event_keeps_the_doubts(small: Small) -> None:
    small.probe()
    small.hear(without=1)
    small.tick(seconds=QUIET)
    assert small.codes == "???"


def test_a_probe_that_is_heard_of_late_settles_them_after_all(small: Small) -> None:
    small.probe()
    small.hear(without=1)
    small.tick(hours=3)
    small.hear()
    small.tick(minutes=1)
    assert small.codes == "..."


def test_unheard_probes_are_logged_once_it_is_certain_and_not_repeated(
    small: Small, caplog: pytest.LogCaptureFixture
) -> None:
    small.probe()
    for _ in range(60):
        small.tick(minutes=1)
    told = [record for record in caplog.records if record.getMessage() == "probes_unheard"]
    assert 4 <= len(told) <= 8
    assert len(small.calls) == 4


def test_the_whole_send_ends_with_everybody_mailed_once_and_no_probe_on_its_receipt(
    small: Small,
) -> None:
    small.probe()
    small.hear()
    small.tick(seconds=QUIET)
    pace_sends(small.world)
    for message in small.world.batch_queue.take():
        send_batch(message, small.world, plenty)
    small.tick(minutes=1)
    assert (small.receipt.targeted, small.receipt.submitted, small.receipt.uncertain) == (3, 3, 0)
    assert small.receipt.delivered == small.receipt.twice == 0


def test_what_probes_return_is_on_no_receipt_and_in_no_automatic_pause(small: Small) -> None:
    small.probe()
    ref = small.calls[0][0]
    bounce = Delivery(ref=ref, type="Bounce", subtype="Permanent/General", time="")
    small.world.store.archive([bounce], small.send, "y")
    small.tick(minutes=1)
    assert draw_receipt(small.send, small.world).bounced == 0
    assert small.world.store.receipts == {}


def test_later_doubts_want_later_probes(small: Small) -> None:
    small.probe()
    small.hear()
    small.tick(seconds=QUIET)
    small.world.mailer.answers = [Answer(whole="unclear")]
    send_batch(small.message, small.world, plenty)
    small.tick(seconds=QUIET + 60)
    assert (small.codes, len(small.calls)) == ("???", 5)


@pytest.mark.parametrize("queue", ["event_queue", "event_dead_letters"])
def test_while_events_are_on_their_way_nothing_is_probed(small: Small, queue: str) -> None:
    getattr(small.world, queue).put([{"late": 1}])
    small.probe()
    assert small.calls == []


def limits(
    *, rate: float = 28, left: int | None = None, enabled: bool = True, sandbox: bool = False
) -> Account:
    return Account(rate=rate, left=left, enabled=enabled, sandbox=sandbox)


@pytest.mark.parametrize(
    "account",
    [limits(enabled=False), limits(sandbox=True), limits(left=13)],
    ids=["sending is paused", "sandbox", "daily quota"],
)
def test_an_account_that_may_not_send_is_not_asked_to(small: Small, account: Account) -> None:
    small.world.mailer.limits = account
    small.probe()
    assert small.calls == []


@pytest.mark.parametrize(
    "switch", [Switch(on=False, table="table-1"), Switch(table="table-0")], ids=["off", "restored"]
)
def test_the_kill_switch_stops_probes_too(small: Small, switch: Switch) -> None:
    small.world.ledger.switch = switch
    small.probe()
    assert small.calls == []


def test_a_send_that_was_paused_meanwhile_is_not_probed_for(small: Small) -> None:
    send = small.world.ledger.sends[small.send]
    pause(small.send, small.world, who="ana")
    small.world.advance(seconds=121)
    mail_probes(send, 50, int(small.world.time.timestamp()) - 121, small.world)
    assert small.calls == []


def test_a_send_that_keeps_its_doubts_needs_no_probes(small: Small) -> None:
    send = small.world.ledger.sends[small.send]
    small.world.ledger.sends[small.send] = replace(send, doubt="keep")
    small.probe()
    assert small.calls == []


def test_too_little_time_left_is_left_to_the_next_tick(small: Small) -> None:
    small.world.advance(seconds=121)
    settle_sends(small.world, lambda: 34.0)
    assert small.calls == []
    settle_sends(small.world, lambda: 35.0)
    assert len(small.calls) == 1


@pytest.mark.parametrize("whole", ["unclear", "throttled", "refused", "bad_request"])
def test_a_call_that_ses_did_not_take_proves_nothing_and_is_made_again_later(
    small: Small, whole: Whole
) -> None:
    small.world.mailer.answers = [Answer(whole=whole)]
    small.probe()
    assert (len(small.calls), "s" in small.call(0).codes) == (1, False)
    small.tick(minutes=15)
    assert small.call(1).codes == "s" * 14


def test_a_call_of_probes_that_is_refused_does_not_stop_the_send(small: Small) -> None:
    small.world.mailer.answers = [Answer(whole="refused", detail="AccessDeniedException")]
    small.probe()
    assert small.world.ledger.sends[small.send].state == "sending"


@pytest.mark.parametrize("fault", [TryLater("busy"), OutcomeUnknown("lost")], ids=repr)
@pytest.mark.parametrize("applied", [True, False])
def test_a_claim_that_is_not_surely_ours_is_not_called(
    small: Small, fault: AlertsError, applied: bool
) -> None:
    small.world.advance(seconds=121)
    small.world.ledger.faults, small.world.ledger.applied = [fault], applied
    settle_sends(small.world)
    assert small.calls == []


def test_of_two_ticks_at_once_one_mails_probes(small: Small) -> None:
    small.world.advance(seconds=121)
    write = small.world.ledger.write_batch

    def slow(key: Key, batch: Batch, *, owner: str | None = None) -> bool:
        small.world.ledger.write_batch = write  # type: ignore[method-assign]
        settle_sends(small.world)
        return write(key, batch, owner=owner)

    small.world.ledger.write_batch = slow  # type: ignore[method-assign]
    settle_sends(small.world)
    assert (len(small.calls), small.call(0).codes) == (1, "s" * 14)


def test_an_outcome_that_cannot_be_recorded_leaves_probes_that_prove_nothing(small: Small) -> None:
    small.world.advance(seconds=121)
    write = small.world.ledger.write_batch

    def failing(key: Key, batch: Batch, *, owner: str | None = None) -> bool:
        if owner is not None:
            raise TryLater("DynamoDB is slow")
        return write(key, batch)

    small.world.ledger.write_batch = failing  # type: ignore[method-assign]
    settle_sends(small.world)
    assert small.call(0).codes == "?" * 14
    small.hear()
    small.world.ledger.write_batch = write  # type: ignore[method-assign]
    small.tick(seconds=QUIET)
    assert small.codes == "???"
