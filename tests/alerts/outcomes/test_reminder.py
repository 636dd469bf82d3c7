from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from functions.alerts.errors import StateError
from functions.alerts.outcomes.reminder import (
    Reminder,
    plan_reminder,
    reminded,
    withdrawn_or_moved,
)
from functions.alerts.sends.planned import PlannedReminder
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


PLANNED = PlannedReminder(
    ask="sb-35", at=HEARING - timedelta(hours=24), closes=HEARING, posting=POSTING
)


def planned(
    original: Send = DONE, *others: Send, last_mail: datetime | None = None, **change: Any
) -> Reminder:
    wanted = replace(PLANNED, **change)
    return plan_reminder(original, [original, *others], OPEN, wanted, last_mail=last_mail)


def test_a_reminder_goes_out_before_the_deadline_to_who_still_wants_the_topic() -> None:
    reminder = planned()
    assert reminder.starts == HEARING - timedelta(hours=24)
    assert reminder.segment == Segment(topics=TOPIC.topics, not_filed=POSTING)
    assert (reminder.of, reminder.ask) == (DONE.id, "sb-35")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"state": "sending"}, "is sending: who got it is not certain yet"),
        ({"kind": "reminder"}, "is a reminder"),
        ({"starts": HEARING - timedelta(hours=40)}, "goes out at 2018-04-09 04:00 UTC"),
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


def test_a_reminder_keeps_its_distance_from_the_last_mail_of_a_long_send() -> None:
    late = HEARING - timedelta(hours=43)
    with pytest.raises(StateError, match=r"last mail of send .* left at 2018-04-09 01:00"):
        planned(last_mail=late)
    assert planned(last_mail=late - timedelta(hours=1)).of == DONE.id


def test_a_send_that_was_corrected_is_not_reminded_of() -> None:
    correction = replace(SEND, id="c1", kind="correction", of=DONE.id)
    with pytest.raises(StateError, match=r"Send c1 has corrected it.*Remind of c1"):
        planned(DONE, correction)
    assert planned(DONE, replace(correction, state="missed")).of == DONE.id


def test_a_correction_can_be_reminded_of() -> None:
    assert planned(replace(DONE, kind="correction", of="s0")).of == DONE.id


def test_nobody_is_reminded_of_an_ask_that_is_no_longer_in_the_mail() -> None:
    with pytest.raises(StateError, match="no mail of this alert carries sb-35 any more"):
        planned(at=HEARING + timedelta(hours=1), closes=LAST)


def test_a_reminder_after_or_right_before_the_deadline_is_refused() -> None:
    for at in (HEARING + timedelta(hours=1), HEARING - timedelta(minutes=59)):
        with pytest.raises(StateError, match="too soon for a reminder"):
            planned(at=at)


def test_an_ask_is_right_while_mails_carry_it_as_long_as_before() -> None:
    assert withdrawn_or_moved("sb-35", OPEN, replace(OPEN, topic="another")) == ""
    assert withdrawn_or_moved("donate", OPEN, OPEN) == ""


def test_an_ask_that_mails_never_carry_was_withdrawn() -> None:
    editions = tuple(replace(one, open_asks=("donate",)) for one in OPEN.editions)
    told = withdrawn_or_moved("sb-35", OPEN, replace(OPEN, editions=editions))
    assert told.startswith("The ask was withdrawn")


def test_whom_another_send_brought_in_is_reminded_without_having_asked_for_the_topic() -> None:
    segment = Segment(topics=frozenset({"daca"}), also=frozenset({"s"}), zips=frozenset({"606"}))
    assert reminded(segment, "") == Segment()
