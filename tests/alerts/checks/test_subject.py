"""What phones cut: told when it is the point, in each language, by the widths of a phone's font."""

from __future__ import annotations

import pytest

from functions.alerts.errors import Finding
from tests.checking import checked, of_rule
from tests.written import AWARD, ORGANIZATION, organization


def told(key: str, line: str) -> tuple[Finding, ...]:
    text = AWARD.replace("body: |", f'{key}: "{line}"\nbody: |', 1)
    if key == "subject":
        text = AWARD.replace("We won!", f'"{line}"')
    return of_rule(checked(text), "cut-on-phones")


@pytest.mark.parametrize(
    ("subject", "lost"),
    [
        ("Tell your senators in Springfield to support SB 35", "SB 35"),
        ("Our coalition is meeting everybody in Springfield on Tuesday", "Tuesday"),
        ("Illinois families ask your representatives to oppose the registry", "oppose"),
        ("The coalition needs your slips in Springfield by 3:00 PM", "3:00"),
    ],
)
def test_a_subject_whose_point_is_behind_the_cut_is_noted(subject: str, lost: str) -> None:
    (finding,) = told("subject", subject)
    assert (finding.level, finding.line) == ("note", 3)
    assert finding.found.endswith(f"…” without “{lost}”.")
    assert finding.remedy.startswith(f"Put “{lost}” into the first ")


@pytest.mark.parametrize(
    "subject",
    [
        "Campaign for a Welcoming Illinois Wins Prestigious Award!",
        "SB 35: tell your senators in Springfield, and do it before SB 35 closes",
        "Illinois wins the Chicago Neighborhood Development Award 2018",
    ],
)
def test_a_cut_that_takes_little_is_not_noted(subject: str) -> None:
    assert told("subject", subject) == ()


def test_a_subject_of_which_less_than_half_is_seen_is_noted() -> None:
    (finding,) = told("subject", "We won and we are very grateful to all of our friends " * 2)
    assert "less than half of it" in finding.found
    assert "what it is about" in finding.remedy


def test_narrow_letters_take_less_room_than_wide_ones() -> None:
    narrow, wide = "i" * 40 + " SB 35", "W" * 40 + " SB 35"
    assert told("subject", narrow) == ()
    assert len(told("subject", wide)) == 1


def test_the_next_deadline_counts_as_it_will_be_read() -> None:
    (finding,) = told("subject", "Slips for everybody’s safety: ((deadline|soon))")
    assert "without “PM”" not in finding.found
    assert "“April”" in finding.found or "“10”" in finding.found or "“Tuesday”" in finding.found


def test_a_preheader_has_two_lines_of_an_iphone() -> None:
    one = "There are two bills before the committee, and both of them need your help by Tuesday."
    assert told("preheader", one) == ()
    (finding,) = told("preheader", f"There is news from Springfield, where they met. {one}")
    assert finding.field == "preheader"
    assert finding.found.startswith("iPhone Mail shows “There is news")


def test_each_language_is_measured_by_itself() -> None:
    spanish = "Pida a sus representantes en Springfield que voten contra el registro"
    (finding,) = of_rule(checked(AWARD.replace("¡Ganamos!", spanish)), "cut-on-phones")
    assert finding.field == "translations.es.subject"
    assert finding.found.endswith("without “contra”.")


def test_arabic_is_measured_in_its_own_letters() -> None:
    home = organization(ORGANIZATION.replace("[en, es]", "[en, ar]").replace("  es:", "  ar:"))
    text = AWARD.replace("  es:", "  ar:").replace(
        "¡Ganamos!", "نطلب منكم أن تتصلوا بأعضاء مجلس الشيوخ في ولاية إلينوي قبل يوم الثلاثاء"
    )
    (finding,) = of_rule(checked(text, home=home), "cut-on-phones")
    assert finding.found.endswith("without “الثلاثاء”.")


def test_letters_of_unknown_width_are_not_judged() -> None:
    assert told("subject", "ⴰⴱⴳ" * 30 + " SB 35") == ()
