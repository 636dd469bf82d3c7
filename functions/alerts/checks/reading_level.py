"""Notes asks and steps that are hard to read, by the formula of their language.

People read an ask on a phone, between two other things, and many not in their first language. The
formula and from where on it speaks stand in `templates/wording/`; where there is none nothing is
said.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from functions.alerts.checks.draft import Draft
from functions.alerts.checks.syllables import english_syllables, spanish_syllables
from functions.alerts.checks.word_lists import ReadingFormula, word_lists
from functions.alerts.content.organization import ParsedOrganization
from functions.alerts.reading.tree import Path
from functions.alerts.reading.validation import Reading

RULE = "hard-to-read"

# Shorter ones say nothing by a formula: one long name of a bill makes a sentence “hard”.
_LEAST_WORDS = 20
_LONG_SENTENCE = 20  # words; from here on making two of it helps most
_LONG_WORD = 4  # syllables
_MOST_YEARS = 22  # a doctorate

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SENTENCE = re.compile(r"(?<=[.!?…:])[”\")]*\s+|\n\s*\n|\n(?=\s*(?:[-*+]|\d+[.)])\s)")
_NOT_PROSE = re.compile(r"\]\([^)]*\)|https?://\S+|\(\([^()|]*\|?|\)\)|[*_`#>\[\]]")


@dataclass(frozen=True, slots=True)
class _Formula:
    """`value` of words per sentence and syllables per word; `name` is for people."""

    name: str
    syllables: Callable[[str], int]
    value: Callable[[float, float], float]
    easier_is_more: bool


_FORMULAS: Mapping[str, _Formula] = {
    # Kincaid, Fishburne, Rogers, Chissom 1975 (Navy Research Branch Report 8-75).
    "flesch-kincaid": _Formula(
        "Flesch–Kincaid",
        english_syllables,
        lambda words, syllables: 0.39 * words + 11.8 * syllables - 15.59,
        easier_is_more=False,
    ),
    # Szigriszt Pazos 1993; Barrio-Cantalejo et al. 2008 (Inflesz): under 40 is “muy difícil”.
    "szigriszt-pazos": _Formula(
        "Inflesz",
        spanish_syllables,
        lambda words, syllables: 206.835 - 62.3 * syllables - words,
        easier_is_more=True,
    ),
}


def check_reading_level(draft: Draft) -> None:
    """Note the texts of asks that are harder than people read them."""
    for said in draft.said:
        if said.ask and said.name == "text":
            _check(draft.reading, said.path, said.text, said.language)


def check_hard_steps(parsed: ParsedOrganization) -> None:
    """The same for the steps of organization.yaml, in every language."""
    organization = parsed.organization
    for code in (organization.language, *organization.translated):
        steps = organization.in_language(code).slip.steps
        own: Path = () if code == organization.language else ("translations", code)
        for number, step in enumerate(steps):
            _check(parsed.reading, (*own, "slip", "steps", number), step, code)


def level(text: str, formula: ReadingFormula) -> float | None:
    """What the formula says of a text; None for one too short for it."""
    sentences = _sentences(text)
    words = [word for sentence in sentences for word in sentence]
    if len(words) < _LEAST_WORDS:
        return None
    used = _FORMULAS[formula.formula]
    return used.value(len(words) / len(sentences), sum(map(used.syllables, words)) / len(words))


def _check(reading: Reading, path: Path, text: str, language: str) -> None:
    lists = word_lists(language)
    formula = lists.reading if lists else None
    value = level(text, formula) if formula else None
    if formula is None or value is None:
        return
    used = _FORMULAS[formula.formula]
    if (value >= formula.hardest) if used.easier_is_more else (value <= formula.hardest):
        return
    reading.report(
        path,
        f"This is hard to read: {_told(value, used)} ({used.name}).",
        _remedy(text, used),
        "note",
        rule=RULE,
    )


def _told(value: float, used: _Formula) -> str:
    """The value in words. What lies beyond the scale's ends says no more than the ends do."""
    if used.easier_is_more:
        return f"{max(value, 0):.0f} of 100, where less than 40 is very hard"
    return f"{value:.0f} years of school" if value <= _MOST_YEARS else "beyond any school"


def _remedy(text: str, used: _Formula) -> str:
    """The longest sentence, or the longest words: what makes it hard."""
    longest = max(_sentences(text), key=len)
    if len(longest) > _LONG_SENTENCE:
        beginning = " ".join(longest[:5])
        return f"“{beginning} …” has {len(longest)} words: make two or three sentences of it."
    words = dict.fromkeys(word.lower() for word in _WORD.findall(_prose(text)))
    long = sorted((w for w in words if used.syllables(w) >= _LONG_WORD), key=len, reverse=True)
    shown = ", ".join(f"“{word}”" for word in long[:3])
    return f"Say it in shorter words than {shown}." if long else "Make its sentences shorter."


def _sentences(text: str) -> list[list[str]]:
    parts = (_WORD.findall(part) for part in _SENTENCE.split(_prose(text)))
    return [words for words in parts if words]


def _prose(text: str) -> str:
    return _NOT_PROSE.sub(" ", text)
