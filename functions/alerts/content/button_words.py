"""Looks whether the buttons of an alert can be told apart, and whether they say what they do.

Called when a campaign file is read, so that a finding has its line; `kinds.py` draws the buttons.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from functions.alerts.content.ask import (
    BaseAsk,
    Call,
    Comment,
    Donate,
    Event,
    Share,
    SignUp,
    Slip,
    TakeAction,
)
from functions.alerts.content.ask_list import gives_to
from functions.alerts.content.organization import Organization
from functions.alerts.reading.validation import Reading

Words = tuple[str | int | None, ...]  # what a button's words are made of, in whatever language


def check_buttons(
    reading: Reading, asks: Sequence[BaseAsk | None], organization: Organization, *, mail: bool
) -> None:
    """Report buttons that read the same, or promise something else than their link holds.

    `asks` are complete and in the order of the file; None stands for what was reported already.
    Only in a `mail` must the words differ: a card's headline says what its ask is.
    """
    first: dict[Words, tuple[int, str]] = {}
    for number, ask in enumerate(asks):
        if ask is None:
            continue
        _check_promise(reading, ask, number, organization, mail=mail)
        for words, link in _buttons(ask, organization) if mail else ():
            other, there = first.setdefault(words, (number, link))
            if other != number and there != link:
                _same(reading, number, other, ask)
                break


def _same(reading: Reading, number: int, other: int, ask: BaseAsk) -> None:
    line = reading.document.line(("asks", other))
    titled = isinstance(ask, TakeAction | Event | SignUp | Call) and not ask.button
    key = "title" if titled else "button"
    reading.report(
        ("asks", number),
        f"Its button would read like that of the ask on line {line}, and lead somewhere else.",
        f"Add `{key}: …` with words that tell the two apart.",
    )


def _check_promise(
    reading: Reading, ask: BaseAsk, number: int, organization: Organization, *, mail: bool
) -> None:
    if ask.button or (ask.title and not isinstance(ask, Share)):  # its button is always the same
        return
    path, name = ("asks", number), organization.short_name
    if isinstance(ask, Donate) and not gives_to(ask, organization):
        reading.report(
            path,
            f"The donate page is not {name}’s, and the mail does not say whose it is.",
            "Add `title: Give to …`, or `button: …`, with the name of who gets the money.",
            "warning",
        )
    elif isinstance(ask, Share) and ask.link and not _at_home(ask.link, organization):
        reading.report(
            path,
            "The button says “Share this alert”, but the link leads to another page.",
            "Add `button: …` that says what is shared, or delete `link`.",
            "warning",
        )
    elif mail and isinstance(ask, TakeAction | SignUp):
        reading.report(
            path,
            "The ask has no title, so its button names the whole alert.",
            "Add `title: …` that says what people do there.",
            "warning",
        )


def _at_home(link: str, organization: Organization) -> bool:
    own = {urlsplit(page).hostname for page in (organization.website, organization.site)}
    return urlsplit(link).hostname in own


def _buttons(ask: BaseAsk, organization: Organization) -> Iterator[tuple[Words, str]]:
    """What the ask's buttons are made of, each with its link; staff's own words are the first's."""
    for number, (words, link) in enumerate(_drawn(ask, organization)):
        if link:
            yield ((ask.button,) if ask.button and number == 0 else words), link


def _drawn(ask: BaseAsk, organization: Organization) -> Iterator[tuple[Words, str | None]]:
    match ask:
        case Donate():
            whose = "own" if gives_to(ask, organization) else "foreign"
            yield from ((("give", whose, dollars), link) for dollars, link in ask.amount_links)
            yield ("donate", whose, ask.title if whose == "foreign" else None), ask.link
            yield ("monthly", whose), ask.monthly
        case Slip():
            yield ("slip", ask.position, ask.bill or ask.name), ask.link
        case Call():
            for one in ask.numbers:
                yield ("call", one.name or ask.whom, one.number), one.number
            yield ("take_action", ask.title), ask.link
        case Comment():
            yield ("comment", ask.docket), ask.link
        case Event():
            yield ("rsvp", ask.title), ask.rsvp
            yield ("join", ask.title), ask.link
        case SignUp():
            yield ("sign_up", ask.title), ask.link or f"topic {ask.topic}"
        case Share():
            yield ("share",), ask.link or "this alert"
        case TakeAction():
            yield ("take_action", ask.title), ask.link
