"""How the values of asks are written: moments, amounts, bills, telephone numbers."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo

from functions.alerts.content.bill import bill_number
from functions.alerts.content.deadline import read_moment
from functions.alerts.errors import Mistake


def _zone(info: ValidationInfo) -> ZoneInfo:
    zone = (info.context or {}).get("zone")
    if not isinstance(zone, ZoneInfo):
        raise Mistake("It is not known in which time zone this is.", advice="Pass a datetime.")
    return zone


def _deadline(value: Any, info: ValidationInfo) -> Any:
    return read_moment(value, _zone(info)).at if isinstance(value, str) else value


def _start(value: Any, info: ValidationInfo) -> Any:
    if not isinstance(value, str):
        return value
    moment = read_moment(value, _zone(info))
    if not moment.has_time:
        raise Mistake(
            f"`{value}` has no time of day.", advice=f"Write it like `{value.strip()} 3:00 PM`."
        )
    return moment.at


def _dollars(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    match = re.fullmatch(r"\$? ?(\d{1,3}(?:,\d{3})|\d{1,5})(?:\.00)?", value.strip())
    amount = int(match[1].replace(",", "")) if match else 0
    if not amount:
        raise Mistake(f"`{value}` is no amount in whole dollars.", advice="Write it like 25.")
    return amount


def _assembly(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    match = re.fullmatch(r"(\d{2,3})(?:st|nd|rd|th)?", value.strip())
    if not match or not 80 <= int(match[1]) <= 200:
        raise Mistake(
            f"`{value}` is no General Assembly.",
            advice="Write its number: 104 sits in 2025 and 2026.",
        )
    return int(match[1])


def _telephone(value: str) -> str:
    value = value.strip()
    digits = re.sub(r"\D", "", value)
    if not re.fullmatch(r"\+?[\d\s().\-–/]+", value) or not 3 <= len(digits) <= 15:
        raise Mistake(
            f"`{value}` is no telephone number.",
            advice="Write digits only, like 217-555-0100; an extension goes into its `name`.",
        )
    return value


# Aware, in the zone it was written in; from text it needs `zone` in the validation's context.
Deadline = Annotated[datetime, BeforeValidator(_deadline)]
Start = Annotated[datetime, BeforeValidator(_start)]
# When it was to be before it moved, the earliest posting first.
Moves = Annotated[tuple[Deadline, ...], Field(max_length=10)]
Starts = Annotated[tuple[Start, ...], Field(max_length=10)]
Dollars = Annotated[int, BeforeValidator(_dollars)]
Bill = Annotated[str, AfterValidator(bill_number)]
Assembly = Annotated[int, BeforeValidator(_assembly)]
Telephone = Annotated[str, AfterValidator(_telephone)]
