"""Languages as people name them in a table (`Spanish`, `Español`, `spa`, `es_MX`), as our codes.

By the names of CLDR, in English, in Spanish and in each language itself. A word that may mean two
languages that are written differently is nobody's to guess.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from functions.alerts.errors import Mistake
from functions.alerts.importing.statuses import RANK
from functions.alerts.languages.cldr import languages

# Languages with more than one script that people here read; a mail is in one of them.
_WRITTEN: Mapping[str, tuple[str, ...]] = {
    "zh": ("zh-Hans", "zh-Hant"),
    "yue": ("zh-Hant", "zh-Hans"),
    "sr": ("sr-Cyrl", "sr-Latn"),
    "pa": ("pa-Guru", "pa-Arab"),
    "uz": ("uz-Latn", "uz-Cyrl"),
    "ku": ("ku", "ckb"),
}
# Where a region tells the script (CLDR's likely subtags).
_BY_REGION: Mapping[str, str] = {
    "zh-cn": "zh-Hans", "zh-sg": "zh-Hans", "zh-tw": "zh-Hant", "zh-hk": "zh-Hant",
    "zh-mo": "zh-Hant", "pa-in": "pa-Guru", "pa-pk": "pa-Arab", "pt-br": "pt-BR",
}  # fmt: skip
# Everyday words that CLDR has otherwise.
_SAID: dict[str, tuple[str, ...]] = {
    "chinese": _WRITTEN["zh"],
    "mandarin": _WRITTEN["zh"],
    "mandarin chinese": _WRITTEN["zh"],
    "cantonese": _WRITTEN["yue"],
    "chinese (simplified)": ("zh-Hans",),
    "chinese simplified": ("zh-Hans",),
    "chinese (traditional)": ("zh-Hant",),
    "chinese traditional": ("zh-Hant",),
    "traditional chinese": ("zh-Hant",),
    "simplified chinese": ("zh-Hans",),
    "creole": ("ht", "kea"),
    "farsi": ("fa",),
    "tagalog": ("fil",),
    "pilipino": ("fil",),
    "castilian": ("es",),
    "castellano": ("es",),
    "portuguese (brazil)": ("pt-BR",),
    "brazilian portuguese": ("pt-BR",),
    "haitian": ("ht",),
    "kreyol": ("ht",),
    "kreyòl ayisyen": ("ht",),
    "kurdish": _WRITTEN["ku"],
    "polski": ("pl",),
    "norwegian": ("nb", "nn"),
}


@cache
def language_words() -> Mapping[str, tuple[str, ...]]:
    """Casefolded word or code → the codes it may mean."""
    return {word: _codes(codes) for word, codes in languages().words.items()} | _SAID


def _codes(codes: Iterable[str]) -> tuple[str, ...]:
    """`tl` and `fil` are one; a language in several scripts is several."""
    told = {"fil" if code == "tl" else code for code in codes}
    return tuple(one for code in sorted(told) for one in _WRITTEN.get(code, (code,)))


def read_language(text: str) -> tuple[str, ...]:
    """The codes that a word or code may mean: one, several to ask about, or none."""
    words = language_words()
    bare = " ".join(text.casefold().replace("_", "-").split())
    if bare in _BY_REGION:
        return (_BY_REGION[bare],)
    base, _, rest = bare.partition("-")
    if rest and base in words and len(base) <= 3:  # es-MX: mails are written in es
        script = rest[:4].title()
        if len(rest.partition("-")[0]) == 4 and f"{base}-{script}" in _scripted():
            return (f"{base}-{script}",)
        return words[base]
    return words.get(bare, ())


def read_answers(told: Iterable[str]) -> dict[str, str]:
    """What `--means` told, as `Word=code` or `Word=status`.

    Raises ValueError that says what is wrong with it.
    """
    from functions.alerts.reading.language import check_language

    answers = {}
    for one in told:
        word, equals, to = one.rpartition("=")
        to = to.strip()
        if to.lower() in RANK:
            answers[word.strip().casefold()] = to.lower()
            continue
        try:
            answers[word.strip().casefold()] = check_language(to)
        except Mistake as mistake:
            raise ValueError(f"{one!r}: {mistake} Or write a status: subscribed.") from mistake
        if not equals:
            raise ValueError(f"{one!r} is no answer. Write “Word=es” or “Word=subscribed”.")
    return answers


@cache
def _scripted() -> frozenset[str]:
    return frozenset(code for codes in _WRITTEN.values() for code in codes if "-" in code)
