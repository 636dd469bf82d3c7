"""Translations beside their original: what was left in it, and what is older than it."""

from __future__ import annotations

from functions.alerts.checks.translations import original_texts
from functions.alerts.content.marks import marks_of
from functions.alerts.errors import Finding
from tests.checking import checked, draft, of_rule
from tests.written import AWARD

NEWS = "This award belongs to all of our partners."
NOTICIA = "Este premio es de todas las organizaciones aliadas."


def untranslated(*changes: tuple[str, str]) -> tuple[Finding, ...]:
    text = AWARD
    for before, after in changes:
        text = text.replace(before, after)
    return of_rule(checked(text), "not-translated")


def marked() -> str:
    marks = marks_of(original_texts(draft(AWARD)))
    return AWARD.replace("  es:\n", f"  es:\n    of: {marks}\n")


def older(before: str, after: str) -> tuple[Finding, ...]:
    return of_rule(checked(marked().replace(before, after)), "translation-older")


def test_a_text_that_is_the_original_still_is_told() -> None:
    (finding,) = untranslated((NOTICIA, NEWS))
    assert (finding.level, finding.field) == ("warning", "translations.es.body")
    assert finding.found == f"This is in `en` still: “{NEWS}”"
    assert "Translate it into `es`" in finding.remedy


def test_one_sentence_of_the_original_is_told_on_its_line() -> None:
    (finding,) = untranslated((NOTICIA, f"{NOTICIA}\n\n      {NEWS}"))
    assert finding.found == f"One sentence is in `en` still: “{NEWS}”"
    lines = AWARD.replace(NOTICIA, f"{NOTICIA}\n\n      {NEWS}").splitlines()
    assert finding.line and NEWS in lines[finding.line - 1]
    assert finding.line > 20


def test_names_and_quotations_may_stay_as_they_are() -> None:
    names = "- Illinois Coalition for Immigrant and Refugee Rights\n"
    both = (NEWS, f"{NEWS}\n\n  {names}"), (NOTICIA, f"{NOTICIA}\n\n      {names}")
    assert untranslated(*both) == ()
    assert untranslated((NOTICIA, f"{NOTICIA} Como dijo: “{NEWS}”")) == ()


def test_what_is_called_so_everywhere_may_stay() -> None:
    assert untranslated(("Ley de Zonas Seguras", "Safe Zones Act")) == ()


def test_a_text_of_two_words_is_not_judged() -> None:
    assert untranslated(("¡Ganamos!", "We won!")) == ()


def test_a_mark_says_nothing_while_the_original_is_the_same() -> None:
    assert of_rule(checked(marked()), "translation-older") == ()


def test_a_changed_original_makes_its_translation_older() -> None:
    (finding,) = older(NEWS, "This award belongs to you.")
    assert (finding.level, finding.field) == ("warning", "translations.es.body")
    assert finding.found.endswith("(line 4): “This award belongs to you.”")
    assert finding.remedy.endswith("then run `alerts translated campaigns/award.yaml`.")


def test_a_changed_ask_is_found_by_its_name_wherever_it_stands() -> None:
    (finding,) = older("Please consider making a donation.", "Please give what you can.")
    assert finding.field == "translations.es.asks.donate.text"
    ask = "  - ask: donate\n    text: Please consider making a donation.\n"
    moved = marked().replace(ask, "").replace("translations:", f"{ask}translations:")
    assert draft(moved).campaign.asks[-1].id == "donate"
    assert of_rule(checked(moved), "translation-older") == ()


def test_new_line_breaks_are_no_change_and_a_new_text_is_not_older() -> None:
    assert "\n" in (
        draft(marked().replace("belongs to all", "belongs\n  to all")).campaign.body or ""
    )
    assert older("belongs to all", "belongs\n  to all") == ()
    assert older("name: Safe Zones Act", "name: Safe Zones Act\n    text: It helps.") == ()


def test_a_mark_that_is_none_is_an_error() -> None:
    (finding,) = checked(AWARD.replace("  es:\n", "  es:\n    of: yesterday\n"))
    assert (finding.level, finding.field) == ("error", "translations.es.of")
    assert "Run `alerts translated` on this file, or delete the line." in finding.remedy
