"""ZIP codes as spreadsheets leave them, mended: they take a ZIP for a number."""

from __future__ import annotations

import re

_DIGITS = re.compile(r"\d{3,5}", re.ASCII)
_PLUS_FOUR = re.compile(r"(\d{3,5})[-–— ]+(\d{1,4})", re.ASCII)
_NINE = re.compile(r"\d{7,9}", re.ASCII)  # ZIP+4 without its dash, and maybe its zeros
_NUMBER = re.compile(r"(\d{3,9})[.,]0+", re.ASCII)
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d{1,8})?[Ee]\+?0?\d", re.ASCII)
_ABROAD = re.compile(r"[A-Z0-9][A-Z0-9 -]{1,8}[A-Z0-9]", re.ASCII)


def mend_zip(text: str) -> str:
    """The five digits of a US ZIP, or a postal code of elsewhere in capitals; "" if it is neither.

    `2138` was 02138 (Massachusetts), `601` 00601 (Puerto Rico), `60618.0` and `60618-2345` and
    `606182345` are 60618.
    """
    if len(text) == 5 and text.isdecimal() and text.isascii():
        return text
    bare = text.removeprefix("=").strip("\"' \t")
    if number := _NUMBER.fullmatch(bare):
        bare = number[1]
    elif _SCIENTIFIC.fullmatch(bare):
        value = float(bare.replace(",", "."))
        bare = f"{value:.0f}" if value == int(value) else bare
    if plus := _PLUS_FOUR.fullmatch(bare):
        bare = plus[1]
    if _DIGITS.fullmatch(bare):
        return bare.zfill(5)
    if _NINE.fullmatch(bare):
        return bare.zfill(9)[:5]
    abroad = " ".join(bare.upper().split())
    # Elsewhere's have letters (London, Toronto) or six digits (Colombia).
    plain = abroad.isdecimal() and len(abroad) != 6
    return abroad if _ABROAD.fullmatch(abroad) and not plain else ""
