"""A new file is right from the start: commented, and without an error."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from functions.alerts.content.ask import KINDS
from functions.alerts.content.campaign import Campaign, parse_campaign
from functions.alerts.errors import StateError
from functions.alerts.reading.new import QUESTIONS, new_campaign, problems
from tests.written import organization

HOME = organization()
EXAMPLES = {
    kind: {question.key: question.example for question in questions}
    for kind, questions in QUESTIONS.items()
}


def parsed(text: str) -> Campaign:
    return parse_campaign(text.encode(), "new.yaml", HOME).campaign


@pytest.mark.parametrize("kind", QUESTIONS)
def test_a_new_file_without_answers_has_no_error(kind: str) -> None:
    assert parsed(new_campaign(kind, {})).mailable is (kind != "sign_up")


@pytest.mark.parametrize("kind", QUESTIONS)
def test_a_new_file_tells_the_editor_its_schema(kind: str) -> None:
    first, second, *_ = new_campaign(kind, EXAMPLES[kind]).splitlines()
    assert first == "# yaml-language-server: $schema=schema/campaign.json"
    assert second.startswith("# ")


def test_the_answers_stand_in_the_file() -> None:
    campaign = parsed(new_campaign("slip", EXAMPLES["slip"] | {"subject": 'Say: "no" #Now'}))
    assert campaign.subject == 'Say: "no" #Now'
    assert [ask.id for ask in campaign.asks] == ["sb-35"]


@pytest.mark.parametrize("kind", ["slip", "event"])
def test_a_file_shows_how_a_move_is_said(kind: str) -> None:
    text = new_campaign(kind, EXAMPLES[kind])
    shown = text.replace("    # moved_from", "    moved_from")
    assert problems(kind, shown) == ()
    assert [len(ask.model_dump()["moved_from"]) for ask in parsed(shown).asks] == [1]


def test_an_answer_of_several_paragraphs_keeps_them() -> None:
    assert parsed(new_campaign("alert", {"body": "One.\n\nTwo."})).body == "One.\n\nTwo."


def test_a_kind_that_is_not_there_names_those_that_are() -> None:
    with pytest.raises(StateError, match="alert, slip, call"):
        new_campaign("petition", {})


@settings(deadline=None)  # a busy machine is no failure
@given(st.text(max_size=60), st.text(max_size=60))
def test_any_answers_give_a_file_that_yaml_can_read(subject: str, body: str) -> None:
    plain = " ".join("".join(c if c.isprintable() else " " for c in subject).split())
    text = new_campaign("alert", {"subject": subject, "body": body})
    if "((" not in text:
        assert parsed(text.encode("utf-8", "ignore").decode()).subject == (
            plain.strip() or "Write the subject here"
        )


@pytest.mark.parametrize(
    ("kind", "answers", "field"),
    [
        ("slip", {"bill": "35"}, "asks.35.bill"),
        ("event", {"starts": "tomorrow"}, "asks.event.starts"),
        ("take_action", {"link": "www"}, "asks.take-action.link"),
        ("alert", {"level": "city"}, "level"),
    ],
)
def test_a_wrong_answer_is_told(kind: str, answers: dict[str, str], field: str) -> None:
    (finding,) = problems(kind, new_campaign(kind, answers))
    assert finding.field == field


@pytest.mark.parametrize("kind", QUESTIONS)
def test_the_examples_are_right_answers(kind: str) -> None:
    assert problems(kind, new_campaign(kind, EXAMPLES[kind])) == ()


def test_a_level_may_be_written_in_capitals() -> None:
    assert problems("alert", new_campaign("alert", {"level": "State"})) == ()


def test_every_kind_of_ask_can_be_begun() -> None:
    assert QUESTIONS.keys() - {"alert"} == KINDS.keys()
