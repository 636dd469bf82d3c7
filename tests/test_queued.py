from __future__ import annotations

import json

import pytest

from functions.alerts.errors import NeverRetry
from functions.queued import Message, each, message_of, number_in, text_in
from tests.ses_events import sqs_event


def test_messages_that_fail_are_answered_and_the_others_count() -> None:
    handled: list[int] = []

    def handle(message: Message) -> None:
        handled.append(10 // number_in(message, "n"))

    bodies = [json.dumps({"v": 1, "n": number}) for number in (1, 0, 5)]
    answer = each(sqs_event(*bodies), handle)
    assert answer == {"batchItemFailures": [{"itemIdentifier": "m1"}]}
    assert handled == [10, 2]


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"v": 2}', '{"v": "1"}', "null"])
def test_a_message_of_another_form_or_version_is_refused(body: str) -> None:
    with pytest.raises(NeverRetry):
        message_of({"body": body})


@pytest.mark.parametrize("value", [None, "", 7, ["x"]], ids=repr)
def test_a_text_is_a_text_that_is_not_empty(value: object) -> None:
    with pytest.raises(NeverRetry, match="no text under send"):
        text_in({"send": value}, "send")


@pytest.mark.parametrize("value", [None, "1", -1, True, 1.0], ids=repr)
def test_a_number_is_a_whole_number_from_zero(value: object) -> None:
    with pytest.raises(NeverRetry, match="no number under part"):
        number_in({"part": value}, "part")


def test_texts_and_numbers_are_given_as_they_are() -> None:
    message = {"send": "s", "part": 0}
    assert (text_in(message, "send"), number_in(message, "part")) == ("s", 0)
