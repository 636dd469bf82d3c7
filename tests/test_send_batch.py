from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from functions import wiring
from functions.alerts.errors import NeverRetry, OutcomeUnknown, TryLater
from functions.alerts.mail.token import Keyring
from functions.alerts.sends.answer import Answer
from functions.alerts.sends.batch import Batch
from functions.alerts.sends.pace import gave_way
from functions.alerts.sends.send import advanced, moved
from functions.alerts.sends.switch import Switch
from functions.send_batch import CALL_SECONDS, RECORD_SECONDS, handler, send_batch
from functions.settings import Settings
from tests.fakes import FakeWorld
from tests.one_batch import SINGLE, Sending
from tests.sending import LAST, plenty
from tests.ses_events import sqs_event


def test_everybody_is_mailed_in_one_call_and_recorded() -> None:
    sending = Sending()
    assert sending.run() == "sss"
    assert sending.world.mailer.calls == [[f"{sending.key.send}-0-0-{n}-1" for n in range(3)]]
    assert sorted(sending.world.mailer.addresses) == [
        f"p{number}@supporter.example" for number in (1, 2, 3)
    ]


def test_a_message_that_comes_twice_mails_nobody_again() -> None:
    sending = Sending()
    assert (sending.run(), sending.run()) == ("sss", "sss")
    assert len(sending.world.mailer.calls) == 1


def test_who_unsubscribed_since_the_freeze_is_skipped() -> None:
    sending = Sending()
    second = sending.world.supporters.people[sending.message["ids"][1]]
    sending.world.supporters.put(replace(second, status="unsubscribed"))
    assert sending.run() == "sus"


def test_a_claim_lost_to_another_owner_calls_nobody() -> None:
    sending = Sending()
    ledger = sending.world.ledger
    read = ledger.read_job(sending.key, 3)
    ledger.write_batch(sending.key, Batch(codes="???", rev=1, owner="another"))
    ledger.read_job = lambda key, size: read  # type: ignore[method-assign]
    send_batch(sending.message, sending.world, plenty)
    assert sending.world.mailer.calls == []
    assert ledger.stored[sending.key].owner == "another"


@pytest.mark.parametrize("applied", [True, False], ids=["was written", "was not written"])
def test_a_claim_of_unknown_outcome_calls_nobody(applied: bool) -> None:
    sending = Sending()
    sending.world.ledger.faults = [OutcomeUnknown("time-out")]
    sending.world.ledger.applied = applied
    assert sending.run() == ("???" if applied else "...")
    assert sending.world.mailer.calls == []


def test_a_claim_that_was_throttled_brings_the_message_back() -> None:
    sending = Sending()
    sending.world.ledger.faults = [TryLater("throttled")]
    with pytest.raises(TryLater):
        sending.run()
    assert (sending.world.mailer.calls, sending.batch.codes) == ([], "...")
    assert sending.run() == "sss"


def test_a_message_whose_turn_is_over_mails_nobody() -> None:
    sending = Sending()
    send = sending.world.ledger.sends[sending.key.send]
    sending.world.ledger.change_send(send, advanced(send, gave_way(send.cursor), nonce="n"))
    assert sending.run() == "..."
    assert sending.world.mailer.calls == []


def test_a_message_of_an_earlier_version_without_a_turn_is_of_the_first() -> None:
    sending = Sending()
    del sending.message["turn"]  # type: ignore[attr-defined]
    assert sending.run() == "sss"


@pytest.mark.parametrize(
    "switch",
    [Switch(on=False, table="table-1"), Switch(table="table-0")],
    ids=["off", "set in another table"],
)
def test_without_the_kill_switchs_leave_nobody_is_mailed(switch: Switch) -> None:
    sending = Sending()
    sending.world.ledger.switch = switch
    assert sending.run() == "..."
    assert sending.world.mailer.calls == []


def test_a_send_that_ran_out_of_quota_says_until_when_it_waits() -> None:
    sending = Sending()
    assert sending.answered("daily_quota") == "..."
    send = sending.world.ledger.sends[sending.key.send]
    assert (send.state, send.until) == ("waiting", sending.world.time + timedelta(hours=24))


