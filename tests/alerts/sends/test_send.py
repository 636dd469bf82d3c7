from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.alerts.errors import StateError
from functions.alerts.sends.send import (
    SHARDS,
    Cursor,
    Send,
    advanced,
    batch_size,
    create_send,
    moved,
    part_count,
    released,
    rescheduled,
    shard_of,
    shards_of,
    started,
    with_targeted,
)
from functions.alerts.sends.states import (
    RELEASE_NEEDED,
    TRANSITIONS,
    UNRELEASED,
    Action,
    State,
    possible,
)
from tests.sending import REVISION, TOPIC

NOON = datetime(2018, 4, 9, 17, tzinfo=UTC)
SEND = create_send(REVISION, TOPIC, NOON, id="20180409-1", nonce="first", earlier=("0",))
PAIRS = [(state, action) for state in get_args(State) for action in get_args(Action)]


@pytest.mark.parametrize(("pair", "to"), TRANSITIONS.items(), ids="-".join)
def test_an_allowed_action_moves_the_send_one_generation_on(
    pair: tuple[State, Action], to: State
) -> None:
    state, action = pair
    send = moved(replace(SEND, state=state), action, nonce="n", reason="why")
    assert (send.state, send.gen, send.change, send.reason) == (to, 2, "n", "why")


@pytest.mark.parametrize("pair", [p for p in PAIRS if p not in TRANSITIONS], ids="-".join)
def test_every_other_action_is_refused_and_the_possible_ones_are_named(
    pair: tuple[State, Action],
) -> None:
    with pytest.raises(StateError, match=f"is {pair[0]}: it cannot {pair[1]}") as refused:
        moved(replace(SEND, state=pair[0]), pair[1], nonce="n")
    assert all(action in refused.value.remedy for action in possible(pair[0]))


@pytest.mark.parametrize("state", ["done", "cancelled"])
def test_a_send_that_is_over_stays_over(state: State) -> None:
    assert possible(state) == ()


def test_every_state_but_the_first_can_be_reached() -> None:
    assert {*TRANSITIONS.values(), "scheduled"} == set(get_args(State))


def test_a_send_is_bound_to_its_revision() -> None:
    assert (SEND.digest, SEND.campaign) == (REVISION.digest, REVISION.campaign)
    assert SEND.languages == ("en", "es")


def test_a_send_survives_being_stored() -> None:
    send = replace(SEND, cursor=Cursor(round=2, part=1, nr=7, idle=1), targeted=9, parts=2)
    assert Send.from_json(send.to_json()) == send


def test_starting_fixes_the_sizes() -> None:
    send = started(SEND, now=NOON, rate=14.0, supporters=50_000, nonce="n")
    assert (send.state, send.batch_size, send.parts, send.gen) == ("freezing", 7, 3, 2)


def test_a_send_that_comes_too_late_is_missed() -> None:
    late = NOON + timedelta(hours=2, seconds=1)
    assert started(SEND, now=late, rate=1, supporters=1, nonce="n").state == "missed"


def test_a_missed_send_starts_when_a_person_says_so_however_late() -> None:
    missed = moved(SEND, "miss", nonce="m")
    send = started(missed, now=NOON + timedelta(days=1), rate=1, supporters=1, nonce="n")
    assert send.state == "freezing"


@pytest.mark.parametrize(
    ("rate", "size"),
    [(0.5, 1), (1.0, 1), (14.0, 7), (49.9, 24), (100.0, 50), (500.0, 50)],
    ids=str,
)
def test_a_batch_is_half_a_second_of_mails_and_one_call_at_most(rate: float, size: int) -> None:
    assert batch_size(rate) == size


@pytest.mark.parametrize(
    ("supporters", "parts"),
    [(0, 1), (20_000, 1), (20_001, 2), (1_000_000, 50), (10_000_000, 64)],
    ids=str,
)
def test_parts_hold_about_twenty_thousand_supporters(supporters: int, parts: int) -> None:
    assert part_count(supporters) == parts


