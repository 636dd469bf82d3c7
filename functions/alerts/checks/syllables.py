"""Counts syllables, as the formulas of reading levels want them.

Counted by rule: dictionaries (textstat takes NLTK's) are fetched over the network and take longer
to load than `alerts check` may run, and hyphenation (pyphen) leaves out breaks that print avoids.
"""

from __future__ import annotations

import re

_ENGLISH = re.compile(r"[aeiouy]+")
# Two vowels that are mostly said apart: cre-ate, sci-ence, immedi-ate, sensu-al, vide-o, be-ing.
_APART = re.compile(
    r"ia(?!l\b|n\b)|ie(?=nc|nt|t)|io(?!n|us)|ua(?![rg])|uo(?!s)|eo(?!p)|(?<=[dr])ea\b"
    r"|[aeiou]ing\b|cre(?=at)"
)
# Silent: mak-e, mak-es, turn-ed, safe-ly; said after d and t (want-ed), hisses (courthous-es), l.
_SILENT_E = re.compile(r"(?<=[a-z])(?<![aeiouyl])e\b|(?<=[aeiou]l)e\b|(?<![aeiouytd])ed\b")
_SILENT_ES = re.compile(r"(?<![aeiouyszxcg])(?<!sh)(?<!ch)es\b")
_SILENT_INSIDE = re.compile(r"e(?=(?:ly|ment|ments|ful|less|ness)\b)")

# Spanish is written as it is said: strong vowels, and weak ones with an accent, are nuclei; a weak
# one beside them belongs to them (RAE, Ortografía, “diptongos e hiatos”). `u` is mute in que, gui.
_SPANISH_MUTE = re.compile(r"(?<=q)u|(?<=g)u(?=[eiéí])")
_SPANISH = re.compile(
    r"[iuüy]*[aeoáéó][iuüy]*(?![aeoáéóíú])|[iuüy]*[aeoáéó]|[íú]|[iuü]+y?\b|[iuü]+|y\b"
)


def english_syllables(word: str) -> int:
    """About as many as are said: right for nine words of ten, and at most one off."""
    word = word.lower().replace("’", "").replace("'", "")
    if len(word) <= 3:
        return 1
    word = _SILENT_INSIDE.sub("", word)
    spoken = _SILENT_ES.sub("s", _SILENT_E.sub("", word))
    return max(1, len(_ENGLISH.findall(spoken)) + len(_APART.findall(spoken)))


def spanish_syllables(word: str) -> int:
    """The syllables of a Spanish word."""
    return max(1, len(_SPANISH.findall(_SPANISH_MUTE.sub("", word.lower()))))
