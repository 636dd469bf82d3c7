"""The closed table of everything the product itself says: what a language pack must hold, no more.

`words.py` reads packs against this table; the templates ask for phrases by these keys.
"""

from __future__ import annotations

from collections.abc import Mapping

from functions.alerts.languages.page_phrases import PAGE_PHRASES
from functions.alerts.languages.phrase import Phrase, countable, counted, plain
from functions.alerts.languages.sharing_phrases import SHARING_PHRASES

__all__ = ["PHRASES", "Phrase"]

PHRASES: Mapping[str, Phrase] = {
    # Dates and times inside a sentence.
    "clock.deadline": countable("date", "time", "zone"),
    "clock.moment": countable("date", "time", "zone"),
    # What introduces the asks, and what stands over each of them.
    "asks.intro": counted(),
    "asks.open": counted(),
    "asks.by": plain("deadline"),
    "titles.donate": plain(),
    "titles.take_action": plain(),
    "titles.call": plain("whom"),
    "titles.comment": plain("docket"),
    "titles.sign_up": plain(),
    "titles.share": plain(),
    "titles.slip_proponent": plain("name", "bill"),
    "titles.slip_proponent_name": plain("name"),
    "titles.slip_proponent_bill": plain("bill"),
    "titles.slip_opponent": plain("name", "bill"),
    "titles.slip_opponent_name": plain("name"),
    "titles.slip_opponent_bill": plain("bill"),
    "titles.slip_no_position": plain("name", "bill"),
    "titles.slip_no_position_name": plain("name"),
    "titles.slip_no_position_bill": plain("bill"),
    # Witness slips. "mixed" is for bills with different positions, and for no position.
    "slip.heading_support": counted(),
    "slip.heading_oppose": counted(),
    "slip.heading_mixed": counted(),
    "slip.by": plain("deadline"),
    "slip.hearing": plain("moment"),
    "slip.hearing_committee": plain("moment", "committee"),
    "slip.committee": plain("committee"),
    "slip.amendment": plain("amendment"),
    "slip.place": plain("place"),
    "slip.no_link": plain("name"),
    "slip.how_to": plain(),
    "slip.step_for": plain("bills", "step"),
    "slip.moved": plain("date"),  # to another day: what was filed no longer counts
    "slip.moved_today": plain("time"),  # to another hour of that day
    # The other kinds.
    "call.by": plain("deadline"),
    "call.numbers": plain(),
    "call.script": plain(),
    "comment.by": plain("deadline"),
    "comment.agency": plain("agency"),
    "event.starts": plain("moment"),
    "event.starts_ends": plain("moment", "time"),
    "event.starts_ends_later": plain("moment", "end"),  # on another day
    "event.place": plain("place"),
    "event.online": plain(),
    "event.interpretation": plain("interpretation"),
    "event.access": plain("access"),
    "event.rsvp_by": plain("deadline"),
    "event.moved": plain("moment"),
    "money.dollars": countable("amount"),
    # Buttons say what they do and for whom: two of them never read the same in one mail.
    "buttons.donate": plain("organization"),
    "buttons.donate_amount": plain("amount", "organization"),
    "buttons.donate_monthly": plain("organization"),
    "buttons.give_amount": plain("amount"),  # these two where the page is somebody else's
    "buttons.give_monthly": plain(),
    "buttons.slip_proponent_bill": plain("bill"),
    "buttons.slip_proponent_name": plain("name"),
    "buttons.slip_opponent_bill": plain("bill"),
    "buttons.slip_opponent_name": plain("name"),
    "buttons.slip_no_position_bill": plain("bill"),
    "buttons.slip_no_position_name": plain("name"),
    "buttons.filed": plain(),  # after a slip, where the organization wants to know
    "buttons.take_action": plain("title"),
    "buttons.call": plain("whom", "number"),
    "buttons.comment": plain("docket"),
    "buttons.rsvp": plain("title"),
    "buttons.join": plain("title"),
    "buttons.sign_up": plain("title"),
    "buttons.share": plain(),
    # The quiet links beneath the buttons, to the alert's own page.
    "links.calendar": plain("title"),
    "links.still_open_bill": plain("bill"),
    "links.still_open_name": plain("name"),
    # An entry of the calendar of asks.
    "calendar.hearing": plain("bill"),
    # Around the alert.
    "picture.credit": plain("credit"),
    "picture.text": plain("alt"),
    "footer.with": plain("partners"),
    "footer.help": plain(),
    "footer.why": plain("organization"),
    "footer.sent_by": plain("organization"),
    "footer.unsubscribe": plain(),
    "footer.preferences": plain(),
    "footer.web_view": plain(),
    "footer.all_asks": plain(),  # of a digest, which has no page of its own
    # A digest of open asks, where no campaign file frames it.
    "digest.subject": plain(),
    "digest.body": plain(),
    # Letters: mails to one person outside of sends (`editions/letters.py`).
    "letters.confirm_subject": plain("organization"),
    "letters.confirm_title": plain(),
    "letters.confirm_text": plain("organization"),
    "letters.confirm_how": plain(),
    "letters.confirm_button": plain(),
    "letters.already_subject": plain("organization"),
    "letters.already_title": plain(),
    "letters.already_text": plain("organization"),
    "letters.already_how": plain(),
    "letters.already_button": plain(),
    "letters.fresh_subject": plain("organization"),
    "letters.fresh_title": plain(),
    "letters.fresh_text": plain("organization"),
    "letters.fresh_how": plain(),
    "letters.fresh_button": plain(),
    "letters.not_you": plain(),
    "letters.why": plain("organization"),
    # `page_phrases.py`: the pages behind a mail's links, the Calls to Action site.
    **PAGE_PHRASES,
    # `sharing_phrases.py`: texts to pass on by hand, an alert for a partner to send.
    **SHARING_PHRASES,
    "test.marker": plain("language", "n", "m"),
}
