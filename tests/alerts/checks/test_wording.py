"""Shouting, urgency and signs: told where filters and readers mind them, and nowhere else."""

from __future__ import annotations

import pytest

from functions.alerts.checks.wording import check_sender_name
from functions.alerts.content.organization import read_organization
from functions.alerts.errors import Finding
from tests.checking import checked, of_rule
from tests.written import AWARD, CARD, ORGANIZATION

NEWS = "This award belongs to all of our partners."


def of_subject(subject: str, rule: str) -> tuple[Finding, ...]:
    return of_rule(checked(AWARD.replace("We won!", subject)), rule)


def of_body(body: str) -> tuple[Finding, ...]:
    return of_rule(checked(AWARD.replace(NEWS, body)), "shouting")


def of_sender(name: str) -> tuple[Finding, ...]:
    written = ORGANIZATION.replace("short_name: ICIRR", f'short_name: "{name}"')
    parsed = read_organization(written.encode(), "organization.yaml")
    check_sender_name(parsed)
    return of_rule(parsed.reading.result(), "sender-name")


@pytest.mark.parametrize(
    ("subject", "mended"),
    [
        ("We won!!", "We won!"),
        ("Did we win??", "Did we win?"),
        ("¡¡Ganamos!!", "¡Ganamos!"),
        ("TAKE ACTION NOW", "Take action now"),
        ("ICIRR AND PASO THANK YOU", "ICIRR and PASO thank you"),
        ("ICIRR wins: TELL THEM THANK YOU", "ICIRR wins: tell them thank you"),
    ],
)
def test_a_subject_that_shouts_is_offered_in_calm(subject: str, mended: str) -> None:
    (finding,) = of_subject(f'"{subject}"', "shouting")
    assert (finding.level, finding.line) == ("warning", 3)
    assert finding.remedy == f'Write `subject: "{mended}"`.'


def test_a_text_that_shouts_is_a_note_on_its_line() -> None:
    marks, capitals = of_body("Know this:\n  DO NOT OPEN THE DOOR to ICE!!!")
    assert (marks.level, marks.line, capitals.line) == ("note", 6, 6)
    assert marks.remedy == "Write `ICE!`."
    assert capitals.remedy == "Write `Do not open the door`. **Two asterisks** make it bold."


@pytest.mark.parametrize(
    "body",
    [
        "ICIRR, PASO, SEIU and CAIR stand with you.",
        "You MUST vote, and vote AGAINST it!!",
        "Luchamos por TODAS Y TODOS. ¿De verdad?!",
        "The Illinois TRUST Act binds ICE and DHS.",
        "This is the campaign WELCOMING ILLINOIS.",
    ],
)
def test_names_in_capitals_and_emphasis_are_no_shouting(body: str) -> None:
    assert of_body(body) == ()


def test_a_bill_that_is_called_in_capitals_keeps_its_name() -> None:
    text = AWARD.replace("name: Safe Zones Act", "name: SAFE ZONES FOR EVERYBODY ACT")
    assert of_rule(checked(text), "shouting") == ()


@pytest.mark.parametrize("subject", ["Re: We won!", "FWD: We won!", "fw: We won!"])
def test_a_subject_that_pretends_to_answer_is_told(subject: str) -> None:
    (finding,) = of_subject(f'"{subject}"', "false-reply")
    assert finding.remedy == 'Write `subject: "We won!"`.'


def test_a_sign_that_looks_like_the_inboxs_own_is_told() -> None:
    (finding,) = of_subject("✅ We won", "emoji")
    assert (finding.level, finding.remedy) == ("warning", "Write `subject: We won`.")


def test_a_second_sign_is_one_too_many() -> None:
    (finding,) = of_subject("We won 🎉🎉 today 🏆", "emoji")
    assert finding.level == "note"
    assert "There are 3 signs" in finding.found
    assert finding.remedy == "Write `subject: We won 🎉 today`."


@pytest.mark.parametrize("subject", ["We won 🎉", "We ❤️ Illinois", "A family 👨‍👩‍👧 at home"])
def test_one_sign_is_nobodys_business(subject: str) -> None:
    assert of_subject(subject, "emoji") == ()


def test_urgency_in_a_subject_is_told_once_with_the_deadline_in_its_place() -> None:
    (finding,) = of_subject('"URGENT: act now for SB 35"', "pressing-subject")
    assert finding.found == (
        "“URGENT:” and “act now” in a subject: filters know it from junk mail, "
        "and it tells nothing."
    )
    assert "((deadline|soon))" in finding.remedy


def test_urgency_is_found_in_the_words_of_its_language() -> None:
    text = AWARD.replace("¡Ganamos!", "Última oportunidad")
    (finding,) = of_rule(checked(text), "pressing-subject")
    assert finding.field == "translations.es.subject"


@pytest.mark.parametrize("subject", ["Urgent care for all", "Hurricane relief", "We act nowhere"])
def test_words_that_only_look_like_it_are_left_alone(subject: str) -> None:
    assert of_subject(subject, "pressing-subject") == ()


def test_a_card_has_no_subject() -> None:
    assert checked(CARD.replace("Fight", '"Re: act now"')) == checked(CARD)


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("✅ ICIRR", 'Write `short_name: "ICIRR"`.'),
        ("🔥", "Write the organization’s name."),
        ("ICIRR last chance", "Write the organization’s name alone."),
        ("Re: ICIRR", "Write the organization’s name alone."),
    ],
)
def test_a_senders_name_is_a_name_alone(name: str, remedy: str) -> None:
    (finding,) = of_sender(name)
    assert (finding.rule, finding.field, finding.remedy) == ("sender-name", "short_name", remedy)


def test_an_ordinary_senders_name_is_right() -> None:
    assert of_sender("Coalición Ñandú – PASO") == ()
