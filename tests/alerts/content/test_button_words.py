"""Buttons of one alert: no two read the same, and each says what its link holds."""

from __future__ import annotations

import pytest

from tests.written import card, findings, only_finding

MAIL = "level: state\nlanguages: [en]\nsubject: We won!\nbody: Now\nasks:\n"
PAGE = "link: https://act.example"
OURS = "https://icirr.kindful.com/?campaign"


def mail(*asks: str) -> str:
    return MAIL + "".join(f"  - {{{one}}}\n" for one in asks)


SAME = {
    "donate twice": ("ask: donate", f"ask: donate, id: b, link: {OURS}=7", "button"),
    "the same title": (
        f"ask: take_action, title: A, {PAGE}/1",
        f"ask: take_action, title: A, id: b, {PAGE}/2",
        "title",
    ),
    "one docket, two pages": (
        f"ask: comment, docket: D, agency: A, closes: 2018-04-10, {PAGE}/1",
        f"ask: comment, docket: D, agency: B, id: b, closes: 2018-04-10, {PAGE}/2",
        "button",
    ),
    "shared twice": (
        "ask: share, title: A",
        "ask: share, id: b, title: B, link: https://www.icirr.example/b",
        "button",
    ),
    "staff's own words": (
        f"ask: take_action, title: A, button: Go, {PAGE}/1",
        f"ask: sign_up, title: A, button: Go, {PAGE}/2",
        "button",
    ),
}


@pytest.mark.parametrize(("one", "two", "key"), SAME.values(), ids=SAME.keys())
def test_two_buttons_that_read_the_same_are_an_error(one: str, two: str, key: str) -> None:
    finding = only_finding(mail(one, two))
    assert (finding.level, finding.line) == ("error", 7)
    assert "the ask on line 6" in finding.found
    assert f"`{key}: …`" in finding.remedy


@pytest.mark.parametrize(
    "two",
    ["button: Give again", "link: https://icirr.kindful.com/?campaign=1242232"],
    ids=["other words", "the same page"],
)
def test_what_can_be_told_apart_or_need_not_be_is_no_finding(two: str) -> None:
    assert findings(mail("ask: donate", f"ask: donate, id: b, {two}")) == ()


DOUBTFUL = {
    "somebody else's donate page": ("ask: donate", "is not ICIRR’s"),
    "something else to share": ("ask: share, title: A", "leads to another page"),
    "an action without a title": ("ask: take_action", "has no title"),
    "a list without a title": ("ask: sign_up", "has no title"),
}


@pytest.mark.parametrize(("ask", "says"), DOUBTFUL.values(), ids=DOUBTFUL.keys())
def test_a_button_that_says_something_else_is_a_warning(ask: str, says: str) -> None:
    finding = only_finding(mail(f"{ask}, {PAGE}"))
    assert (finding.level, finding.line) == ("warning", 6)
    assert says in finding.found
    assert findings(mail(f"{ask}, button: Words of its own, {PAGE}")) == ()


def test_a_cards_headline_says_what_its_ask_is() -> None:
    assert findings(card(f"ask: sign_up\n{PAGE}")) == ()
