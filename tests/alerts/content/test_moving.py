"""`moved_from`: what may stand there, and what moved without a word."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from functions.alerts.content.ask import Event, Slip
from functions.alerts.content.moving import moved_line, other_days, silent_move
from functions.alerts.content.posting import posting_for
from tests.written import ask, card, findings

CHICAGO = ZoneInfo("America/Chicago")
TENTH = "2018-04-10 3:00 PM"
HEARING = "ask: slip\nbill: HB 5\nchamber: house\nhearing: {}"
SLIP = "ask: slip\nbill: HB 5\ncloses: {}"
EVENT = "ask: event\ntitle: Vigil\nplace: Here\nstarts: {}"


def slip(lines: str) -> Slip:
    made = ask(lines)
    assert isinstance(made, Slip)
    return made


def lacks(before: str, now: str) -> str:
    """The line that the ask `now` lacks, "" for none."""
    old, new = ask(before), ask(now)
    assert isinstance(old, Slip | Event) and isinstance(new, Slip | Event)
    moments = silent_move(old, new, CHICAGO)
    return moved_line(moments, CHICAGO) if moments else ""


def test_one_moment_or_a_list_of_them() -> None:
    alone = slip(SLIP.format("2018-04-12 3 PM") + f"\nmoved_from: {TENTH}")
    several = slip(SLIP.format("2018-04-12 3 PM") + f"\nmoved_from: [2018-04-03, {TENTH} CDT]")
    assert alone.moved_from == (datetime(2018, 4, 10, 15, tzinfo=CHICAGO),)
    assert [one.day for one in several.moved_from] == [3, 10]


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (SLIP.format(TENTH) + f"\nmoved_from: {TENTH}", "It did not move"),
        (SLIP.format(TENTH) + "\nmoved_from: [2018-04-03, 2018-04-03]", "It did not move"),
        (EVENT.format(TENTH) + f"\nmoved_from: [{TENTH} CDT]", "It did not move"),
        ("ask: slip\nbill: HB 5\nmoved_from: 2018-04-03", "when the hearing is now"),
        (SLIP.format(TENTH) + "\nmoved_from: Monday 2018-04-03", "is a Tuesday"),
        (EVENT.format(TENTH) + "\nmoved_from: 2018-04-03", "no time of day"),
        (f"ask: share\nmoved_from: {TENTH}", "not known here"),
    ],
    ids=["to where it was", "twice", "an event", "to nowhere", "weekday", "no time", "a share"],
)
def test_what_cannot_have_moved_is_told_on_its_line(lines: str, found: str) -> None:
    text = card(lines)
    line = text[: text.index("moved_from")].count("\n") + 1
    (finding,) = (one for one in findings(text) if one.level == "error")
    assert (finding.line, found in finding.found) == (line, True)


def test_back_to_the_first_day_is_a_move_too() -> None:
    back = SLIP.format(TENTH) + f"\nmoved_from: [{TENTH}, 2018-04-17 3:00 PM]"
    assert findings(card(back)) == ()
    assert [one.day for one in other_days(slip(back), CHICAGO)] == [17]


@pytest.mark.parametrize(
    ("before", "now", "line"),
    [
        pytest.param(HEARING.format(TENTH), HEARING.format(TENTH), "", id="nothing"),
        pytest.param(
            HEARING.format(TENTH),
            HEARING.format("2018-04-12 3:00 PM"),
            "moved_from: Tuesday 2018-04-10 3:00 PM",
            id="another day",
        ),
        pytest.param(
            EVENT.format(TENTH),
            EVENT.format("2018-04-10 4:00 PM"),
            "moved_from: Tuesday 2018-04-10 3:00 PM",
            id="another hour",
        ),
        pytest.param(
            HEARING.format(TENTH),
            HEARING.format("2018-04-12 3:00 PM") + f"\nmoved_from: {TENTH}",
            "",
            id="said",
        ),
        pytest.param(
            HEARING.format("2018-04-12 3:00 PM") + f"\nmoved_from: {TENTH}",
            HEARING.format("2018-04-17 3:00 PM") + f"\nmoved_from: {TENTH}",
            "moved_from: [Tuesday 2018-04-10 3:00 PM, Thursday 2018-04-12 3:00 PM]",
            id="the first move is said",
        ),
        pytest.param(
            SLIP.format("2018-04-12 3:00 PM") + f"\nmoved_from: {TENTH}",
            SLIP.format("2018-04-12 3:00 PM"),
            "moved_from: Tuesday 2018-04-10 3:00 PM",
            id="the line is gone",
        ),
        pytest.param(
            SLIP.format("2018-04-10"), HEARING.format(TENTH), "", id="the hearing got known"
        ),
        pytest.param(
            SLIP.format("2018-04-10"),
            HEARING.format("2018-04-12 3:00 PM"),
            "moved_from: Tuesday 2018-04-10 11:59 PM",
            id="the hearing got known, on another day",
        ),
        pytest.param(
            HEARING.format(TENTH),
            HEARING.format(TENTH) + "\ncloses: 2018-04-10 noon",
            "",
            id="the margin before the hearing",
        ),
    ],
)
def test_a_move_without_a_word_is_told_with_the_line_that_lacks(
    before: str, now: str, line: str
) -> None:
    assert lacks(before, now) == line


@pytest.mark.parametrize(
    "then",
    ["2018-04-10 3:00 PM", "2018-04-10 3:00 PM America/New_York", "2018-11-04 1:30 AM CST",
     "2018-11-04 1:30 AM CDT", "2018-04-10", "2018-10-28 02:30 Europe/Paris CEST",
     "2018-04-10 15:00 UTC"],
)  # fmt: skip
def test_the_line_that_lacks_is_one_that_the_reader_takes(then: str) -> None:
    now = EVENT if len(then) > 10 else SLIP
    offered = lacks(now.format(then), now.format("2018-12-01 3:00 PM"))
    assert lacks(now.format(then), now.format(f"2018-12-01 3:00 PM\n{offered}")) == ""


@pytest.mark.parametrize(
    ("lines", "same"),
    [(HEARING.format("2018-04-12 3:00 PM"), False), (HEARING.format("2018-04-10 5:00 PM"), True)],
    ids=["another day", "another hour"],
)
def test_only_another_day_is_another_posting_to_file_on(lines: str, *, same: bool) -> None:
    before, now = slip(HEARING.format(TENTH)), slip(f"{lines}\nmoved_from: {TENTH}")
    assert (posting_for(before, CHICAGO) == posting_for(now, CHICAGO)) is same
    assert (other_days(now, CHICAGO) == ()) is same
