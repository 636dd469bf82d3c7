"""Finds text in capitals: read aloud letter by letter by some, and as shouting by the others.

Names that are written so (ICIRR, DACA, the TRUST Act) are none of it, nor a word for emphasis.
"""

from __future__ import annotations

import re
from functools import cache

from functions.alerts.checks.draft import Draft, Said
from functions.alerts.checks.mending import tell
from functions.alerts.content.organization import Organization

RULE = "shouting"

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
# Words with spaces alone between them: a list of names has commas.
_RUN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*(?:[ \t]+[^\W\d_]+(?:['’][^\W\d_]+)*)*")

# Four words and sixteen letters in a row are no name and no emphasis any more; a line that is all
# capitals is told from two words and eight letters on (“ICE OUT” is a name of things).
_WORDS, _LETTERS = 4, 16
_LINE_WORDS, _LINE_LETTERS = 2, 8


def check_capitals(draft: Draft, said: Said, *, line: bool) -> None:
    """Tell of the first run of words in capitals; `line`: a subject, preheader or headline."""
    if said.kind == "name" or (said.ask and said.name == "name"):  # as the bill is called
        return
    typed = _shouted(said.text, line=line)
    if not typed:
        return
    advice = "" if line or said.kind != "markdown" else "**Two asterisks** make it bold."
    tell(
        draft,
        said,
        f"“{typed}” is in capitals: it reads as shouting, and slowly.",
        near=typed,
        instead=_calm(typed, said, _names(draft)),
        advice=advice,
        rule=RULE,
        level="warning" if said.name == "subject" else "note",
    )


def _shouted(text: str, *, line: bool) -> str:
    if not re.search("[A-ZÀ-ÞΑ-ΩА-Я]{2}", text):  # most texts; the rest costs more
        return ""
    words = _WORD.findall(text)
    if line and all(word.upper() == word for word in words):
        capital = [word for word in words if len(word) > 1 and word.isupper()]
        if len(capital) >= _LINE_WORDS and sum(map(len, capital)) >= _LINE_LETTERS:
            return text[text.index(words[0]) : text.rindex(words[-1]) + len(words[-1])]
    for run in _RUN.finditer(text):
        shouted = _longest(run[0])
        if shouted:
            return shouted
    return ""


def _longest(run: str) -> str:
    """The first stretch of enough words in capitals."""
    start = None
    words = [*_WORD.finditer(run)]
    for number, word in enumerate(words):
        if not word[0].isupper():
            start = None
            continue
        start = number if start is None else start
        last = number + 1 == len(words) or not words[number + 1][0].isupper()
        found = run[words[start].start() : word.end()]
        enough = number - start + 1 >= _WORDS and len(found) >= _LETTERS
        if last and enough:
            return found
    return ""


def _calm(typed: str, said: Said, names: frozenset[str]) -> str:
    """The words in small letters, but for known names and the beginning of a sentence."""
    at = said.text.index(typed)
    begins = re.search(r"(?:^|[.!?¡¿\n“\"]\s*)$", said.text[:at].rstrip(" *_"))
    calm = _WORD.sub(lambda word: word[0] if word[0] in names else word[0].lower(), typed)
    calm = re.sub(r"(?<=[.!?] )\w|(?<=[¡¿])\w", lambda letter: letter[0].upper(), calm)
    return calm[0].upper() + calm[1:] if begins else calm


def _names(draft: Draft) -> frozenset[str]:
    """Words that stand in capitals amid others, in the alert or in who sends it."""
    found = set(_of_organization(*_called(draft.organization)))
    for said in draft.said:
        if said.kind != "link":
            found.update(_amid_others(_WORD.findall(said.text)))
    return frozenset(found)


def _amid_others(words: list[str]) -> list[str]:
    """Those in capitals with none beside them: what shouts comes in rows."""
    capital = [word.isupper() for word in words]
    beside = zip([False, *capital], [*capital[1:], False], strict=False)
    alone = [
        word for word, (before, behind) in zip(words, beside, strict=True) if not before | behind
    ]
    return _acronyms(alone)


def _called(organization: Organization) -> tuple[str, ...]:
    return (organization.name, organization.short_name, *organization.partners.values())


@cache
def _of_organization(*names: str) -> frozenset[str]:
    return frozenset(word for name in names for word in _acronyms(_WORD.findall(name)))


def _acronyms(words: list[str]) -> list[str]:
    return [word for word in words if word.isupper() and 1 < len(word) <= 6]
