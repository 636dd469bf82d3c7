"""The languages of a campaign: written in any letters, each of them once, the first one spoken."""

from __future__ import annotations

import pytest

from functions.alerts.content.campaign import parse_campaign
from functions.alerts.errors import InputError
from tests.written import CARD, campaign, findings, organization

SPANISH = "{headline: Lucha}\n"


@pytest.mark.parametrize("code", ["es", "ES"])
@pytest.mark.parametrize("listed", ["[en, es]", "[EN, ES]"])
def test_a_code_is_the_same_in_any_letters(code: str, listed: str) -> None:
    text = f"{CARD}languages: {listed}\ntranslations:\n  {code}: {SPANISH}"
    headline = campaign(text).in_language("es").headline
    assert (headline, findings(text)) == ("Lucha", ())


@pytest.mark.parametrize(
    ("text", "line", "remedy"),
    [
        ("languages: [en, EN]\n", 3, "Delete one"),
        ("languages: [en, es, es]\n", 3, "Delete one"),
        (f"translations:\n  es: {SPANISH}  ES: {SPANISH}", 5, "Keep one"),
        (f"translations:\n  spanish: {SPANISH}", 4, "`es: {headline: Lucha}`"),
        ("language: [en]\n", 3, "`languages: [en]`"),
        ("ask: []\n", 3, "`asks: []`"),
        ("with: [paso, paso]\n", 3, "Delete one"),
    ],
)
def test_a_mistake_is_one_error_with_what_to_write(text: str, line: int, remedy: str) -> None:
    (finding,) = (one for one in findings(CARD + text) if one.level == "error")
    assert finding.line == line
    assert remedy in finding.remedy


def test_a_default_language_that_the_product_does_not_speak_is_on_its_line() -> None:
    text = f"{CARD}languages: [es, en]\n"
    with pytest.raises(InputError) as caught:
        parse_campaign(text.encode(), "a.yaml", organization(), packs={"en"})
    (finding,) = (one for one in caught.value.findings if "pack" in one.found)
    assert (finding.line, finding.field) == (3, "languages")
