"""Looks at translations beside their original: what is still the original, what is older than it.

What is missing altogether `content/translated_campaign.py` tells, as it decides what is mailed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from functions.alerts.checks.draft import Draft, Said
from functions.alerts.content.marks import changed
from functions.alerts.reading.tree import Path

# A bill, an event, a person or a sender may be called the same everywhere; and what to say on the
# phone is often given in the language of whoever answers.
_MAY_STAY = ("name", "title", "script", "whom", "signature")

_WHOLE_WORDS = 3  # “Hotline”, “Witness slip” and “ICIRR” are words of many languages
_SENTENCE_WORDS = 5

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SENTENCE = re.compile(r"(?<=[.!?؟…])\s+|\n\s*\n|\n(?=\s*(?:[-*+]|\d+[.)])\s)")
# Between quotation marks words are somebody's own, and links have no language.
_QUOTED = re.compile(r"“[^“”]*”|«[^«»]*»|\"[^\"\n]*\"|\]\([^)]*\)|https?://\S+|\(\([^()]*\)\)")


def check_translations(draft: Draft) -> None:
    """Warn of texts that were left in the first language, and of those changed since."""
    originals = {_key(draft, said): said for said in draft.said if not _translated(said)}
    everything = "|".join(f" {_plain(said.text)} " for said in originals.values())
    for said in draft.said:
        if not _translated(said) or said.kind == "link":
            continue
        original = originals.get(_key(draft, said))
        if original is not None:
            _check_age(draft, said, original)
        _check_sameness(draft, said, original, everything)


def _translated(said: Said) -> bool:
    return said.path[0] == "translations"


def _key(draft: Draft, said: Said) -> str:
    """The dotted field of the original, also for its translation."""
    return field_of(draft, said.path)


def field_of(draft: Draft, path: Path) -> str:
    """The dotted field, from the ask's id on the same in all languages: `asks.sb-35.text`."""
    own = path[2:] if path[0] == "translations" else path
    if own[0] == "asks" and isinstance(own[1], int):
        own = ("asks", draft.campaign.asks[own[1]].id, *own[2:])
    return ".".join(map(str, own))


def original_texts(draft: Draft) -> Iterator[tuple[str, str]]:
    """What can be translated, as it stands in the first language, with its dotted field."""
    for said in draft.said:
        if not _translated(said) and said.kind != "link":
            yield field_of(draft, said.path), said.text


def _check_age(draft: Draft, said: Said, original: Said) -> None:
    block: Mapping[str, object] = draft.reading.document.value["translations"][said.path[1]]
    marks = block.get("of")
    if not isinstance(marks, str) or not changed(_key(draft, said), original.text, marks):
        return
    reading = draft.reading
    draft.reading.report(
        said.path,
        f"The original has changed since this was translated (line "
        f"{reading.document.line(original.path)}): “{_short(original.text)}”",
        f"Mend the translation if it needs it, then run `alerts translated "
        f"{reading.document.file}`.",
        "warning",
        rule="translation-older",
    )


def _check_sameness(draft: Draft, said: Said, original: Said | None, everything: str) -> None:
    if said.kind == "name" or said.name in _MAY_STAY:
        return
    own = _plain(said.text)
    if original is not None and own == _plain(original.text):
        if _words(own) >= _WHOLE_WORDS:
            _tell(draft, said, said.text, f"This is in `{draft.campaign.language}` still:")
        return
    for sentence in _sentences(said.text):
        if _is_prose(sentence) and f" {_plain(sentence)} " in everything:
            _tell(draft, said, sentence, f"One sentence is in `{draft.campaign.language}` still:")


def _tell(draft: Draft, said: Said, text: str, found: str) -> None:
    near = text.strip().splitlines()[0]
    draft.reading.report(
        said.path,
        f"{found} “{_short(text)}”",
        f"Translate it into `{said.language}`; put what is meant to stay in quotation marks.",
        "warning",
        near=near,
        rule="not-translated",
    )


def _sentences(text: str) -> list[str]:
    return [sentence for sentence in _SENTENCE.split(text) if sentence.strip()]


def _plain(text: str) -> str:
    """The words alone: without quotations, links, marks and line breaks."""
    return " ".join(_WORD.findall(_QUOTED.sub(" ", text))).casefold()


def _is_prose(sentence: str) -> bool:
    """Not a name, which has most of its words in capitals: partners are listed in all languages."""
    words = _WORD.findall(_QUOTED.sub(" ", sentence))
    small = sum(not word[0].isupper() for word in words)
    return len(words) >= _SENTENCE_WORDS and small * 2 > len(words)


def _words(plain: str) -> int:
    return len(plain.split())


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 90 else flat[:90].rsplit(" ", 1)[0] + " …"
