"""Says where phones cut the subject and the preheader, when what is cut is what they are about.

Widths are those of a phone's font (templates/wording/widths.json, written by .ci/widths.py). The
most subjects are cut by some phone; what is worth a note is that a deadline, a number or the “not”
is behind the cut, or that less than half is to be seen.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from functions.alerts.checks.draft import Draft, Said
from functions.alerts.checks.word_lists import FOLDER, phrases, word_lists
from functions.alerts.languages.words import LanguagePack

RULE = "cut-on-phones"


@dataclass(frozen=True, slots=True)
class Inbox:
    """How much of a line a phone shows in portrait: `lines` of `width` in a font of `size`."""

    name: str
    width: float
    size: float
    lines: int = 1


# Neither maker says what its list shows, so this follows from what they do say.
# iPhone: 393 points wide (Apple's Human Interface Guidelines, Layout, iPhone 15 and 16), less 32
# before and 16 behind a row; subject and preview in Subheadline, 15 points (Typography, Large); the
# preview has two lines unless the settings say otherwise.
# Gmail's app: 360 dp (Android's commonest width), less 72 before and 16 behind a row with a picture
# (Material Design, Lists); 14 sp; the line of the preview also has a star of 32.
_SUBJECT = (Inbox("iPhone Mail", 345, 15), Inbox("Gmail’s app", 272, 14))
# A preheader is meant to run on; what the roomiest phone does not show, nobody sees.
_PREHEADER = (Inbox("iPhone Mail", 345, 15, lines=2),)

_FIELD = re.compile(r"\(\(\s*(\w+)\s*(?:\|((?:[^()]|\([^()]*\))*))?\)\)")
# `HB 40`, `3:00`, `$25`; the year alone says little.
_NUMBER = r"(?-i:\b[A-Z]{1,4}\.? ?)?(?!(?:19|20)\d\d\b)\b[^\s\d]*\d\S*"
_LONGEST_NAME = "Guadalupe"  # a name of usual length, where a field has one


def check_subject(draft: Draft) -> None:
    """Note subjects and preheaders whose main point phones do not show, per language."""
    if not draft.campaign.mailable:
        return
    for said in draft.said:
        inboxes = {"subject": _SUBJECT, "preheader": _PREHEADER}.get(_line(draft, said), ())
        if inboxes and said.language in draft.packs:
            _check(draft, said, inboxes)


def _line(draft: Draft, said: Said) -> str:
    """Which line of an inbox the text is: "subject", "preheader" or ""."""
    if said.ask:
        return ""
    if said.name == "headline" and "subject" not in draft.reading.document.value:
        return "subject"
    return said.name


def _check(draft: Draft, said: Said, inboxes: tuple[Inbox, ...]) -> None:
    pack = draft.packs[said.language]
    text = _filled(draft, said.text, pack)
    cuts = [(inbox, _shown(text, inbox)) for inbox in inboxes]
    known = [(inbox, shown) for inbox, shown in cuts if shown is not None and shown != text]
    for inbox, shown in reversed(known):  # the narrowest first
        lost = _lost(text, shown, pack)
        if lost or len(shown) * 2 < len(text):
            what = f" without “{lost}”" if lost else f", {_part(shown, text)} of it"
            draft.reading.report(
                said.path,
                f"{inbox.name} shows “{shown} …”{what}.",
                f"Put {f'“{lost}”' if lost else 'what it is about'} into the first "
                f"{_round(len(shown))} characters.",
                "note",
                rule=RULE,
            )
            return


def _part(shown: str, text: str) -> str:
    return "a third" if len(shown) * 3 <= len(text) else "less than half"


def _round(count: int) -> int:
    return max(5, count // 5 * 5)


def _filled(draft: Draft, text: str, pack: LanguagePack) -> str:
    """The text as most readers see it: the next deadline, the number of asks, somebody's name."""
    closings = [ask.closes for ask in draft.campaign.asks if ask.closes and ask.closes > draft.at]

    def value(match: re.Match[str]) -> str:
        name, fallback = match[1], (match[2] or "").strip()
        if name == "deadline" and closings:
            return pack.deadline(min(closings))
        if name == "open_asks" and draft.campaign.asks:
            return pack.count("asks.open", len(draft.campaign.asks))
        return fallback or _LONGEST_NAME

    return unicodedata.normalize("NFC", _FIELD.sub(value, text))


def _lost(text: str, shown: str, pack: LanguagePack) -> str:
    """The first thing behind the cut that turns or dates what is said, and is not before it."""
    for match in _telling(pack).finditer(text, len(shown)):
        word = match[0].strip(".,;:!?")
        if word.lower() not in shown.lower():
            return word
    return ""


@cache
def _telling_of(code: str, names: tuple[str, ...]) -> re.Pattern[str]:
    lists = word_lists(code)
    named = phrases(names + (lists.turning if lists else ()))
    words = named.pattern if named else "(?!)"
    return re.compile(rf"{_NUMBER}|{words}", re.IGNORECASE)


def _telling(pack: LanguagePack) -> re.Pattern[str]:
    """Numbers (a bill, a date, an hour), days, months, and the language's words like “not”."""
    days = pack.locale.days["format"]["wide"].values()
    months = pack.locale.months["format"]["wide"].values()
    return _telling_of(pack.code, (*days, *months))


def _shown(text: str, inbox: Inbox) -> str | None:
    """What is to be seen, cut behind a letter; None where a letter's width is not known."""
    advances = [*_advances(text)]
    if None in advances:
        return None
    room = inbox.width * inbox.lines * 1000 / inbox.size
    if sum(filter(None, advances)) <= room:
        return text
    room -= _widths()["…"]
    for number, advance in enumerate(advances):
        room -= advance or 0
        if room < 0:
            return text[:number].rstrip()
    return text


def _advances(text: str) -> Iterator[float | None]:
    """The width of each character in thousandths of the type size; marks on others have none."""
    known = _widths()
    for character in text:
        category = unicodedata.category(character)
        if category[0] in "MC":
            yield 0
        elif character in known:
            yield known[character]
        elif category == "So" or unicodedata.east_asian_width(character) in "WF":  # emoji, Chinese
            yield 1000
        else:
            yield None


@cache
def _widths() -> Mapping[str, int]:
    content = json.loads((FOLDER / "widths.json").read_text("utf-8"))
    by_width: Mapping[str, str] = content["widths"]
    return {letter: int(width) for width, letters in by_width.items() for letter in letters}
