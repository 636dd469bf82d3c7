from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from functions.alerts.sends.answer import Answer, Whole
from functions.services.launch import pause
from tests.log_lines import lines_of
from tests.one_batch import SINGLE, Sending, entries


@pytest.mark.parametrize(
    ("answer", "codes", "state"),
    [
        (entries("SUCCESS", "MESSAGE_REJECTED", "INVALID_PARAMETER"), "sri", "sending"),
        (entries("SUCCESS", "ACCOUNT_THROTTLED", "TRANSIENT_FAILURE"), "s.?", "sending"),
        (entries("SUCCESS", "ACCOUNT_SENDING_PAUSED", "SUCCESS"), "s.s", "blocked"),
        (entries("ACCOUNT_DAILY_QUOTA_EXCEEDED", "SUCCESS", "SUCCESS"), ".ss", "waiting"),
        (entries("SUCCESS"), "???", "sending"),
        ("throttled", "...", "sending"),
        ("never_connected", "...", "sending"),
        ("refused", "...", "blocked"),
        ("daily_quota", "...", "waiting"),
        ("unclear", "???", "sending"),
    ],
    ids=lambda value: value if isinstance(value, str) else value.statuses[0],
)
def test_what_ses_answers_is_recorded_and_may_stop_the_send(
    answer: Answer | Whole, codes: str, state: str
) -> None:
    sending = Sending()
    assert sending.answered(answer) == codes
    assert sending.state == state


def test_a_blocked_send_says_why() -> None:
    sending = Sending()
    sending.answered(Answer(whole="refused", detail="SendingPausedException"))
    assert sending.world.ledger.sends[sending.key.send].reason == "SendingPausedException"


def test_a_send_that_another_worker_has_stopped_meanwhile_is_no_trouble() -> None:
    sending = Sending()
    submit = sending.world.mailer.submit_bulk

    def stopped(request: Mapping[str, Any]) -> Answer:
        pause(sending.key.send, sending.world, who="ana")
        return submit(request)

    sending.world.mailer.submit_bulk = stopped  # type: ignore[method-assign]
    lines = lines_of(lambda: sending.answered("refused"))
    assert sending.state == "paused"
    assert not any("send_not_halted" in line for line in lines)


def test_one_bad_address_does_not_hold_up_the_others() -> None:
    sending = Sending()
    assert sending.answered("bad_request", entries("SUCCESS"), "bad_request") == "sis"
    assert [len(call) for call in sending.world.mailer.calls] == [3, 1, 1, 1]


@pytest.mark.parametrize(
    "answers",
    [["bad_request"] * 8, [entries(*["INVALID_PARAMETER"] * 3 + ["ACCOUNT_THROTTLED"] * 4)]],
    ids=["alone", "as entries"],
)
def test_where_amazon_refuses_one_after_another_the_send_is_blocked_before_all_have_failed(
    answers: list[Answer | Whole],
) -> None:
    sending = Sending(7)
    assert sending.answered(*answers) == "iii...."
    assert sending.state == "blocked"
    assert sending.world.ledger.sends[sending.key.send].reason == "EVERYBODY_REFUSED"


def test_single_mode_blocks_likewise() -> None:
    sending, refused = Sending(7, settings=SINGLE), Answer(whole="bad_request")
    assert sending.answered(*[refused] * 7) == "iii...."
    assert sending.state == "blocked"


def test_bad_addresses_beside_one_that_was_taken_block_nothing() -> None:
    sending = Sending(5)
    answer = entries("SUCCESS", *["INVALID_PARAMETER"] * 4)
    assert (sending.answered(answer), sending.state) == ("siiii", "sending")


def test_a_throttled_solo_batch_stops_calling() -> None:
    sending = Sending()
    assert sending.answered("bad_request", "throttled") == "..."
    assert len(sending.world.mailer.calls) == 2


def test_single_mode_calls_once_per_person() -> None:
    sending = Sending(settings=SINGLE)
    assert sending.answered(entries("SUCCESS"), entries("MESSAGE_REJECTED")) == "srs"
    assert [len(call) for call in sending.world.mailer.calls] == [1, 1, 1]


def test_single_mode_stops_at_the_first_that_is_not_taken() -> None:
    sending = Sending(settings=SINGLE)
    assert sending.answered(entries("SUCCESS"), "throttled") == "s.."


def test_single_mode_goes_on_after_a_doubt() -> None:
    sending = Sending(settings=SINGLE)
    assert sending.answered("unclear") == "?ss"
