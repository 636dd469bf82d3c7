"""What other systems call a status, and which of two is the more restrictive.

Sources: Action Network's API ("People": subscribed, unsubscribed, bouncing, previous bounce, spam
complaint, previous spam complaint) · EveryAction's API ("Emails": S, U, N) · Mailchimp's export
(subscribed, unsubscribed, cleaned, nonsubscribed) · listmonk's subscribers (enabled, disabled,
blocklisted) · ActionKit's users (subscribed, unsubscribed, bounced, never, blocked).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from functions.alerts.sends.supporter import Status

# "never": not left, and never asked to be mailed; "waiting": asked, and did not confirm it.
Found = Status | Literal["never", "waiting"]

# The later one wins, whatever the order of the rows.
RANK: Mapping[Found, int] = {
    "never": 0,
    "waiting": 1,
    "pending": 1,
    "subscribed": 2,
    "bounced": 3,
    "unsubscribed": 4,
    "complained": 5,
}

_SAID: Mapping[Found, str] = {
    "subscribed": "subscribed, active, enabled, confirmed, opted in, opt-in, s, yes, true, 1",
    "unsubscribed": "unsubscribed, opted out, opt-out, disabled, blocklisted, blacklisted, u,"
    " inactive, do not email, removed, no, false, 0, left",
    # "blocked" is ActionKit's word for addresses at domains that do not exist.
    "bounced": "bounced, bouncing, previous bounce, cleaned, hard bounce, blocked, invalid,"
    " undeliverable, bounce",
    "complained": "complained, spam complaint, previous spam complaint, spam, complaint, abuse",
    "never": "never, not subscribed, nonsubscribed, non-subscribed, neutral, n, transactional,"
    " archived",
    "waiting": "pending, unconfirmed, waiting",
}
WORDS: Mapping[str, Found] = {
    word: status for status, words in _SAID.items() for word in words.split(", ")
}
YES = frozenset({"yes", "y", "true", "t", "1", "x", "on", "sí", "si"})
NO = frozenset({"", "no", "n", "false", "f", "0", "off"})

# Why somebody with such a status is not entered.
NOT_ENTERED: Mapping[Found, str] = {
    "never": "Not subscribed there: they never asked for mails. The sign-up page is open to them.",
    "waiting": "They did not confirm their sign-up there. The sign-up page is open to them.",
}


def worse(one: Found, other: Found) -> Found:
    """The more restrictive of two."""
    return one if RANK[one] >= RANK[other] else other
