"""Bills of the Illinois General Assembly: their numbers, their Assembly, their pages."""

from __future__ import annotations

import re
from datetime import date, timedelta
from urllib.parse import urlencode

from functions.alerts.errors import Mistake

# What ilga.gov's BillStatus page takes as DocTypeID: bills, resolutions, joint resolutions,
# constitutional amendments, appointment messages, executive orders, joint session resolutions.
KINDS = ("SB", "HB", "SR", "HR", "SJR", "HJR", "SJRCA", "HJRCA", "AM", "EO", "JSR")

# ilga.gov's own number of a General Assembly, read off its pages; others are not known, and the
# bill number alone would open today's bill of that number.
GAID = {100: 14, 102: 16, 103: 17, 104: 18}

_PAGE = "https://www.ilga.gov/legislation/BillStatus"


def bill_number(text: str) -> str:
    """A bill as ilga.gov writes it: `sb35`, `S.B. 35` and `SB0035` give `SB 35`.

    Raises `Mistake` when it is none.
    """
    match = re.fullmatch(r"([A-Z]+)[ -]*0*(\d{1,5})", text.upper().replace(".", "").strip())
    if not match or match[1] not in KINDS or not match[2].strip("0"):
        meant = _meant(text)
        form = "Write it like SB 35 or HB 2040; a bill without number has only a `name`."
        raise Mistake(f"`{text}` is no bill number.", *meant, advice="" if meant else form)
    return f"{match[1]} {match[2]}"


def _meant(text: str) -> list[str]:
    """What `Senate Bill 35` and `35` may mean."""
    words = re.sub(r"\s+", " ", text.upper()).strip()
    spoken = re.fullmatch(
        r"(SENATE|HOUSE) (BILL|RESOLUTION) (?:NO\.? ?|# ?)?0*([1-9]\d{0,4})", words
    )
    if spoken:
        return [f"{spoken[1][0]}{spoken[2][0]} {spoken[3]}"]
    alone = re.fullmatch(r"0*([1-9]\d{0,4})", words)
    return [f"SB {alone[1]}", f"HB {alone[1]}"] if alone else []


def general_assembly(day: date) -> int:
    """Which General Assembly sat on `day`: the 100th from January 11, 2017.

    One lasts two years and begins on the second Wednesday of January of an odd year (Illinois
    Constitution, article IV, section 5).
    """
    number = (day.year - 1817) // 2
    begins_now = day.year % 2 == 1
    return number - 1 if begins_now and day < _second_wednesday(day.year) else number


def bill_link(bill: str, assembly: int | None) -> str | None:
    """The page of `bill` (`SB 35`) in that General Assembly, or None where it is not known."""
    gaid = GAID.get(assembly or 0)
    if gaid is None:
        return None
    kind, number = bill.split(" ")
    return f"{_PAGE}?{urlencode({'DocTypeID': kind, 'DocNum': number, 'GAID': gaid})}"


def _second_wednesday(year: int) -> date:
    first = date(year, 1, 1)
    return first + timedelta(days=(2 - first.weekday()) % 7 + 7)
