"""The closed table of everything the product itself says: what a language pack must hold, no more.

`words.py` reads packs against this table; the templates ask for phrases by these keys.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Kind = Literal["plain", "counted", "countable"]


@dataclass(frozen=True, slots=True)
class Phrase:
    """What one phrase is built from.

    `plain` is one text. `counted` has one text per plural form, chosen by a number, and may say the
    number as {n}. `countable` is one text, or one per plural form where the language needs it
    (Spanish by the clock's hour: "a la 1:00", "a las 3:00"). Every name in `placeholders` must
    stand in every text.
    """

    placeholders: frozenset[str]
    kind: Kind = "plain"


def _plain(*placeholders: str) -> Phrase:
    return Phrase(frozenset(placeholders))


def _counted(*placeholders: str) -> Phrase:
    return Phrase(frozenset(placeholders), "counted")


def _countable(*placeholders: str) -> Phrase:
    return Phrase(frozenset(placeholders), "countable")


PHRASES: Mapping[str, Phrase] = {
    # Dates and times inside a sentence.
    "clock.deadline": _countable("date", "time", "zone"),
    "clock.moment": _countable("date", "time", "zone"),
    # What introduces the asks, and what stands over each of them.
    "asks.intro": _counted(),
    "asks.open": _counted(),
    "asks.by": _plain("deadline"),
    "titles.donate": _plain(),
    "titles.take_action": _plain(),
    "titles.call": _plain("whom"),
    "titles.comment": _plain("docket"),
    "titles.sign_up": _plain(),
    "titles.share": _plain(),
    "titles.slip_proponent": _plain("name", "bill"),
    "titles.slip_proponent_name": _plain("name"),
    "titles.slip_proponent_bill": _plain("bill"),
    "titles.slip_opponent": _plain("name", "bill"),
    "titles.slip_opponent_name": _plain("name"),
    "titles.slip_opponent_bill": _plain("bill"),
    "titles.slip_no_position": _plain("name", "bill"),
    "titles.slip_no_position_name": _plain("name"),
    "titles.slip_no_position_bill": _plain("bill"),
    # Witness slips. "mixed" is for bills with different positions, and for no position.
    "slip.heading_support": _counted(),
    "slip.heading_oppose": _counted(),
    "slip.heading_mixed": _counted(),
    "slip.by": _plain("deadline"),
    "slip.hearing": _plain("moment"),
    "slip.hearing_committee": _plain("moment", "committee"),
    "slip.committee": _plain("committee"),
    "slip.amendment": _plain("amendment"),
    "slip.place": _plain("place"),
    "slip.no_link": _plain("name"),
    "slip.how_to": _plain(),
    "slip.step_for": _plain("bills", "step"),
    # The other kinds.
    "call.by": _plain("deadline"),
    "call.numbers": _plain(),
    "call.script": _plain(),
    "comment.by": _plain("deadline"),
    "comment.agency": _plain("agency"),
    "event.starts": _plain("moment"),
    "event.starts_ends": _plain("moment", "time"),
    "event.starts_ends_later": _plain("moment", "end"),  # on another day
    "event.place": _plain("place"),
    "event.online": _plain(),
    "event.interpretation": _plain("interpretation"),
    "event.access": _plain("access"),
    "event.rsvp_by": _plain("deadline"),
    "money.dollars": _countable("amount"),
    # Buttons say what they do and for whom: two of them never read the same in one mail.
    "buttons.donate": _plain("organization"),
    "buttons.donate_amount": _plain("amount", "organization"),
    "buttons.donate_monthly": _plain("organization"),
    "buttons.give_amount": _plain("amount"),  # these two where the page is somebody else's
    "buttons.give_monthly": _plain(),
    "buttons.slip_proponent_bill": _plain("bill"),
    "buttons.slip_proponent_name": _plain("name"),
    "buttons.slip_opponent_bill": _plain("bill"),
    "buttons.slip_opponent_name": _plain("name"),
    "buttons.slip_no_position_bill": _plain("bill"),
    "buttons.slip_no_position_name": _plain("name"),
    "buttons.take_action": _plain("title"),
    "buttons.call": _plain("whom", "number"),
    "buttons.comment": _plain("docket"),
    "buttons.rsvp": _plain("title"),
    "buttons.join": _plain("title"),
    "buttons.sign_up": _plain("title"),
    "buttons.share": _plain(),
    # Around the alert.
    "picture.credit": _plain("credit"),
    "picture.text": _plain("alt"),
    "footer.with": _plain("partners"),
    "footer.help": _plain(),
    "footer.why": _plain("organization"),
    "footer.sent_by": _plain("organization"),
    "footer.unsubscribe": _plain(),
    "footer.preferences": _plain(),
    "footer.web_view": _plain(),
    # A digest of open asks, where no campaign file frames it.
    "digest.subject": _plain(),
    "digest.body": _plain(),
    # The pages behind a mail's links (`alerts/pages/`).
    "pages.this_organization": _plain(),  # while its name is not known
    "pages.leave_title": _plain(),
    "pages.leave_text": _plain("organization"),
    "pages.leave_button": _plain(),
    "pages.rather": _plain(),
    "pages.left_title": _plain(),
    "pages.left_text": _plain("organization"),
    "pages.choose_title": _plain(),
    "pages.choose_text": _plain(),
    "pages.topics": _plain(),
    "pages.topics_text": _plain(),
    "pages.language": _plain(),
    "pages.language_same": _plain(),
    "pages.save": _plain(),
    "pages.leave_instead": _plain(),
    "pages.saved_title": _plain(),
    "pages.saved_text": _plain(),
    "pages.broken_title": _plain(),
    "pages.broken_text": _plain(),
    "pages.retired_title": _plain(),  # the key it was signed with leaked
    "pages.retired_text": _plain(),
    "pages.test_title": _plain(),
    "pages.test_text": _plain(),
    "pages.missing_title": _plain(),
    "pages.missing_text": _plain(),
    "pages.refused_title": _plain(),
    "pages.refused_text": _plain(),
    "pages.later_title": _plain(),
    "pages.later_text": _plain(),
    "pages.write": _plain("address"),
    "test.marker": _plain("language", "n", "m"),
}
