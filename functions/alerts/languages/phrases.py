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
    "buttons.filed": _plain(),  # after a slip, where the organization wants to know
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
    # Letters: mails to one person outside of sends (`editions/letters.py`).
    "letters.confirm_subject": _plain("organization"),
    "letters.confirm_title": _plain(),
    "letters.confirm_text": _plain("organization"),
    "letters.confirm_how": _plain(),
    "letters.confirm_button": _plain(),
    "letters.already_subject": _plain("organization"),
    "letters.already_title": _plain(),
    "letters.already_text": _plain("organization"),
    "letters.already_how": _plain(),
    "letters.already_button": _plain(),
    "letters.fresh_subject": _plain("organization"),
    "letters.fresh_title": _plain(),
    "letters.fresh_text": _plain("organization"),
    "letters.fresh_how": _plain(),
    "letters.fresh_button": _plain(),
    "letters.not_you": _plain(),
    "letters.why": _plain("organization"),
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
    # Signing up.
    "pages.join_title": _plain("organization"),
    "pages.join_text": _plain(),
    "pages.join_topic": _plain("topic"),
    "pages.join_email": _plain(),
    "pages.join_name": _plain(),
    "pages.join_zip": _plain(),
    "pages.join_topics": _plain(),
    "pages.join_language": _plain(),
    "pages.join_trap": _plain(),
    "pages.join_agree": _plain("organization"),
    "pages.join_button": _plain(),
    "pages.join_after": _plain(),
    "pages.join_wrong_email": _plain(),
    "pages.join_wrong_zip": _plain(),
    "pages.join_asked_title": _plain(),
    "pages.join_asked_text": _plain(),
    "pages.join_asked_nothing": _plain(),
    "pages.confirm_title": _plain(),
    "pages.confirm_text": _plain("organization"),
    "pages.confirm_button": _plain(),
    "pages.confirm_not_you": _plain(),
    "pages.confirmed_title": _plain(),
    "pages.confirmed_text": _plain("organization"),
    "pages.confirmed_choose": _plain(),
    "pages.stale_title": _plain(),
    "pages.stale_text": _plain(),
    "pages.stale_again": _plain(),
    "pages.many_title": _plain(),
    "pages.many_text": _plain(),
    # See, change, download, erase; “I filed it”; what is kept.
    "pages.fresh_title": _plain(),
    "pages.fresh_text": _plain("organization"),
    "pages.fresh_label": _plain(),
    "pages.fresh_button": _plain(),
    "pages.fresh_mine": _plain(),
    "pages.fresh_wrong": _plain(),
    "pages.asked_title": _plain(),
    "pages.asked_text": _plain(),
    "pages.open_title": _plain(),
    "pages.open_text": _plain("organization"),
    "pages.open_button": _plain(),
    "pages.over_title": _plain(),
    "pages.over_text": _plain(),
    "pages.mine_title": _plain(),
    "pages.mine_text": _plain(),
    "pages.nothing_kept": _plain(),
    "pages.email": _plain(),
    "pages.first_name": _plain(),
    "pages.last_name": _plain(),
    "pages.zip": _plain(),
    "pages.district": _plain(),
    "pages.status": _plain(),
    "pages.joined": _plain(),
    "pages.source": _plain(),
    "pages.agreed": _plain(),
    "pages.agreed_to": _plain(),
    "pages.status_pending": _plain(),
    "pages.status_subscribed": _plain(),
    "pages.status_unsubscribed": _plain(),
    "pages.status_bounced": _plain(),
    "pages.status_complained": _plain(),
    "pages.change_title": _plain(),
    "pages.change_text": _plain(),
    "pages.changed": _plain(),
    "pages.download_title": _plain(),
    "pages.download_text": _plain(),
    "pages.download_button": _plain(),
    "pages.erase_title": _plain(),
    "pages.erase_text": _plain(),
    "pages.erase_button": _plain(),
    "pages.sure_title": _plain(),
    "pages.sure_text": _plain(),
    "pages.sure_button": _plain(),
    "pages.erased_title": _plain(),
    "pages.erased_text": _plain(),
    "pages.filed_title": _plain(),
    "pages.filed_text": _plain("organization"),
    "pages.filed_keeps": _plain(),
    "pages.filed_button": _plain(),
    "pages.noted_title": _plain(),
    "pages.noted_text": _plain(),
    "pages.past_title": _plain(),
    "pages.past_text": _plain(),
    "pages.privacy_link": _plain(),
    "pages.privacy_title": _plain(),
    "pages.privacy_text": _plain("organization"),
    "pages.privacy_you": _plain(),
    "pages.privacy_waiting": _plain(),
    "pages.privacy_sends": _plain(),
    "pages.privacy_events": _plain(),
    "pages.privacy_leaving": _plain(),
    "pages.privacy_audit": _plain(),
    "pages.privacy_links": _plain(),
    "pages.privacy_filed": _plain(),
    "pages.privacy_ways": _plain(),
    "pages.privacy_backup": _plain(),
    "pages.privacy_erased": _plain(),
    "pages.privacy_never": _plain(),
    "pages.privacy_where": _plain("organization"),
    # Texts to share by hand (`sharing/texts.py`).
    "sharing.link": _plain(),  # the address follows
    "sharing.by": _plain("title", "deadline"),
    "sharing.more": _counted(),  # asks that an SMS has no room for
    # An alert for a partner to send (`sharing/kit.py`): its footer, and the letter in the folder.
    "kit.unsubscribe_here": _plain(),
    "kit.title": _plain("partner", "alert"),
    "kit.what": _plain("partner", "organization"),
    "kit.files": _plain(),
    "kit.until": _plain("moment"),
    "kit.sender": _plain(),
    "kit.replace": _plain("line"),
    "kit.leaves": _plain("link"),
    "kit.pictures": _plain("address"),
    "kit.upload": _plain("address"),
    "test.marker": _plain("language", "n", "m"),
}
