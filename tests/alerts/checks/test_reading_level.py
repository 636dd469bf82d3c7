"""Reading levels: asks and steps that nobody reads are noted, plain ones are not."""

from __future__ import annotations

import pytest

from functions.alerts.checks.reading_level import RULE, check_hard_steps, level
from functions.alerts.checks.syllables import english_syllables, spanish_syllables
from functions.alerts.checks.word_lists import FOLDER, ReadingFormula, word_lists
from functions.alerts.content.organization import read_organization
from functions.alerts.errors import Finding
from tests.checking import checked, of_rule
from tests.written import AWARD, ORGANIZATION

HARD = (
    "Notwithstanding considerations regarding institutional accountability, participating "
    "organizations representing historically underrepresented constituencies necessitate "
    "supplementary discretionary contributions so that infrastructure may be maintained adequately "
    "in every constituency."
)
PLAIN = (
    "This bill would bar state and local government agencies from participating in any program "
    "that would single out ethnic and religious minorities."
)
DURO = (
    "La institucionalización de procedimientos administrativos interdepartamentales requiere "
    "contribuciones extraordinarias, considerablemente superiores a las presupuestadas "
    "anteriormente por organizaciones representativas de comunidades históricamente marginadas, "
    "independientemente de consideraciones presupuestarias."
)


def told(text: str, instead: str = "Please consider making a donation.") -> tuple[Finding, ...]:
    return of_rule(checked(AWARD.replace(instead, text)), "hard-to-read")


def test_an_ask_nobody_reads_is_a_note_with_its_longest_sentence() -> None:
    (finding,) = told(HARD)
    assert (finding.level, finding.field) == ("note", "asks.donate.text")
    assert finding.found == "This is hard to read: beyond any school (Flesch–Kincaid)."
    assert finding.remedy.startswith("“Notwithstanding considerations regarding institutional")
    assert finding.remedy.endswith("make two or three sentences of it.")


def test_where_sentences_are_short_the_words_are_named() -> None:
    (finding,) = told(
        "Organizational accountability necessitates institutional participation. " * 5
    )
    assert finding.remedy.startswith("Say it in shorter words than “organizational”")


def test_plain_prose_about_bills_is_not_noted() -> None:
    assert told(PLAIN) == ()


def test_spanish_has_its_own_formula() -> None:
    (finding,) = told(f'"{DURO}"', "Considere hacer una donación.")
    assert finding.field == "translations.es.asks.donate.text"
    assert finding.found.endswith("of 100, where less than 40 is very hard (Inflesz).")


def test_a_text_too_short_for_a_formula_is_not_judged() -> None:
    assert told("Institutional accountability necessitates contributions.") == ()


def test_arabic_has_no_formula() -> None:
    arabic = word_lists("ar")
    assert arabic and arabic.reading is None


def test_steps_are_looked_at_where_they_stand() -> None:
    written = ORGANIZATION.replace("[Choose ((position)) in section III.]", f"['{HARD}']")
    parsed = read_organization(written.encode(), "organization.yaml")
    check_hard_steps(parsed)
    assert [one.field for one in of_rule(parsed.reading.result(), RULE)] == ["slip.steps.0"]


def test_the_formulas_are_those_that_were_published() -> None:
    text = "The cat sat on the mat. " * 4  # 6 words a sentence, 1 syllable a word
    grade = level(text, ReadingFormula(formula="flesch-kincaid", hardest=0))
    ease = level("El sol da luz. " * 5, ReadingFormula(formula="szigriszt-pazos", hardest=0))
    assert grade == pytest.approx(0.39 * 6 + 11.8 - 15.59)
    assert ease == pytest.approx(206.835 - 62.3 - 4)


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("make", 1), ("resources", 3), ("courthouses", 3), ("safely", 2), ("wanted", 2),
        ("turned", 1), ("people", 2), ("science", 2), ("create", 2), ("community", 4),
        ("enforcement", 3), ("table", 2), ("religious", 3), ("idea", 3), ("legislators", 4),
    ],
)  # fmt: skip
def test_english_syllables_are_counted(word: str, count: int) -> None:
    assert english_syllables(word) == count


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("victorias", 3), ("país", 2), ("día", 2), ("ciudad", 2), ("leer", 2), ("guerra", 2),
        ("pingüino", 3), ("quien", 1), ("cooperación", 5), ("muy", 1), ("leyes", 2), ("rey", 1),
    ],
)  # fmt: skip
def test_spanish_syllables_are_counted(word: str, count: int) -> None:
    assert spanish_syllables(word) == count


def test_every_language_file_is_as_it_should_be() -> None:
    codes = [path.stem for path in FOLDER.glob("*.yaml")]
    lists = [word_lists(code) for code in codes]
    assert sorted(codes) == ["ar", "en", "es"]
    assert [found.code for found in lists if found] == codes
    assert word_lists("es-MX") == word_lists("es")
    assert word_lists("pl") is None
