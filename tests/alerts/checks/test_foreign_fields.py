"""Other mail systems' fields, told with ours; what people read out with their own name is none."""

from __future__ import annotations

import pytest

from functions.alerts.errors import Finding
from tests.checking import checked, of_rule
from tests.written import AWARD


def told(body: str, *, subject: str = "We won!") -> tuple[Finding, ...]:
    text = AWARD.replace("This award belongs to all of our partners.", body)
    return of_rule(checked(text.replace("We won!", subject)), "foreign-field")


@pytest.mark.parametrize(
    ("typed", "ours"),
    [
        ("{{first_name}}", "((first_name|friend))"),
        ("{{ contact.FIRSTNAME }}", "((first_name|friend))"),
        ('{{ first_name | default: "neighbor" }}', "((first_name|neighbor))"),
        ("*|FNAME|*", "((first_name|friend))"),
        ("*|LNAME|*", "((last_name|friend))"),
        ("%recipient.first_name%", "((first_name|friend))"),
        ("%%FIRSTNAME%%", "((first_name|friend))"),
        ("<%= first_name %>", "((first_name|friend))"),
        ("${firstName}", "((first_name|friend))"),
        ("[First Name]", "((first_name|friend))"),
        ("{first_name}", "((first_name|friend))"),
        ("[[last_name]]", "((last_name|friend))"),
    ],
)
def test_another_systems_name_is_told_with_ours(typed: str, ours: str) -> None:
    (finding,) = told(f"Thank you, {typed}, for coming.")
    assert finding.level == "warning"
    assert finding.found == (
        f"`{typed}` looks like another system’s field; readers would see it as it is typed."
    )
    assert finding.remedy.startswith(f"Write `{ours}`.")


def test_in_a_line_the_whole_line_is_mended() -> None:
    (finding,) = told("News.", subject="Hi *|FNAME|*, we won!")
    assert '`subject: "Hi ((first_name|friend)), we won!"`' in finding.remedy


def test_a_translation_gets_its_own_word_for_friend() -> None:
    (finding,) = of_rule(
        checked(AWARD.replace("¡Ganamos!", "¡Ganamos, [Primer Nombre]!")), "foreign-field"
    )
    assert "((first_name|amiga, amigo))" in finding.remedy


@pytest.mark.parametrize("typed", ["{% if member %}", "{{#if member}}", "<% end %>", "{{/if}}"])
def test_a_condition_is_to_be_deleted(typed: str) -> None:
    (finding,) = told(f"News. {typed}")
    assert finding.remedy.startswith(f"Delete `{typed}`. Texts are the same for everybody")


@pytest.mark.parametrize("typed", ["*|UNSUB|*", "{{unsubscribe_url}}", "*|ARCHIVE|*"])
def test_a_link_that_every_mail_has_is_to_be_deleted(typed: str) -> None:
    (finding,) = told(f"Leave here: {typed}")
    assert finding.remedy == f"Delete `{typed}`. Every mail has that link at its end."


def test_one_without_its_end_is_told_too() -> None:
    (finding,) = told("Thank you, {{ first_name")
    assert finding.found.startswith("`{{ first_name` looks")


def test_one_that_stands_twice_is_told_once() -> None:
    assert len(told("Dear *|FNAME|*, dear *|FNAME|*.")) == 1


@pytest.mark.parametrize(
    "body",
    [
        "[Name](https://www.icirr.example/name) tells more.",
        "Say: “My name is [First Name] and I live in Illinois.”",
        "Say your name: [name], and your town.",
        "Thank you, ((first_name|friend)).",
        "It went from 20% to 100%, and costs $5 {more or less}.",
        "He wrote a note [sic] | or two *| THREE",
    ],
)
def test_what_is_no_field_is_left_alone(body: str) -> None:
    assert told(body) == ()


def test_a_bare_name_is_one_behind_a_greeting() -> None:
    (finding,) = told("Dear [Name], we won.")
    assert finding.found.startswith("`[Name]`")


def test_what_the_reader_tells_of_our_fields_is_not_told_again() -> None:
    assert told("Thank you, ((First Name|friend)).") == ()
