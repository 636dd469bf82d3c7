"""Whether a slip's link opens its bill: the right number, of the General Assembly that hears it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from functions.alerts.checks.draft import Draft
from functions.alerts.checks.link_lists import is_of
from functions.alerts.checks.linked import Linked, links_of
from functions.alerts.content.ask import Slip
from functions.alerts.content.bill import GAID, KINDS, bill_link, general_assembly

# /legislation/100/SB/PDF/10000SB0035lv.pdf, /documents/legislation/100/SB/10000SB0035.htm
_DOCUMENT = re.compile(r"/legislation/(\d{2,3})/.*?\d{5}([A-Z]+)(\d{4,5})")
_SITTING = {gaid: assembly for assembly, gaid in GAID.items()}


@dataclass(frozen=True, slots=True)
class Opened:
    """What a link to ilga.gov says it opens; None where it does not say."""

    bill: str | None
    assembly: int | None


def check_bill_links(draft: Draft) -> None:
    """Report links of slips to another bill, or to the bill of that number in another Assembly."""
    slips = {ask.id: ask for ask in draft.campaign.asks if isinstance(ask, Slip)}
    for link in links_of(draft):
        slip = slips.get(link.ask)
        opened = opened_by(link.url) if slip and slip.bill else None
        if slip and opened:
            _check(draft, link, slip, opened)


def opened_by(url: str) -> Opened | None:
    """What a link opens on ilga.gov, or None where it leads elsewhere or to no bill."""
    parts = urlsplit(url)
    if not is_of((parts.hostname or "").lower(), "ilga.gov"):
        return None
    if document := _DOCUMENT.search(parts.path):
        return Opened(_bill(document[2], document[3]), int(document[1]))
    query = {key.lower(): value for key, value in parse_qsl(parts.query)}
    bill = _bill(query.get("doctypeid", ""), query.get("docnum", ""))
    gaid, written = query.get("gaid", ""), query.get("ga", "")
    assembly = _SITTING.get(int(gaid)) if gaid.isdecimal() else None
    if assembly is None and written.isdecimal():
        assembly = int(written)
    return Opened(bill, assembly) if bill or assembly else None


def _bill(kind: str, number: str) -> str | None:
    known = kind.upper() in KINDS and number.isdecimal() and len(number) <= len("00000")
    return f"{kind.upper()} {int(number)}" if known else None


def _check(draft: Draft, link: Linked, slip: Slip, opened: Opened) -> None:
    day = slip.hearing or slip.closes
    sitting = slip.general_assembly or (general_assembly(day.date()) if day else None)
    is_field = link.words is None
    if is_field and opened.bill and opened.bill != slip.bill:
        found = f"This link opens {opened.bill}, and the ask is about {slip.bill}."
        _mend(draft, link, slip, sitting, found, "link-of-another-bill")
    elif sitting and opened.assembly not in (None, sitting) and opened.bill in (None, slip.bill):
        heard = (
            f"it is heard on {day:%Y-%m-%d}, by the {_nth(sitting)}"
            if day
            else f"this is the {_nth(sitting)}’s"
        )
        other = _nth(opened.assembly or 0)
        found = f"This link opens the {slip.bill} of the {other} General Assembly; {heard}."
        _mend(draft, link, slip, sitting, found, "bill-of-another-assembly")


def _mend(
    draft: Draft, link: Linked, slip: Slip, sitting: int | None, found: str, rule: str
) -> None:
    right = bill_link(slip.bill, sitting) if slip.bill else None
    if right:
        link.mend(draft.reading, found, right, "warning", rule)
    else:
        advice = f"Look {slip.bill} up on https://www.ilga.gov and copy its address from there."
        link.report(draft.reading, found, advice, "warning", rule)


def _nth(number: int) -> str:
    last = 0 if number % 100 in (11, 12, 13) else number % 10
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(last, 'th') }"
