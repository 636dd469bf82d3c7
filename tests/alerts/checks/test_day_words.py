"""The lists of words that hold on some days only: whole, and read as people write."""

from __future__ import annotations

from datetime import date

import pytest

from functions.alerts.checks.day_lists import LISTS, day_words
from functions.alerts.checks.day_words import DayWords, Mark
from functions.alerts.languages.words import load_packs

LANGUAGES = sorted(path.stem for path in LISTS.glob("*.yaml"))


def words(code: str) -> DayWords:
    found = day_words(code, load_packs()[code].numbers)
    assert found
    return found


def only(text: str, code: str = "en") -> Mark:
    (mark,) = words(code).marks(text, markdown=False)
    return mark


def test_every_language_pack_has_its_list() -> None:
    assert sorted(load_packs()) == LANGUAGES


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_list_knows_all_days_and_months(code: str) -> None:
    assert set(words(code).weekdays.values()) == set(range(7))
    assert set(words(code).months.values()) == set(range(1, 13))


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_day_that_a_pack_writes_is_read_back(code: str) -> None:
    for day in (date(2018, 4, 10), date(2026, 12, 31), date(2026, 5, 2), date(2026, 8, 23)):
        mark = only(load_packs()[code].date(day), code)
        assert (mark.kind, mark.weekday, mark.date_near(day)) == ("date", day.weekday(), day)


def test_a_language_without_a_list_is_not_looked_at() -> None:
    assert day_words("tl", ()) is None


def test_a_region_reads_the_list_of_its_language() -> None:
    assert day_words("es-MX", ())


@pytest.mark.parametrize(
    ("text", "code", "by"),
    [
        ("by 3pm on Tuesday", "en", "by"),
        ("No later than this coming Tuesday", "en", "No later than"),
        ("a más tardar el próximo martes", "es", "a más tardar"),
        ("قبل يوم الثلاثاء", "ar", "قبل"),
    ],
)
def test_the_word_that_makes_a_deadline_of_a_day_is_found(text: str, code: str, by: str) -> None:
    mark = words(code).marks(text, markdown=False)[-1]
    assert (mark.kind, text[mark.by : mark.by_end]) == ("weekday", by)


@pytest.mark.parametrize(
    "text",
    ["((deadline|Friday))", "https://a.example/today", "[x](https://a.example/(today))", "may 10",
     "the Tuesdays", "todayish", "$3.50 pm", "1:30:00"],
)  # fmt: skip
def test_what_only_looks_like_a_word_of_time_is_none(text: str) -> None:
    assert words("en").marks(text, markdown=False) == ()


def test_a_day_that_no_year_has_is_no_date() -> None:
    assert only("April 31").date_near(date(2018, 4, 10)) is None


def test_signs_case_and_accents_do_not_matter() -> None:
    assert only("MIERCOLES", "es").weekday == only("miércoles", "es").weekday == 2
    assert only("والأربعاء", "ar").weekday == only("الأربِعاء", "ar").weekday == 2
