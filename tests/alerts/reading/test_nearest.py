"""Which of our words people mean by theirs."""

import pytest

from functions.alerts.reading.nearest import nearest_choice, nearest_key
from tests.written import CARD, card, findings, only_finding

ASK = ("ask", "bill", "closes", "link", "position", "text")
POSITIONS = ("proponent", "opponent", "no_position")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("deadline", "closes"),
        ("URL", "link"),
        ("description", "text"),
        ("positoin", "position"),
        ("preview text", None),
        ("weather", None),
    ],
)
def test_a_key_is_known_by_what_other_forms_call_it(typed: str, meant: str | None) -> None:
    assert nearest_key(typed, ASK) == ([meant] if meant else [])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("against", "opponent"), ("Oppose", "opponent"), ("in favor", "proponent"), ("maybe", None)],
)
def test_a_position_is_known_by_how_people_say_it(typed: str, meant: str | None) -> None:
    assert nearest_choice(typed, POSITIONS) == ([meant] if meant else [])


def test_a_choice_may_go_on_in_words_or_stand_in_a_list() -> None:
    assert nearest_choice("House of Representatives", ("house", "senate")) == ["house"]
    assert nearest_choice(["state"], ("federal", "state")) == ["state"]
    assert nearest_choice({"a": "b"}, ("federal", "state")) == []


def test_a_list_where_a_word_belongs_is_exchanged_whole() -> None:
    finding = only_finding(CARD.replace("level: state", "level: [state]"))
    assert finding.remedy == "Write `level: state`."


def test_a_sentence_with_a_colon_is_told_from_a_key() -> None:
    finding = only_finding(f"{CARD}Thank you for your work: we won.\n")
    assert finding.remedy.startswith("If it goes on with the text above, write `|`")


def test_a_hyphen_glued_to_its_ask_is_the_one_thing_told() -> None:
    finding = only_finding(f"{CARD}asks:\n  -ask: slip\n   bill: SB 35\n")
    assert (finding.line, finding.remedy) == (4, "Write `  - ask: slip`.")


@pytest.mark.parametrize(
    ("line", "mended"),
    [
        ('headline: "Say "no" to it"', "headline: 'Say \"no\" to it'"),
        ("headline: “Update: it is heard”", 'headline: "Update: it is heard"'),
        ("headline: Safe &amp; sound", "headline: Safe & sound"),
        ("with: {a: Hands, raised, high}", 'with: {a: "Hands, raised, high"}'),
    ],
)
def test_a_text_is_offered_as_it_was_meant(line: str, mended: str) -> None:
    first = findings(f"{line}\nlevel: state\n")[0]
    assert f"`{mended}`" in first.remedy


def test_a_system_s_field_as_a_link_is_called_so() -> None:
    finding = only_finding(card("ask: take_action\ntitle: See\nlink: '*|ARCHIVE|*'"))
    assert finding.found == "`*|ARCHIVE|*` is another system's field; nothing fills it in a link."
