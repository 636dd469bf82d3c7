"""What is said around an alert that others pass on, part of the table of phrases."""

from __future__ import annotations

from collections.abc import Mapping

from functions.alerts.languages.phrase import Phrase, counted, plain

SHARING_PHRASES: Mapping[str, Phrase] = {
    # Texts to share by hand (`sharing/texts.py`).
    "sharing.link": plain(),  # the address follows
    "sharing.by": plain("title", "deadline"),
    "sharing.more": counted(),  # asks that an SMS has no room for
    # An alert for a partner to send (`sharing/kit.py`): its footer, and the letter in the folder.
    "kit.unsubscribe_here": plain(),
    "kit.title": plain("partner", "alert"),
    "kit.what": plain("partner", "organization"),
    "kit.files": plain(),
    "kit.until": plain("moment"),
    "kit.sender": plain(),
    "kit.replace": plain("line"),
    "kit.leaves": plain("link"),
    "kit.pictures": plain("address"),
    "kit.upload": plain("address"),
}