@pytest.mark.parametrize("applied", [True, False], ids=["was written", "was not written"])
def test_a_record_of_unknown_outcome_is_written_again(applied: bool) -> None:
    sending = Sending()
    ledger, submit = sending.world.ledger, sending.world.mailer.submit_bulk

    def submit_then_fail(request: Any) -> Answer:
        ledger.faults, ledger.applied = [OutcomeUnknown("time-out")] * 2, applied
        return submit(request)

    sending.world.mailer.submit_bulk = submit_then_fail  # type: ignore[method-assign]
    assert sending.run() == "sss"
    assert sending.batch.rev == 2


def test_a_record_that_never_succeeds_leaves_everybody_in_doubt() -> None:
    sending = Sending()
    ledger, submit = sending.world.ledger, sending.world.mailer.submit_bulk

    def submit_then_fail(request: Any) -> Answer:
        ledger.faults = [OutcomeUnknown("time-out")] * 9
        return submit(request)

    sending.world.mailer.submit_bulk = submit_then_fail  # type: ignore[method-assign]
    assert sending.run() == "???"


def test_after_the_last_deadline_the_rest_are_closed() -> None:
    sending = Sending()
    sending.world.time = LAST
    assert sending.run() == "xxx"
    assert sending.world.mailer.calls == []


def test_the_edition_is_the_one_of_the_moment_of_the_call() -> None:
    sending = Sending()
    sending.world.time = LAST - timedelta(seconds=1)
    sending.run()
    assert sending.batch.edition == "en:1"


def test_a_send_that_was_paused_mails_nobody() -> None:
    sending = Sending()
    send = sending.world.ledger.sends[sending.key.send]
    sending.world.ledger.change_send(send, moved(send, "pause", nonce="p"))
    assert sending.run() == "..."


def test_without_the_time_to_record_the_message_is_put_back() -> None:
    sending = Sending()
    send_batch(sending.message, sending.world, lambda: CALL_SECONDS + RECORD_SECONDS - 0.1)
    assert sending.batch.codes == "..."
    assert sending.world.batch_queue.messages == [sending.message]


@pytest.mark.parametrize("settings", [None, SINGLE], ids=["bulk", "single"])
def test_when_time_runs_out_after_the_claim_nobody_is_called(settings: Settings | None) -> None:
    sending = Sending(settings=settings)
    left = iter([60.0, 1.0])
    send_batch(sending.message, sending.world, lambda: next(left))
    assert sending.world.mailer.calls == []
    assert sending.batch == Batch(
        codes="...", rev=2, owner=sending.batch.owner, at=sending.batch.at, edition="en:0"
    )


def test_a_mail_that_cannot_be_made_blocks_the_send_before_anybody_is_claimed() -> None:
    sending = Sending(settings=Settings(configuration_set="alerts", token_keys="no keys"))
    assert sending.run() == "..."
    send = sending.world.ledger.sends[sending.key.send]
    assert (send.state, send.reason) == ("blocked", "MESSAGE_NOT_BUILT")


def test_keys_that_cannot_be_read_just_now_bring_the_message_back() -> None:
    class Slow(FakeWorld):
        @property
        def keyring(self) -> Keyring:
            raise TryLater("SSM is slow")

    sending = Sending()
    sending.world.__class__ = Slow
    with pytest.raises(TryLater, match="SSM is slow"):
        sending.run()
    assert (sending.batch.codes, sending.state) == ("...", "sending")


@pytest.mark.parametrize(
    "change",
    [
        {"send": ""},
        {"part": -1},
        {"nr": True},
        {"turn": "1"},
        {"ids": []},
        {"ids": [1]},
        {"language": None},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_malformed_message_is_refused(change: dict[str, Any]) -> None:
    sending = Sending()
    with pytest.raises(NeverRetry, match="The message has no"):
        send_batch({**sending.message, **change}, sending.world, plenty)


class Context:
    def get_remaining_time_in_millis(self) -> int:
        return 60_000


def test_the_handler_answers_for_each_message() -> None:
    sending = Sending()
    with wiring.use(sending.world):
        answer = handler(sqs_event("{", json.dumps(sending.message)), Context())
    assert answer == {"batchItemFailures": [{"itemIdentifier": "m0"}]}
    assert sending.batch.codes == "sss"


def test_the_hot_path_loads_nothing_heavy() -> None:
    heavy = {"pydantic", "jinja2", "mjml", "babel", "typer", "rich", "markdown_it", "yaml", "moto"}
    code = f"import sys, functions.send_batch; print(*({heavy!r} & set(sys.modules)))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.split() == []
