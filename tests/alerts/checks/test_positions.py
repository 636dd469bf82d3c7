"""Slips that would be filed for the side the alert is against."""

import pytest

from functions.alerts.errors import Finding
from tests.checking import checked, of_rule

SLIP = """\
level: state
languages: [{language}]
subject: {subject}
body: Hello.
asks:
  - ask: slip
    bill: HB 9
    name: Fair Housing Act
    text: {text}
    closes: Tuesday 2018-04-10 3:00 PM
"""


def told(
    text: str = "We file slips.", position: str = "", subject: str = "Slips", language: str = "en"
) -> tuple[Finding, ...]:
    written = SLIP.format(language=language, subject=subject, text=f"'{text}'")
    if position:
        written += f"    position: {position}\n"
    return of_rule(checked(written), "position-against-words")


@pytest.mark.parametrize(
    "text",
    [
        "It is bad. Vote no!",
        "Tell the committee to vote no.",
        "Please **vote no** on HB 9.",
        "Ask your senator to reject H.B. 9.",
        "Oppose the [Fair Housing Act](https://a.example.org).",
        "It hurts renters. Please oppose it!",
        "File a witness slip as an opponent.",
        "Choose “Opponent” in section III.",
    ],
)
def test_an_order_to_oppose_beside_a_slip_in_support_is_told(text: str) -> None:
    (finding,) = told(text)
    assert (finding.level, finding.line, finding.field) == ("warning", 9, "asks.hb-9.text")
    assert finding.remedy.startswith("Add `position: opponent` to HB 9.")
    assert told(text, "opponent") == told(text, "no_position") == ()


@pytest.mark.parametrize(
    "text",
    [
        "The sheriffs oppose this bill.",
        "Opponents say “Oppose this bill!”",
        "Lobbyists urge lawmakers to vote no.",
        "Stop discrimination against renters.",
        "Tell them not to vote no.",
        "Oppose this bill? Never.",
        "Vote no on HB 10.",
        "Stop this bill from dying in committee.",
        "Vote no on HB 9 Amendment 2. Support this bill.",
    ],
)
def test_what_is_no_order_about_the_bill_is_left_alone(text: str) -> None:
    assert told(text) == ()


def test_an_order_to_support_beside_a_slip_against_is_told_where_the_position_stands() -> None:
    (finding,) = told("Support this bill.", "opponent")
    assert (finding.line, finding.field) == (11, "asks.hb-9.position")
    assert "Write `position: proponent`." in finding.remedy


@pytest.mark.parametrize("subject", ["Oppose HB 9", "'Tonight: vote no on HB9'"])
def test_a_subject_is_looked_at_where_it_names_the_bill(subject: str) -> None:
    (finding,) = told(subject=subject)
    assert finding.field == "subject"
    assert told(subject="Vote no") == told(subject="Oppose this bill") == ()


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Opóngase a este proyecto de ley.", 1),
        ("Pídale al comité que vote en contra.", 1),
        ("Los alguaciles se oponen a este proyecto.", 0),
        ("Rechazar este proyecto de ley sería un error.", 0),
        ("Pídale al comité que no vote en contra.", 0),
    ],
)
def test_spanish_has_words_of_its_own(text: str, count: int) -> None:
    assert len(told(text, language="es")) == count
