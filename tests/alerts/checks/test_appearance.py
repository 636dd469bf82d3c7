"""Colours, logo, postal address and sender of an organization."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.alerts.checks.appearance import PAIRS, check_appearance, unreadable
from functions.alerts.content.organization import read_organization
from functions.alerts.editions.palette import palette
from functions.alerts.editions.templates import FOLDER
from functions.alerts.errors import Finding, InputError
from tests.written import ORGANIZATION

COLORS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def told(text: str) -> tuple[Finding, ...]:
    parsed = read_organization(text.encode(), "organization.yaml")
    check_appearance(parsed)
    try:
        return parsed.reading.result()
    except InputError as error:
        return error.findings


def colored(main: str = "#1b4f8a", accent: str = "#b3261e") -> tuple[Finding, ...]:
    return told(f'{ORGANIZATION}colors: {{main: "{main}", accent: "{accent}"}}\n')


def test_colours_that_can_be_read_are_well() -> None:
    assert told(ORGANIZATION) == colored() == ()


@given(COLORS, COLORS)
def test_whatever_the_colours_the_mail_can_be_read(main: str, accent: str) -> None:
    assert unreadable(palette(main, accent)) == ()


def test_every_colour_of_words_in_the_templates_is_looked_at() -> None:
    source = "".join(path.read_text("utf-8") for path in FOLDER.rglob("*.mjml"))
    found = re.findall(
        r"(?<![-\w])color(?:=\"|:\s*)(?:\{\{ mail\.colors\.(\w+) \}\}|(#\w{6}))", source
    )
    assert {name or color for name, color in found} == {words for words, _ in PAIRS}


def test_a_main_colour_that_mails_must_darken_is_told_with_the_one_they_use() -> None:
    (found,) = colored(main="#4fa7f5")
    assert (found.level, found.field, found.rule) == ("note", "colors.main", "contrast")
    assert "a contrast of 2.6:1 on white" in found.found
    assert re.search(r'main: "?#[0-9a-f]{6}', found.remedy)


@pytest.mark.parametrize(("accent", "where"), [("#ffeecc", " ("), ("#1c242e", " in dark mode (")])
def test_a_button_that_nobody_can_tell_from_the_page(accent: str, where: str) -> None:
    (found,) = colored(accent=accent)
    assert (found.level, found.rule) == ("warning", "contrast-button")
    assert f"what they stand on{where}" in found.found


def test_a_logo_needs_words_too() -> None:
    (found,) = told(f"{ORGANIZATION}logo: {{file: images/logo.png, alt: logo.png}}\n")
    assert found.field == "logo.alt"


def test_an_address_without_a_number_is_no_postal_address() -> None:
    (found,) = told(re.sub(r"(?m)^address: .*", "address: Chicago, Illinois", ORGANIZATION))
    assert (found.level, found.rule) == ("warning", "no-postal-address")


def test_mails_from_everybodys_mailbox_fail_dmarc() -> None:
    (found,) = told(ORGANIZATION.replace("from: alerts@icirr.example", "from: icirr@Gmail.com"))
    assert (found.level, found.field, found.rule) == ("error", "from", "sender-dmarc")
