from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from functions.alerts.errors import StateError
from functions.alerts.outcomes.reminder import Reminder, plan_reminder, reminded
from functions.alerts.sends.segment import Segment
from functions.alerts.sends.send import Send
from tests.alerts.sends.test_send import SEND
from tests.sending import HEARING, LAST, REVISION, TOPIC

POSTING = "sb-35@2018-04-10"
DONE = replace(SEND, state="done", starts=HEARING - timedelta(days=3), segment=TOPIC)
OPEN = replace(
    REVISION,
    editions=tuple(
        replace(edition, open_asks=("sb-35", "donate") if edition.ends == HEARING else ("donate",))
        for edition in REVISION.editions
    ),
)


def planned(
    original: Send = DONE,
    *others: Send,
    now: datetime = HEARING - timedelta(days=2),
    before: timedelta = timedelta(hours=24),
    deadline: datetime = HEARING,
    ask: str = "sb-35",
) -> Reminder:
    return plan_reminder(
        original,
        [original, *others],
        OPEN,
        ask=ask,
        deadline=deadline,
        before=before,
        posting=POSTING,
        now=now,
    )


def test_a_reminder_goes_out_before_the_deadline_to_who_still_wants_the_topic() -> None:
    reminder = planned()
    assert reminder.starts == HEARING - timedelta(hours=24)
    assert reminder.segment == Segment(topics=TOPIC.topics, not_filed=POSTING)
    assert reminder.of == DONE.id


def test_a_reminder_that_should_have_gone_out_goes_out_now() -> None:
    now = HEARING - timedelta(hours=5)
    assert planned(now=now).starts == now


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"state": "sending"}, "is sending: who got it is not certain yet"),
        ({"kind": "reminder"}, "is a reminder"),
        ({"starts": HEARING - timedelta(hours=40)}, "goes out at 2018-04-09 04:00"),
    ],
    ids=["not done", "a reminder itself", "too soon after"],
)
def test_not_every_send_can_be_reminded_of(change: dict[str, Any], reason: str) -> None:
    with pytest.raises(StateError, match=reason):
        planned(replace(DONE, **change))


def test_two_reminders_keep_their_distance() -> None:
    other = replace(SEND, id="r1", kind="reminder", of=DONE.id, starts=HEARING - timedelta(hours=9))
    with pytest.raises(StateError, match="Send r1 of the same alert"):
        planned(DONE, other)
    assert planned(DONE, replace(other, state="cancelled")).of == DONE.id
    assert planned(DONE, replace(other, of="another")).of == DONE.id


def test_nobody_is_reminded_of_an_ask_that_is_no_longer_in_the_mail() -> None:
    with pytest.raises(StateError, match="no mail of this alert carries sb-35 any more"):
        planned(now=HEARING + timedelta(hours=1), deadline=LAST)


def test_a_reminder_after_or_right_before_the_deadline_is_refused() -> None:
    for now in (HEARING + timedelta(hours=1), HEARING - timedelta(minutes=59)):
        with pytest.raises(StateError, match="too soon for a reminder"):
            planned(now=now)


def test_whom_another_send_brought_in_is_reminded_without_having_asked_for_the_topic() -> None:
    segment = Segment(topics=frozenset({"daca"}), also=frozenset({"s"}), zips=frozenset({"606"}))
    assert reminded(segment, "") == Segment()
