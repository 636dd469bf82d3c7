from __future__ import annotations

import boto3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.alerts.sends.answer import (
    ENTRY,
    REMEDY,
    WHOLE,
    Answer,
    Halt,
    Verdict,
    Whole,
    classify,
    remedy,
)
from functions.alerts.sends.batch import CODES
from functions.alerts.sends.states import BY_ITSELF, RELEASE_NEEDED
from functions.alerts.sends.switch import RESTORED


@pytest.mark.parametrize(
    ("status", "letter", "halt"),
    [
        ("SUCCESS", "s", ""),
        ("MESSAGE_REJECTED", "r", ""),
        ("INVALID_PARAMETER", "i", ""),
        ("ACCOUNT_THROTTLED", ".", ""),
        ("ACCOUNT_DAILY_QUOTA_EXCEEDED", ".", "wait"),
        ("ACCOUNT_SENDING_PAUSED", ".", "block"),
        ("CONFIGURATION_SET_SENDING_PAUSED", ".", "block"),
        ("ACCOUNT_SUSPENDED", ".", "block"),
        ("CONFIGURATION_SET_NOT_FOUND", ".", "block"),
        ("TEMPLATE_NOT_FOUND", ".", "block"),
        ("MAIL_FROM_DOMAIN_NOT_VERIFIED", ".", "block"),
        ("INVALID_SENDING_POOL_NAME", ".", "block"),
        ("TRANSIENT_FAILURE", "?", ""),
        ("FAILED", "?", ""),
        ("SOMETHING_NEW", "?", ""),
    ],
)
def test_an_entry_gets_the_code_of_its_status(status: str, letter: str, halt: Halt) -> None:
    verdict = classify(Answer(whole="answered", statuses=("SUCCESS", status)), 2)
    assert verdict == Verdict(f"s{letter}", halt=halt, reason=status if halt else "")


def test_every_status_of_ses_is_in_the_table() -> None:
    shape = boto3.Session().client("sesv2").meta.service_model.shape_for("BulkEmailStatus")
    assert set(shape.metadata["enum"]) == set(ENTRY)


@pytest.mark.parametrize(
    ("whole", "letter", "halt"),
    [
        ("never_connected", ".", ""),
        ("throttled", ".", ""),
        ("daily_quota", ".", "wait"),
        ("refused", ".", "block"),
        ("unclear", "?", ""),
    ],
)
def test_a_whole_call_gives_all_callees_one_code(whole: Whole, letter: str, halt: Halt) -> None:
    verdict = classify(Answer(whole=whole, detail="Why"), 3)
    assert verdict == Verdict(letter * 3, halt=halt, reason="Why" if halt else "")


def test_a_bad_request_for_many_goes_on_with_one_at_a_time() -> None:
    assert classify(Answer(whole="bad_request"), 3) == Verdict("...", solo=True)


def test_a_bad_request_for_one_is_that_ones_failure() -> None:
    assert classify(Answer(whole="bad_request"), 1) == Verdict("i")


@pytest.mark.parametrize("count", [0, 1, 3], ids=str)
def test_an_answer_of_the_wrong_length_leaves_everybody_in_doubt(count: int) -> None:
    answer = Answer(whole="answered", statuses=("SUCCESS",) * count)
    assert classify(answer, 2) == Verdict("??")


def test_a_block_is_stronger_than_a_wait() -> None:
    statuses = ("ACCOUNT_DAILY_QUOTA_EXCEEDED", "ACCOUNT_SUSPENDED")
    assert classify(Answer(whole="answered", statuses=statuses), 2).halt == "block"


@given(
    st.lists(st.sampled_from([*ENTRY, "NEW"]), max_size=50),
    st.sampled_from([*WHOLE, "answered", "bad_request"]),
    st.integers(1, 50),
)
def test_a_verdict_always_has_a_known_letter_for_every_callee(
    statuses: list[str], whole: Whole, callees: int
) -> None:
    verdict = classify(Answer(whole=whole, statuses=tuple(statuses)), callees)
    assert len(verdict.letters) == callees
    assert set(verdict.letters) <= set(CODES)


def test_everything_that_stops_a_send_has_its_remedy() -> None:
    ours = {*BY_ITSELF, RELEASE_NEEDED, RESTORED, "MESSAGE_NOT_BUILT", "SANDBOX"}
    halts = {status for status, rule in ENTRY.items() if rule.halt}
    assert halts | ours <= set(REMEDY)


@pytest.mark.parametrize("reason", [*REMEDY, "SOMETHING_NEW", ""])
def test_a_remedy_names_what_to_do(reason: str) -> None:
    assert "`alerts " in remedy(reason) or "by itself" in remedy(reason) or "SES" in remedy(reason)
