"""Headings, steps and bullets that only the eye sees."""

import pytest

from functions.alerts.errors import Finding
from tests.checking import checked, of_rule
from tests.written import AWARD

RULES = ("heading-order", "heading-bold", "steps-no-list", "indented-text")


def body(text: str) -> tuple[Finding, ...]:
    lines = "\n".join(f"  {line}".rstrip() for line in text.split("\n"))
    found = checked(AWARD.replace("  This award belongs to all of our partners.", lines))
    return tuple(one for rule in RULES for one in of_rule(found, rule))


def test_steps_in_a_paragraph_become_a_list() -> None:
    (found,) = body("Here is how: 1) Open the link. 2) Choose Proponent. 3) Press the button.")
    assert (found.level, found.line, found.rule) == ("warning", 5, "steps-no-list")
    assert found.found == "These 3 steps run on in one paragraph; nobody can count them."
    assert "`1. Open the link.` `2. Choose Proponent.` `3. Press the button.`" in found.remedy


@pytest.mark.parametrize(
    "text",
    ["Do this: 1. Open it. 2. Choose one.", "(1) Open it. (2) Choose one.",
     "Step 1: Open it. Step 2: Choose one.", "1. Open it. 2. Choose one.",
     "1) Open it. 2) Choose one."],
)  # fmt: skip
def test_steps_are_found_however_they_are_numbered(text: str) -> None:
    (found,) = body(text)
    assert "`1. Open it.` `2. Choose one.`" in found.remedy


@pytest.mark.parametrize(
    "text",
    ["1. Open the link.\n2. Choose Proponent.", "The bill would (1) bar it and (2) end it.",
     "See section 1. In section 2. it ends.", "We met on April 1. Then we won, 2 to 1.",
     "1. We met on May 1. Then we won.\n2. We go on.",
     "- Call\n- Write", "Call (312) 555-0100 and (217) 555-0100.", "In 2018) we won."],
)  # fmt: skip
def test_a_list_and_a_sentence_with_numbers_are_well(text: str) -> None:
    assert body(text) == ()


def test_spanish_steps_are_found_by_their_own_word() -> None:
    spanish = "Paso 1: Abra el enlace. Paso 2: Elija Proponent."
    found = checked(AWARD.replace("Este premio es de todas las organizaciones aliadas.", spanish))
    (one,) = of_rule(found, "steps-no-list")
    assert one.field == "translations.es.body"


def test_bullets_of_a_word_processor_make_no_list() -> None:
    (found,) = body("Please:\n• Call your senator\n• Write to the paper")
    assert found.found == "“•” makes no list: these lines run on in one paragraph."
    assert "`- Call your senator` `- Write to the paper`" in found.remedy


def test_one_dash_at_the_start_of_a_line_is_a_dash() -> None:
    assert body("We won\n— after years.") == ()


def test_a_level_that_is_jumped_over_is_told() -> None:
    (found,) = body("## What we won\n\nText.\n\n#### Who helped\n\nText.")
    assert found.found == "“Who helped” is a heading of level 4 below one of level 2."
    assert (found.remedy, found.level, found.line) == ("Write `### Who helped`.", "note", 9)


def test_levels_in_order_are_well() -> None:
    assert body("## One\n\nText.\n\n### Two\n\nText.\n\n## Three\n\nText.") == ()


def test_a_bold_line_that_heads_a_text_is_a_heading() -> None:
    (found,) = body("**What comes next:**\n\nMore.")
    assert found.remedy == "Write `## What comes next`."


@pytest.mark.parametrize("text", ["**We won!**", "**Call** today", "- **Call**\n- **Write**"])
def test_what_is_said_with_force_is_no_heading(text: str) -> None:
    assert body(text) == ()


def test_a_heading_without_words_is_told() -> None:
    (found,) = body("Text.\n\n##\n\nMore.")
    assert found.found == "This heading has no words."


def test_indented_text_would_be_code() -> None:
    (found,) = body("Text.\n\n    Call your senator\n\nMore.")
    assert "is set as a program's code" in found.found
    assert "Outlook on Windows" in found.found
    assert found.remedy == "Take the spaces away: `Call your senator`."