@given(parts=st.integers(1, SHARDS), supporter=st.uuids())
def test_every_supporter_is_in_exactly_one_part(parts: int, supporter: object) -> None:
    shard = shard_of(str(supporter).replace("-", ""))
    assert sum(shards_of(part, parts).count(shard) for part in range(parts)) == 1


def test_moving_the_cursor_is_a_change_like_any_other() -> None:
    send = advanced(SEND, Cursor(part=3), nonce="n")
    assert (send.cursor.part, send.gen, send.change, send.state) == (3, 2, "n", "scheduled")


def test_counting_the_audience_is_part_of_another_change() -> None:
    assert with_targeted(SEND, 7) == replace(SEND, targeted=7)
    froze_slowly = replace(SEND, cursor=Cursor(idle=1))
    assert with_targeted(froze_slowly, 7).cursor == Cursor()


OLD = """{"batch_size": 14, "campaign": "award", "change": "n", "cursor": {"idle": 0, "nr": 3,
"part": 1, "round": 2}, "digest": "d", "earlier": ["0"], "gen": 7, "id": "20180409-1",
"languages": ["en"], "parts": 2, "reason": "", "segment": {"languages": [], "topics": ["daca"]},
"starts": "2018-04-09T17:00:00+00:00", "state": "sending", "targeted": 20, "v": 1}"""


def test_a_send_of_the_first_version_can_be_read_while_it_goes_on() -> None:
    send = Send.from_json(OLD)
    assert (send.state, send.cursor) == ("sending", Cursor(round=2, part=1, nr=3))
    assert (send.grace, send.release, send.pace, send.until) == (7200, "none", 1.0, None)


def test_everything_said_at_the_launch_is_stored() -> None:
    send = create_send(
        REVISION,
        TOPIC,
        NOON,
        id="1",
        nonce="n",
        author="ana",
        urgent=True,
        grace=60,
        needs_release=True,
        doubt="keep",
        kind="reminder",
        of="0",
        created=NOON,
    )
    assert Send.from_json(send.to_json()) == send
    assert (send.release, send.kind, send.of, send.created) == ("needed", "reminder", "0", NOON)


def test_a_send_waits_for_its_release_no_longer_than_its_grace() -> None:
    asked = replace(SEND, release="needed", grace=600)
    waiting = started(asked, now=NOON, rate=1, supporters=1, nonce="n")
    assert (waiting.state, waiting.reason) == ("waiting", RELEASE_NEEDED)
    assert waiting.until == NOON + timedelta(minutes=10)


@pytest.mark.parametrize("action", [a for a in get_args(Action) if a not in UNRELEASED])
def test_a_send_that_nobody_released_cannot_go_on(action: Action) -> None:
    waiting = replace(SEND, state="waiting", reason=RELEASE_NEEDED)
    with pytest.raises(StateError, match=f"is waiting: it cannot {action}"):
        moved(waiting, action, nonce="n")


def test_a_release_is_given_by_somebody_and_taken_back_by_another_start() -> None:
    given = released(replace(SEND, release="needed"), "ben", nonce="n")
    assert (given.state, given.release, given.released_by) == ("scheduled", "given", "ben")
    again = rescheduled(given, NOON + timedelta(days=1), nonce="n")
    assert (again.gen, again.release, again.released_by) == (3, "needed", "")


def test_a_send_that_froze_before_keeps_its_sizes() -> None:
    late = replace(SEND, state="missed", batch_size=7, parts=3)
    send = started(late, now=NOON, rate=50, supporters=1_000_000, nonce="n")
    assert (send.batch_size, send.parts) == (7, 3)


@pytest.mark.parametrize(
    ("reason", "overruled"), [("TOO_MANY_BOUNCES", True), ("lunch", False)], ids=str
)
def test_only_who_goes_on_after_an_automatic_pause_overrules_it(
    reason: str, overruled: bool
) -> None:
    paused = replace(SEND, state="paused", reason=reason)
    assert moved(paused, "resume", nonce="n").overruled is overruled
