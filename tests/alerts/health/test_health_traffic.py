"""What is on its way: facts in, points out."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from functions.alerts.health.traffic import (
    EventPath,
    check_dead_letters,
    check_events,
    check_sends,
    check_switch,
)
from functions.alerts.sends.send import State, create_send
from tests.points import levels, told
from tests.sending import REVISION, TOPIC

NOON = datetime(2018, 4, 9, 12, tzinfo=UTC)
SEND = create_send(REVISION, TOPIC, NOON, id="s-1", nonce="n")


def test_the_kill_switch_says_who_and_why() -> None:
    assert levels(check_switch("")) == {"kill switch": "well"}
    points = list(check_switch("ana stopped it at noon: wrong link"))
    assert "wrong link. `alerts stop --lift`" in told(points)


@pytest.mark.parametrize(
    ("state", "reason", "level"),
    [
        ("blocked", "ACCOUNT_SENDING_PAUSED", "wrong"),
        ("waiting", "RELEASE_NEEDED", "note"),
        ("paused", "", "note"),
        ("missed", "", "wrong"),
    ],
)
def test_a_send_that_waits_for_a_person_is_told(state: State, reason: str, level: str) -> None:
    send = replace(SEND, state=state, reason=reason)
    points = list(check_sends([send]))
    assert levels(points) == {"sends": level}
    assert send.id in told(points)


def test_a_send_that_goes_on_is_no_point_unless_messages_of_it_died() -> None:
    sending = replace(SEND, state="sending")
    assert list(check_sends([sending])) == []
    assert levels(check_sends([replace(sending, dead=3)])) == {"sends": "wrong"}


def test_dead_letters_are_named_by_their_queue() -> None:
    points = list(check_dead_letters({"BatchQueueDeadLetters": 2, "EventQueueDeadLetters": 0}))
    assert levels(points) == {"dead letters": "wrong"}
    assert "2 in BatchQueueDeadLetters" in told(points)
    assert levels(check_dead_letters({"a": 0, "b": 0})) == {"dead letters": "well"}


@pytest.mark.parametrize(
    ("path", "level", "words"),
    [
        (EventPath(sent=9, recorded=18, last=NOON), "well", "2018-04-09 12:00 UTC"),
        (EventPath(sent=9, recorded=0), "wrong", "--simulator 1"),
        (EventPath(sent=0, recorded=0), "note", "--simulator 1"),
        (EventPath(sent=0, recorded=3, last=NOON), "well", "3 events"),
    ],
)
def test_the_event_path_by_what_was_counted(path: EventPath, level: str, words: str) -> None:
    points = list(check_events(path))
    assert levels(points) == {"event path": level}
    assert words in told(points)
