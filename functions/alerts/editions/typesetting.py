"""The last touch on a mail's HTML: no line ends within a number, and English words say so.

Between the tags of what is clean already; called by `slots` for every text of a mail.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from functions.alerts.editions.bidi import TAG

# The witness slip's form is in English: a reader has to find these very words there.
_FORM_WORDS = r"\b(?:witness slips?|Create Slip)\b"
_NO_BREAK = '<span style="white-space:nowrap">'  # in mails; a page's style sheet knows the class:
NO_BREAK_CLASS = '<span class="nb">'


@dataclass(frozen=True, slots=True)
class Typesetting:
    """How texts of one language are set: what stays on one line, what is marked as English."""

    unbroken: re.Pattern[str]
    english: re.Pattern[str] | None
    no_break: str = _NO_BREAK

    @classmethod
    def of(
        cls, language: str, unbroken: re.Pattern[str], *, no_break: str = _NO_BREAK
    ) -> Typesetting:
        """Make it for a language (BCP 47); `unbroken` is the language pack's."""
        foreign = not language.startswith("en")
        return cls(unbroken, re.compile(_FORM_WORDS) if foreign else None, no_break)

    def set_html(self, html: str) -> str:
        """Wrap runs of text in spans; the text itself stays as it is, character for character."""
        parts = TAG.split(html)
        parts[::2] = [_set(self, text) if text else "" for text in parts[::2]]
        return "".join(parts)


@lru_cache(maxsize=4_096)  # a mail's editions have most of their texts in common
def _set(typesetting: Typesetting, text: str) -> str:
    text = typesetting.unbroken.sub(rf"{typesetting.no_break}\g<0></span>", text)
    english = typesetting.english
    return english.sub(r'<span lang="en">\g<0></span>', text) if english else text
