"""What "I filed it" is about: one bill's hearing on one day."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from functions.alerts.content.ask import Ask
from functions.alerts.sends.filed import posting_of


def posting_for(ask: Ask, zone: ZoneInfo) -> str:
    """The posting of an ask, in the organization's time zone; only slips are filed ("" if not)."""
    if ask.ask != "slip" or ask.closes is None:
        return ""
    return posting_of(ask.id, (ask.hearing or ask.closes).astimezone(zone).date())
