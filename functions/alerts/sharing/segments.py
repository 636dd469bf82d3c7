"""How a text travels as SMS: its alphabet, its segments, and what of it can be written plainer.

share texts ─► `plain_letters` ─► `sms_segments` ─► what `alerts preview` says about it

Sources: 3GPP TS 23.038, 6.2.1 (the default alphabet and its extension table, Unicode's mapping of
it in GSM0338.TXT) and 6.2.3 (UCS-2); 3GPP TS 23.040, 9.2.3.24.1 (segments; no character is split).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENSION = frozenset("\f^{}\\[~]|€")  # an escape goes before each of them: two septets

# A message holds 140 octets: 160 septets or 70 UCS-2 units; of several each gives 6 to a header.
_ALONE = {False: 160, True: 70}
_JOINED = {False: 153, True: 67}

# What phones and word processors put in by themselves; in its place a letter that says the same.
_PLAINER = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‘’‚‛‹›′", "'"),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("•·", "-"),
        **dict.fromkeys("\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008", " "),
        **dict.fromkeys("\u2009\u200a\u202f\u205f\u3000\t", " "),
        # Invisible: places to break a word, marks of direction and isolates, which phones show as
        # boxes.
        **dict.fromkeys("\u00ad\u200b\u200e\u200f\u2060\u2066\u2067\u2068\u2069\ufeff", ""),
        "…": "...",
        "\u2028": "\n",
        "\u2029": "\n",
    }
)


@dataclass(frozen=True, slots=True)
class Segments:
    """A text as SMS: `count` messages of which phones make one, `units` septets or UCS-2 units.

    `forcing` are the characters that the GSM alphabet lacks, each once, in the text's order: one of
    them makes the whole text Unicode.
    """

    count: int
    units: int
    forcing: tuple[str, ...]

    @property
    def is_unicode(self) -> bool:
        """Whether it goes out as UCS-2, which halves what a segment holds."""
        return bool(self.forcing)


def sms_segments(text: str) -> Segments:
    """Count the messages that `text` takes."""
    strange = tuple(dict.fromkeys(letter for letter in text if _septets(letter) == 0))
    wide = bool(strange)
    units = [_ucs2(letter) if wide else _septets(letter) for letter in text]
    total = sum(units)
    count = 1 if total <= _ALONE[wide] else _packed(units, _JOINED[wide])
    return Segments(count=count, units=total, forcing=strange)


def plain_letters(text: str) -> str:
    """The text with plain quotes, dashes, dots and spaces, where the words stay the same.

    Accents stay: without them it would be another text. They are composed, as `é` is in the GSM
    alphabet and `e` with an accent of its own is not.
    """
    return re.sub(r" {2,}", " ", unicodedata.normalize("NFC", text).translate(_PLAINER))


def _septets(letter: str) -> int:
    return 1 if letter in _BASIC else 2 if letter in _EXTENSION else 0


def _ucs2(letter: str) -> int:
    return 2 if ord(letter) > 0xFFFF else 1  # an emoji is a pair


def _packed(units: list[int], room: int) -> int:
    """How many segments, when a character of two units may not stand in two of them."""
    segments, left = 1, room
    for size in units:
        if size > left:
            segments, left = segments + 1, room
        left -= size
    return segments
