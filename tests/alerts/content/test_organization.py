"""The organization is read once, in each of its languages."""

from __future__ import annotations

import pytest

from functions.alerts.content.organization import read_organization
from functions.alerts.errors import Finding, InputError
from tests.written import ORGANIZATION, organization


def problem(old: str, new: str) -> Finding:
    assert old in ORGANIZATION
    with pytest.raises(InputError) as caught:
        organization(ORGANIZATION.replace(old, new))
    (finding,) = caught.value.findings
    return finding


def test_an_organization_is_in_its_first_language() -> None:
    assert organization().language == "en"
    assert organization().site == "https://alerts.icirr.example"


def test_what_is_not_written_has_a_sensible_default() -> None:
    assert organization().slip.represent == "Self"
    assert organization().colors.main == "#1b4f8a"


def test_another_language_has_its_words_and_everything_else() -> None:
    spanish = organization().in_language("es")
    assert spanish.help
    assert (spanish.language, spanish.help.text) == ("es", "Línea de apoyo")
    assert (spanish.help.link, spanish.short_name) == ("https://www.icirr.example/fsn", "ICIRR")


def test_an_unknown_language_gets_the_default_and_lacks_every_text() -> None:
    assert organization().in_language("pl").language == "en"
    assert organization().missing("pl") == ("help.text", "slip.steps", "slip.notice")


def test_a_missing_text_is_named_and_names_need_no_translation() -> None:
    text = ORGANIZATION.replace("    help: {text: Línea de apoyo}\n", "")
    assert organization(text).missing("es") == ("help.text",)


def test_links_are_names_with_addresses_and_are_translated_by_name() -> None:
    text = ORGANIZATION.replace(
        "translations:\n  es:\n",
        "links:\n  menu:\n    - About us: https://a.org\n      under: [{Staff: https://b.org}]\n"
        "translations:\n  es:\n    links: {Staff: Personal}\n",
    )
    menu = organization(text).in_language("es").links.menu[0]
    assert (menu.name, menu.under[0].name, menu.under[0].link) == (
        "About us",
        "Personal",
        "https://b.org",
    )


@pytest.mark.parametrize(
    ("old", "new", "line", "remedy"),
    [
        ("from:", "form:", 8, "`from: alerts@icirr.example`"),
        ("time_zone: America/Chicago", "time_zone: America/Chicgo", 6, "America/Chicago`"),
        ("languages: [en, es]", "languages: [en, spanish]", 7, "`languages: [en, es]`"),
        ("reply_to: alerts@icirr.example", "reply_to: ICIRR <a@b.org>", 9, "`reply_to: a@b.org`"),
        ("partners:", 'colors: {main: "1b4f8a"}\npartners:', 17, "#1b4f8a"),
        ("site: https://a", "site: http://a", 4, "https://alerts"),
        ("site: https://alerts.icirr.example", "site: https://alerts.icirr.example/a/", 4, "`site: https://alerts.icirr.example`"),
        ("website: https://", "website: javascript:", 3, "Use https:"),
        ("steps: [Choose ((position))", "steps: [Choose ((positon))", 15, "((position"),
        ("      steps: [Elija", "      steps: [Uno, Elija", 22, "Translate each"),
        ("    help: {text: L", "    mission: M\n    help: {text: L", 20, "Write it there too"),
        ("  es:\n", "  spanish:\n", 19, "`es:`"),
        ("text: Línea", "link: Línea", 20, "Known here: text."),
        ("address: 228", "address:\n# 228", 5, "Write a value"),
    ],
    ids=[
        "unknown key", "zone", "language", "display name", "colour", "plain http", "path", "script",
        "field in a step", "uneven steps", "surplus", "translation code", "link translated",
        "nothing written",
    ],
)  # fmt: skip
def test_a_mistake_is_one_finding_on_its_line_with_what_to_write(
    old: str, new: str, line: int, remedy: str
) -> None:
    finding = problem(old, new)
    assert finding.line == line
    assert remedy in finding.remedy


def test_a_link_in_the_menu_is_checked_where_it_stands() -> None:
    finding = problem("partners:", "links:\n  top:\n    - Help: data:x\npartners:")
    assert (finding.line, finding.field) == (19, "links.top.0.Help")


def test_a_campaign_is_not_taken_for_an_organization() -> None:
    with pytest.raises(InputError) as caught:
        organization("level: state\nheadline: Fight\n")
    assert any("`level` is not known here" in finding.found for finding in caught.value.findings)


@pytest.mark.parametrize(
    ("old", "new", "line", "remedy"),
    [
        ("  es:\n", "  en: {name: X}\n  es:\n", 19, "Delete this block"),
        ("  es:\n", "  ES: {help: {text: L}, slip: {steps: [a], notice: b}}\n  es:\n", 20,
         "Keep one"),
        ("languages: [en, es]", "languages: [en, EN]", 7, "Delete one"),
        ("time_zone: America/Chicago", "time_zone: CST", 6, "`time_zone: America/Chicago`"),
        ("partners: {paso: PASO}", "partners: {PASO X: PASO}", 17, "{paso-x: PASO}"),
        ("partners:", "links: {menu: [Home]}\npartners:", 17, "`- Home: https://…`"),
        ("partners:", "links:\n  menu:\n    - A: https://a.org\n      undr: []\npartners:", 20,
         "`under:`"),
        ("partners:", "translation: x\npartners:", 17, "`translations` stands here already"),
    ],
    ids=["the default language", "a language twice", "a language twice in the list", "no city",
         "a partner's key", "a link without an address", "a key beside a link", "a near key"],
)  # fmt: skip
def test_another_mistake_is_one_finding(old: str, new: str, line: int, remedy: str) -> None:
    finding = problem(old, new)
    assert finding.line == line
    assert remedy in finding.remedy


@pytest.mark.parametrize(
    ("old", "new", "field", "remedy"),
    [
        ("partners:", "links: {social: [{F: http://f.org}]}\npartners:", "links.social.0.F",
         "https://f.org"),
        ("    help: {text: Línea de apoyo}\n", "", "translations.es", "default language"),
        ("    help:", "    links: {Nowhere: Nada}\n    help:", "translations.es.links.Nowhere",
         "Delete the line"),
    ],
    ids=["a link of the page", "half a translation", "a link that is not there"],
)  # fmt: skip
def test_what_is_doubtful_is_a_warning(old: str, new: str, field: str, remedy: str) -> None:
    text = ORGANIZATION.replace(old, new, 1)
    (finding,) = read_organization(text.encode(), "organization.yaml").findings
    assert (finding.level, finding.field, remedy in finding.remedy) == ("warning", field, True)


def test_a_language_may_be_written_in_capitals() -> None:
    home = organization(ORGANIZATION.replace("  es:\n", "  ES:\n"))
    assert home.in_language("es").language == "es"
