# /// script
# requires-python = ">=3.11"
# dependencies = ["fonttools>=4.60", "font-roboto==0.0.1"]
# ///
"""Writes templates/wording/widths.json: how wide the letters of a phone's font are.

    uv run --script .ci/widths.py /usr/share/fonts/truetype/noto/NotoSansArabic-Regular.ttf

Roboto (Apache License 2.0) is Android's own font; a subject is as wide in it as in Arial, within
one part in a hundred (Liberation Sans has Arial's widths). It has no Arabic: that is from Noto Sans
Arabic (SIL Open Font License 1.1, Debian's `fonts-noto-core`), where a letter that joins counts as
the mean of its forms. The file holds numbers alone, no outlines.
"""

from __future__ import annotations

import json
import sys
import unicodedata
from collections import defaultdict
from importlib.resources import files
from pathlib import Path
from statistics import mean

from fontTools.ttLib import TTFont

OUT = Path(__file__).parents[1] / "templates" / "wording" / "widths.json"
# ASCII, Latin with all its accents (Vietnamese too), Greek, Cyrillic, punctuation, currencies.
LATIN = (
    *range(0x20, 0x7F), *range(0xA0, 0x250), *range(0x386, 0x3CF), *range(0x400, 0x460),
    *range(0x490, 0x530), *range(0x1E00, 0x1F00), *range(0x2010, 0x2040), *range(0x20A0, 0x20C0),
)  # fmt: skip
ARABIC = range(0x600, 0x700)
JOINED = ("init", "medi", "fina")


def widths(font: TTFont, letters: range | tuple[int, ...]) -> dict[str, int]:
    """The advance of each letter that the font has, in thousandths of the type size."""
    per_em, glyphs, advances = font["head"].unitsPerEm, font.getBestCmap(), font["hmtx"]
    forms = joined_forms(font)
    return {
        chr(code): round(
            mean(advances[form][0] for form in forms.get(glyphs[code], [glyphs[code]]))
            * 1000 / per_em
        )
        for code in letters
        if code in glyphs and unicodedata.category(chr(code))[0] != "M"
    }  # fmt: skip


def joined_forms(font: TTFont) -> dict[str, list[str]]:
    """The forms of each glyph that joins its neighbours."""
    forms: dict[str, list[str]] = defaultdict(list)
    if "GSUB" not in font:
        return forms
    table = font["GSUB"].table
    for record in table.FeatureList.FeatureRecord:
        for number in record.Feature.LookupListIndex if record.FeatureTag in JOINED else ():
            for subtable in table.LookupList.Lookup[number].SubTable:
                single = getattr(subtable, "ExtSubTable", subtable)
                for glyph, form in getattr(single, "mapping", {}).items():
                    forms[glyph].append(form)
    return forms


def main(arabic: str) -> None:
    """Write the table: each width with the letters that have it."""
    roboto = TTFont(files("font_roboto") / "files" / "Roboto-Regular.ttf")
    table = widths(TTFont(arabic), ARABIC) | widths(roboto, LATIN)
    grouped: dict[int, str] = defaultdict(str)
    for letter, width in sorted(table.items()):
        grouped[width] += letter
    content = {
        "about": "Widths in thousandths of the type size, with the letters that have them."
        " Written by .ci/widths.py.",
        "fonts": [
            "Roboto 2.138, Apache License 2.0",
            "Noto Sans Arabic 2.005, SIL Open Font License 1.1",
        ],
        "widths": {str(width): letters for width, letters in sorted(grouped.items())},
    }
    OUT.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
