"""When somebody agreed, as exports write it: ISO, or as Americans write dates."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import lru_cache

_AMERICAN = (
    "%m/%d/%Y %I:%M:%S %p",
    "%m/%d/%Y %I:%M %p",
    "%m/%d/%Y %H:%M:%S",
    "%m/%d/%Y %H:%M",
    "%m/%d/%Y",
    "%m/%d/%y %H:%M",
    "%m/%d/%y",
)
_ZONE = re.compile(r" (?:UTC|GMT|Z)$|(?<=\d) (?=[+-]\d\d:?\d\d$)")
# As Go prints a time, and listmonk exports it (cmd/subscribers.go): the zone's name comes again.
_GO = re.compile(r"(?<=\d)(?:\.\d+)?( [+-]\d{4}) (?:[A-Z]{1,5}|[+-]\d{2,4})$")


@lru_cache(4096)  # many rows are of one day
def read_moment(text: str) -> str:
    """The time in UTC (ISO, to the second); "" for what is none or lies before 1990.

    Without a zone it is taken as UTC, in which Mailchimp, ActionKit and listmonk export.
    """
    bare = _GO.sub(r"\1", text.strip())
    bare = _ZONE.sub(lambda found: "+00:00" if found[0].strip() else "", bare)
    found = _iso(bare) or _american(bare)
    if found is None:
        return ""
    at = found if found.tzinfo else found.replace(tzinfo=UTC)
    try:
        at = at.astimezone(UTC)
    except OverflowError:
        return ""
    return at.isoformat(timespec="seconds") if 1990 <= at.year < 2100 else ""


def _iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if len(text) >= 10 and text[4] == "-" else None
    except ValueError:
        return None


def _american(text: str) -> datetime | None:
    for form in _AMERICAN:
        try:
            return datetime.strptime(text, form)
        except ValueError:
            continue
    return None
