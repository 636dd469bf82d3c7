"""Link words that say nothing, something else, or two things at once."""

from __future__ import annotations

import pytest

from functions.alerts.errors import Finding
from tests.checking import checked, of_rule
from tests.written import AWARD


def about(text: str, rule: str, spanish: str = "Este premio.") -> tuple[Finding, ...]:
    """The findings of a rule about an alert with this body."""
    written = AWARD.replace("This award belongs to all of our partners.", text)
    translated = written.replace("Este premio es de todas las organizaciones aliadas.", spanish)
    return of_rule(checked(translated), rule)


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("[Click here](https://a.example) to read the bill.", "Write `[Read the bill](https://a.example)`."),
        ("Just [click here](https://a.example) to read it.",
         "Write `click here to [read it](https://a.example)`."),
        ("[Here!](https://a.example)", "Write the words that name it: `[…](https://a.example)`."),
    ],
)  # fmt: skip
def test_words_that_say_nothing_make_room_for_those_that_do(text: str, remedy: str) -> None:
    (finding,) = about(text, "vague-link")
    assert finding.remedy == remedy


def test_each_language_has_its_own() -> None:
    (finding,) = about("Fine.", "vague-link", "Haga [clic aquí](https://a.example) para leer todo.")
    assert finding.field == "translations.es.body"
    assert finding.remedy == "Write `clic aquí para [leer todo](https://a.example)`."


@pytest.mark.parametrize(
    "text",
    [
        "Read [the bill](https://a.example) here.",
        "Here is [what the act says](https://a.example).",
        "Visit [icirr.org](https://www.icirr.org/start).",
        "Visit [www.icirr.org](https://icirr.org).",
        "Write `https://a.example/x` into the form.",
        "[The bill](https://a.example/x) and [the bill](https://www.a.example/x/).",
    ],
)
def test_good_words_give_no_finding(text: str) -> None:
    rules = ("vague-link", "bare-link", "one-name-two-links", "link-says-another")
    assert [finding for rule in rules for finding in about(text, rule)] == []


def test_an_address_in_a_text_wants_words() -> None:
    (finding,) = about("See https://a.example/x?y=1. Thanks.", "bare-link")
    assert finding.remedy == "Write `[words that say what it is](https://a.example/x?y=1)`."


def test_a_long_address_is_no_name_of_itself() -> None:
    long = "https://www.a.example/a/long/address/to/read"
    assert len(about(f"See <{long}>.", "bare-link")) == 1


def test_words_that_name_another_site_look_like_fraud() -> None:
    (finding,) = about("[icirr.org](https://else.example/x)", "link-says-another")
    assert "The words say icirr.org and the link leads to else.example" in finding.found


def test_one_name_with_two_targets_is_told_where_the_second_stands() -> None:
    text = "[The bill](https://a.example/1) is good.\n\n  So is [the bill](https://a.example/2)."
    (finding,) = about(text, "one-name-two-links")
    assert (finding.line, "https://a.example/1" in finding.found) == (7, True)
