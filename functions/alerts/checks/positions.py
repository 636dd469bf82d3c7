"""Slips whose words ask for the other side than their `position`: filed, they count for it.

A slip without `position` is a proponent's, so a bill to fight is easily supported by mistake. Told
is what orders the reader (“Vote no”, “Oppose this bill”), not what a text tells of others or an
Act's name says (“against discrimination”). Draft ─► `check_positions` ─► findings
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from functions.alerts.checks.draft import Draft, Said
from functions.alerts.checks.word_lists import Side, Sides, phrases, word_lists
from functions.alerts.content.ask import Slip
from functions.alerts.errors import Mistake

_OTHER = {"proponent": "opponent", "opponent": "proponent"}

# What somebody else says; one word alone is what to choose in the form (“Opponent”).
_QUOTED = re.compile(r"“[^”\s]+\s[^”]*”|«[^»\s]+\s[^»]*»|\"[^\"\s]+\s[^\"\n]*\"|^ {0,3}>.*$", re.M)
_MARKS = re.compile(r"\]\([^()\s]*\)|https?://\S+|[*_\[\]#]")
_PARAGRAPHS = re.compile(r"\n\s*\n|\n\s*(?:[-•]|\d{1,2}[.)])\s+")
_STARTS = r"(?:^|(?<=[.!?:;؟؛—–]))[\s¡¿•-]*"
_ENDS = r"\s*(?=$|[.!,:;)،؛—–])"
_WHOLE = r"(?!['’]\w)"  # not “the bill’s opponents”
_QUESTION = re.compile(r"[^.!;?؟؛]*[?؟]")  # “Oppose this bill?”
_FEW_WORDS = r"{1,8}?"


def check_positions(draft: Draft) -> None:
    """Warn of each slip that the alert's own words contradict; once, at the first of them."""
    slips = [ask for ask in draft.campaign.asks if isinstance(ask, Slip)]
    for slip in slips:
        other = _OTHER.get(slip.position)
        twins = sum((one.bill or one.name) == (slip.bill or slip.name) for one in slips) > 1
        if other and (found := _contrary(draft, slip, other, alone=not twins)):
            _tell(draft, slip, other, *found)


def _contrary(draft: Draft, slip: Slip, other: str, *, alone: bool) -> tuple[Said, str] | None:
    for said in draft.said:
        own = said.ask == slip.id
        if said.kind not in ("text", "markdown") or not (own or (alone and not said.ask)):
            continue
        if own and said.name not in ("title", "text", "button"):
            continue
        words = word_lists(said.language)
        sides = words.sides if words else None
        if sides is None:
            continue
        named = _names(draft, slip)
        orders = next(_orders(said, sides, other, slip, named, own=own), "")
        # Words for both sides speak of more than the bill; people wrote them, so they know.
        if orders and not any(_orders(said, sides, slip.position, slip, named, own=own)):
            return said, orders
    return None


def _names(draft: Draft, slip: Slip) -> tuple[str, ...]:
    """What the slip's bill is called in any language; an amendment's words are its own."""
    named = [said.text for said in draft.said if said.ask == slip.id and said.name == "name"]
    return () if slip.amendment else tuple(dict.fromkeys(named))


def _orders(
    said: Said, sides: Sides, side: str, slip: Slip, named: tuple[str, ...], *, own: bool
) -> Iterator[str]:
    things = sides.amendment if slip.amendment else sides.bill
    bill = "" if slip.amendment else slip.bill or ""
    about = (*named, *(things if own else ()))
    heads, wholes = _told_to(sides, getattr(sides, side))
    for paragraph in _PARAGRAPHS.split(_QUOTED.sub(" ", said.text)):
        plain = " ".join(_MARKS.sub("", paragraph).split())
        found = [
            (match["order"], match.end()) for match in _matches(wholes if own else None, plain)
        ]
        for match in _matches(heads, plain):
            thing = _thing(sides, bill, about)
            if thing and (object_ := thing.match(plain, match.end())):
                found.append((match["order"] + object_[0], object_.end()))
        yield from (order for order, end in found if not _QUESTION.match(plain, end))


def _matches(pattern: re.Pattern[str] | None, text: str) -> Iterator[re.Match[str]]:
    return pattern.finditer(text) if pattern else iter(())


@cache
def _told_to(sides: Sides, side: Side) -> tuple[re.Pattern[str] | None, re.Pattern[str] | None]:
    """Find orders of a side that a bill is to follow, and whole ones; compiled once a language."""
    begins = rf"{_STARTS}{_leading(sides)}"
    verbs, whole = phrases(side.orders), phrases(side.whole)
    heads = rf"{begins}(?P<order>{verbs.pattern})(?=\s)" if verbs else ""
    wholes = rf"{begins}(?P<order>{whole.pattern}){_ENDS}" if whole else ""
    return (
        re.compile(heads, re.IGNORECASE) if heads else None,
        re.compile(wholes, re.IGNORECASE) if wholes else None,
    )


@cache
def _thing(sides: Sides, bill: str, about: tuple[str, ...]) -> re.Pattern[str] | None:
    """Finds the bill right behind an order."""
    letters, _, number = bill.partition(" ")
    letters = r"\.?".join(letters)
    numbers = [rf"(?<!\w){letters}\.?\s*0*{number}(?!\w)"] if number else []
    names = phrases(about)
    things = "|".join([*numbers, *([names.pattern] if names else [])])
    if not things:
        return None
    joined, turned = "|".join(map(re.escape, sides.joining)), phrases(sides.unless)
    article = rf"(?:(?:{joined})\s+)*?" if joined else ""
    unless = rf"(?!\s+(?:{turned.pattern}))" if turned else ""
    return re.compile(rf"\s+{article}(?:{things}){unless}{_WHOLE}", re.IGNORECASE)


def _leading(sides: Sides) -> str:
    """“Please”, “Tell the committee to”: what may stand at a sentence's start before its order."""
    polite, asking = phrases(sides.polite), phrases(sides.asking)
    please = rf"(?:(?:{polite.pattern}),?\s+)?" if polite else ""
    to = phrases(sides.to)
    if not (asking and to):
        return please
    turned = phrases(sides.nots)  # “Tell them not to”
    word = (rf"(?!(?:{turned.pattern})\s)" if turned else "") + r"[^\s.!?:;]+\s+"
    whom = rf"(?:{word}){_FEW_WORDS}"
    return rf"{please}(?:(?:{asking.pattern})\s+{whom}(?:{to.pattern})\s+)?"


def _tell(draft: Draft, slip: Slip, other: str, said: Said, orders: str) -> None:
    typed = "position" in draft.reading.document.value["asks"][draft.path_of(slip)[1]]
    bill = slip.bill or slip.name
    rule = "position-against-words"
    if typed:
        line = draft.reading.document.line(said.path)
        found = f"“{orders}” says line {line}, and people would file on {bill} as {slip.position}s."
        mistake = Mistake(found, other, advice="If the position is right, mend the words.")
        draft.reading.mistake(draft.path_of(slip, "position"), mistake, "warning", rule=rule)
        return
    found = (
        f"“{orders}” is said here, and people would file the slip on {bill} as {slip.position}s, "
        "which is what a slip without `position` means."
    )
    remedy = f"Add `position: {other}` to {bill}. If they are to support it, mend the words."
    draft.reading.report(said.path, found, remedy, "warning", near=orders, rule=rule)
