"""Words that hold when they are written, and not while people read them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from functions.alerts.checks.said_times import check_said_times
from functions.alerts.errors import Finding
from tests.checking import CHICAGO, MONDAY, checked, draft
from tests.written import AWARD, ORGANIZATION, card, organization

RULES = ("passing-word", "passing-number")
TUESDAY = datetime(2018, 4, 10, 9, tzinfo=CHICAGO)
WEDNESDAY = datetime(2018, 4, 11, 9, tzinfo=CHICAGO)


def english(subject: str) -> str:
    return AWARD.replace("subject: We won!", f'subject: "{subject}"')


def spanish(subject: str) -> str:
    return AWARD.replace("subject: ¡Ganamos!", f'subject: "{subject}"')


def passing(text: str, at: datetime = MONDAY) -> tuple[Finding, ...]:
    return tuple(finding for finding in checked(text, at=at) if finding.rule in RULES)


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        (english("Tomorrow: be brave"), '"Tuesday, April 10: be brave"'),
        (english("File by tomorrow"), '"File by ((deadline|the deadline))"'),
        (english("Call by Tuesday at 3pm"), '"Call by ((deadline|the deadline))"'),
        (english("We have until 2pm"), '"We have until ((deadline|the deadline))"'),
        (english("File by Tuesday"), '"File by ((deadline|the deadline))"'),
        (english("Two bills need you"), '"Bills need you"'),
        (english("These two key bills"), '"These key bills"'),
        (english("Both bills matter"), '"The bills matter"'),
        (english("Three actions"), '"((open_asks|some things))"'),
        (spanish("¡Mañana!"), '"¡El martes 10 de abril!"'),
        (spanish("La audiencia es el martes"), '"La audiencia es el martes 10 de abril"'),
        (spanish("Actúe antes del martes"), '"Actúe a más tardar ((deadline|en la fecha límite))"'),
        (spanish("Actúe hasta el miercoles, o hasta hoy"), None),
        (spanish("Ambos proyectos de ley"), '"Los proyectos de ley"'),
    ],
)
def test_a_word_that_will_be_false_comes_with_the_mended_line(
    text: str, mended: str | None
) -> None:
    lines = [finding.remedy for finding in passing(text)]
    assert len(lines) == (0 if mended is None else 1)
    assert all(f"subject: {mended}" in line for line in lines)


@pytest.mark.parametrize(
    "subject",
    ["Act today", "Hearing tonight", "Act this morning", "Only hours left to file"],
)
def test_a_word_of_one_day_is_told_while_asks_stay_open_longer(subject: str) -> None:
    (finding,) = passing(english(subject))
    assert (finding.level, finding.field) == ("warning", "subject")
    assert "no-registry-act closes (Wednesday 2018-04-11 2:00 PM)" in finding.found


@pytest.mark.parametrize(
    "subject",
    ["Today, more than ever", "A better tomorrow", "Giving Tuesday", "We meet every Tuesday",
     "Last Tuesday we won", "Tuesdays are ours", "This week: be brave", "One bill",
     "Slip by Wednesday, April 11", "You may 10 times", "File by ((deadline|Friday))",
     "Five bills", "In 2017 two bills became law", "The first Tuesday in May",
     "House passes SB 35"],
)  # fmt: skip
def test_what_stays_true_or_speaks_of_no_day_gives_no_finding(subject: str) -> None:
    assert passing(english(subject)) == ()


@pytest.mark.parametrize("subject", ["Hoy en día", "Por la mañana", "Cada martes", "Es una ley"])
def test_spanish_idioms_give_no_finding(subject: str) -> None:
    assert passing(spanish(subject)) == ()


def test_on_the_last_day_today_is_true() -> None:
    assert passing(english("Last chance today!"), WEDNESDAY) == ()
    assert len(passing(english("Last chance tomorrow!"), TUESDAY)) == 1


def test_what_is_over_cannot_become_false() -> None:
    later = datetime(2026, 11, 22, 9, tzinfo=CHICAGO)
    assert passing(english("Act today for two bills by Tuesday"), later) == ()


def test_this_week_is_told_once_an_ask_stays_open_until_the_next() -> None:
    later = english("This week").replace("Wednesday 2018-04-11", "Wednesday 2018-04-18")
    (finding,) = passing(later)
    assert "in one week only" in finding.found


def test_a_launch_that_is_over_before_anything_closes_may_name_the_day() -> None:
    award = replace(draft(english("Two bills by Tuesday")), starts=MONDAY, ends=MONDAY)
    check_said_times(award)
    assert award.reading.result() == ()


def test_a_reminder_says_the_words_again() -> None:
    closes = "closes: Wednesday 2018-04-11 2:00 PM"
    text = english("File by Tuesday").replace(closes, f"{closes}\n    remind: 3h")
    award = replace(draft(text), starts=MONDAY, ends=MONDAY)
    check_said_times(award)
    (finding,) = award.reading.result()
    assert "after Wednesday 2018-04-11 11:00 AM" in finding.found


def test_the_text_of_an_ask_leaves_with_it_and_may_say_its_day() -> None:
    text = AWARD.replace("    name: No Registry", "    text: By Wednesday.\n    name: No Registry")
    assert passing(text) == ()


def test_in_a_long_text_it_is_told_on_its_line() -> None:
    text = AWARD.replace("body: |\n  This", "body: |\n  We won.\n\n  The vote is tomorrow. This")
    (finding,) = passing(text)
    assert (finding.line, finding.remedy) == (7, "Write `Tuesday, April 10`. A date stays true.")


def test_what_somebody_else_said_and_links_are_left_alone() -> None:
    quoted = "“Today we won,” she said. > See [it](https://a.example/today) and `tomorrow`"
    text = AWARD.replace("body: |\n  This", f"body: |\n  > Tomorrow!\n\n  {quoted} This")
    assert passing(text) == ()


def test_an_alert_whose_asks_have_no_deadline_may_say_today() -> None:
    assert passing(card("ask: donate\ntext: Give today, tomorrow and this week.")) == ()


@pytest.mark.parametrize(
    ("subject", "mended"),
    [
        ("التصويت غدًا", "التصويت يوم الثلاثاء 10 أبريل"),
        ("تحرّكوا قبل الثلاثاء", "تحرّكوا قبل ((deadline|انتهاء المهلة))"),
        ("مشروعا قانون", None),
        ("ثلاثة أمور", "((open_asks|أمور))"),
        ("اليوم العالمي", ""),
        ("الثلاثاء الماضي", ""),
    ],
)
def test_arabic_is_looked_at_with_its_prefixes_and_signs(subject: str, mended: str | None) -> None:
    text = AWARD.split("translations:")[0] + f'translations:\n  ar:\n    subject: "{subject}"\n'
    home = organization(ORGANIZATION.replace("[en, es]", "[en, ar]").split("translations:")[0])
    found = [f for f in checked(text, home=home) if f.rule in RULES]
    assert len(found) == (0 if mended == "" else 1)
    assert all(f'"{mended}"' in f.remedy for f in found if mended)
