from __future__ import annotations

import re

import pytest

from functions.alerts.content.organization import parse_organization
from functions.alerts.editions.letters import compile_letters
from functions.alerts.errors import StateError
from functions.alerts.languages.words import load_packs
from functions.alerts.mail.letter import KINDS, LINK, Letter, LetterKind, Letters, letter_request
from tests.compiled import ROOT

FILE = (ROOT / "campaigns/organization.yaml").read_bytes()
LETTERS = compile_letters(parse_organization(FILE, "organization.yaml"), load_packs())
EVERY = [(kind, code) for kind in KINDS for code in LETTERS.languages]


@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_a_letter_has_its_link_once_in_each_part_and_no_other_field(
    kind: LetterKind, language: str
) -> None:
    letter = LETTERS.get(kind, language)
    assert letter.html.count(LINK) == letter.text.count(LINK) == 1
    assert "((" not in letter.subject + letter.html.replace(LINK, "")
    assert re.search(rf'href="{re.escape(LINK)}"', letter.html)


@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_a_letter_fetches_nothing_but_the_logo(kind: LetterKind, language: str) -> None:
    html = LETTERS.get(kind, language).html
    assert re.findall(r'src="([^"]+)"', html) == [f"{LETTERS.sender.site}/images/logo.png"]


def test_letters_come_back_as_they_were_stored() -> None:
    assert Letters.from_json(LETTERS.to_json()) == LETTERS


def test_a_language_without_a_letter_gets_the_default_one() -> None:
    assert LETTERS.get("confirm", "tlh") == LETTERS.get("confirm", LETTERS.languages[0])


def test_a_letter_that_an_older_release_did_not_make_is_said_to_be_missing() -> None:
    content = Letters(sender=LETTERS.sender, languages=("en",), letters={"en": {}})
    with pytest.raises(StateError, match="alerts publish"):
        content.get("fresh", "en")


def test_a_link_is_escaped_in_html_alone() -> None:
    letter = Letter(subject="s", html=f'<a href="{LINK}">x</a>', text=LINK)
    link = "https://alerts.example/c/x?lang=en&y=1"
    simple = letter_request(letter, LETTERS.sender, "m@people.example", link, "set")["Content"][
        "Simple"
    ]
    assert simple["Body"]["Html"]["Data"] == f'<a href="{link.replace("&", "&amp;")}">x</a>'
    assert simple["Body"]["Text"]["Data"] == link


def test_every_language_of_the_packs_has_its_letters() -> None:
    text = FILE.replace(b"languages: [en, es]", b"languages: [en, es, ar]")
    organization = parse_organization(text, "organization.yaml")
    letters = compile_letters(organization, load_packs())
    assert set(letters.letters) == set(organization.languages)
