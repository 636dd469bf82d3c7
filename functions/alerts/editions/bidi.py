"""Right-to-left texts: a left-to-right run stands by itself, or its neighbours turn it round.

Used where texts become HTML (`<bdi>`) and where they become plain text (isolates).

Sources: Unicode Standard Annex 9 (isolates U+2066..2069, marks U+200E/F);
https://www.w3.org/International/articles/inline-bidi-markup/.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from html import escape, unescape

from markupsafe import Markup

FSI, PDI, RLM = "\u2068", "\u2069", "\u200f"

_LETTER = "A-Za-zÀ-ÖØ-öø-\u024f"
_FIELD = r"\(\((?:first_name|last_name)(?:\|[^()]*)?\)\)"
# What may stand inside a run; a field begins behind it: "SB 35 ((first_name|friends))".
_NEUTRAL = r"(?:(?!\(\()[ \t'’&|/.,:;@_#+%()\"“”–—-])"
# A letter, then letters and digits with at most three neutral characters between two of them. A
# number before it belongs to it at the start of a text ("228 S. Wabash"); later it may be Arabic's.
_LATIN = rf"(?:^[0-9]+ )?[#@]?[0-9]*[{_LETTER}](?:{_NEUTRAL}{{0,3}}[{_LETTER}0-9])*"
_ADDRESS = r"<?https?://[^\s<>]+>?|\(\((?:[a-z]+_url|link)\)\)"  # also a recipient's own link
# Digits with hyphens: after Arabic letters "1-855-435" would be read from its other end.
_NUMBER = r"(?:\+|\(\d+\)[ -]?|\$)?\d+(?:[-.,]\d+)+|[+$]\d+"
_ISOLATED = rf"{FSI}[^{FSI}{PDI}]*{PDI}"  # a value that a phrase was filled with
_RUN = re.compile(
    rf"(?P<isolated>{_ISOLATED})|(?P<field>{_FIELD})|(?P<run>{_ADDRESS}|{_LATIN}|{_NUMBER})"
)
_BARE_NUMBER = re.compile(r"\d*")
# A tag of clean HTML, to split it at.
TAG = re.compile(r"(<[^<>\"]*(?:\"[^\"]*\"[^<>\"]*)*>)")


def isolate_text(text: str, direction: str) -> str:
    """Write `text` for plain text, subject or attribute: if "rtl", runs within U+2068, U+2069.

    A text that is nothing but an address of the web stays as it is: mail programs make the
    isolates part of the link.
    """
    if direction == "ltr" or re.fullmatch(_ADDRESS, text):
        return text
    return _replace(text, str, lambda run, kind: run if kind == "isolated" else f"{FSI}{run}{PDI}")


def isolate_value(text: str, direction: str) -> str:
    """Isolate a value before it goes into a phrase: there its beginning is no longer seen.

    One without a right-to-left letter stands by itself as a whole: "228 S. Wabash, 2nd floor".
    """
    if direction == "ltr" or _BARE_NUMBER.fullmatch(text):
        return text
    mixed = any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text)
    if mixed or "((" in text or FSI in text:
        return isolate_text(text, direction)
    return f"{FSI}{text}{PDI}"


def isolate_html(text: str, direction: str) -> Markup:
    """Escape `text` for HTML, its left-to-right runs in `<bdi dir="ltr">` if it is "rtl".

    A recipient's name is isolated in every language: it may be in any script.
    """
    if direction == "ltr" and "((" not in text:
        return Markup(escape(text))  # noqa: S704 (escaped)

    def wrap(run: str, kind: str) -> str:
        if kind == "isolated":
            run = run[1:-1]
            kind = "field" if re.fullmatch(_FIELD, run) else "run"
        if kind == "field":
            return f"<bdi>{escape(run)}</bdi>"
        return f'<bdi dir="ltr">{escape(run)}</bdi>' if direction == "rtl" else escape(run)

    return Markup(_replace(text, escape, wrap))  # noqa: S704 (every part went through escape)


def isolate_markup(html: str, direction: str) -> Markup:
    """Isolate the texts between the tags of HTML that is already clean."""
    if direction == "ltr" and "((" not in html:
        return Markup(html)  # noqa: S704 (clean already)
    parts = TAG.split(html)
    parts[::2] = [isolate_html(unescape(text), direction) for text in parts[::2]]
    return Markup("".join(parts))  # noqa: S704 (tags were clean, texts are escaped)


def subject_line(text: str, direction: str) -> str:
    """Isolate a subject; lead it by U+200F if it is "rtl" but would seem to begin in Latin.

    A mail program gives the line the direction of its first strong character, not of the mail.
    """
    isolated = isolate_text(text, direction)
    strong = (c for c in map(unicodedata.bidirectional, text) if c in ("L", "R", "AL"))
    return RLM + isolated if direction == "rtl" and next(strong, "") == "L" else isolated


def _replace(text: str, plain: Callable[[str], str], wrap: Callable[[str, str], str]) -> str:
    parts, last = [], 0
    for match in _RUN.finditer(text):
        end = _with_bracket(text, match)
        parts.append(plain(text[last : match.start()]))
        parts.append(wrap(text[match.start() : end], match.lastgroup or "run"))
        last = end
    parts.append(plain(text[last:]))
    return "".join(parts)


def _with_bracket(text: str, match: re.Match[str]) -> int:
    """Find the run's end, with the bracket that closes one it opened: "PASO (West Suburban)"."""
    run, end = match[0], match.end()
    opened = match.lastgroup == "run" and run.count("(") > run.count(")")
    return end + 1 if opened and text[end : end + 1] == ")" else end
