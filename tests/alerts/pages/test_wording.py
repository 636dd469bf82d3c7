from __future__ import annotations

import pytest

from functions.alerts.languages.words import load_packs
from functions.alerts.pages.publishing import page_words
from functions.alerts.pages.wording import WORDS, choose_wording, wordings


def test_the_pages_words_are_those_of_the_packs() -> None:
    assert WORDS.read_text(encoding="utf-8") == page_words(load_packs()), "Run `make words`."


@pytest.mark.parametrize(
    ("wanted", "accepted", "default", "chosen"),
    [
        ("ar", "es", "en", "ar"),
        ("es-MX", "", "en", "es"),
        ("", "fr, es;q=0.5, ar;q=0.7", "en", "ar"),
        ("", "es;q=0, *", "ar", "ar"),
        ("", "", "es", "es"),
        ("tlh", "tlh", "tlh", "en"),
    ],
)
def test_the_link_counts_then_the_browser_then_the_organization(
    wanted: str, accepted: str, default: str, chosen: str
) -> None:
    assert choose_wording(wanted, accepted, default).code == chosen


def test_a_value_stands_by_itself_and_is_no_markup() -> None:
    said = wordings()["ar"].say("leave_text", organization="<ICIRR> & Co")
    assert "<bdi>&lt;ICIRR&gt; &amp; Co</bdi>" in said
