"""The arguments that several commands share."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from functions.alerts.content.zone import place, read_zone
from functions.alerts.errors import Mistake

# Said where somebody looks at an alert after its last edition.
LAST_CALL = "Mails stop carrying an ask half an hour before its deadline (its last call)."

CampaignFile = Annotated[Path, typer.Argument(metavar="CAMPAIGN", help="A campaign file.")]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="TIME",
        help="Pretend it is this time, as 2018-04-09T09:00 (the organization's zone).",
    ),
]


def instant(as_of: str | None, time_zone: str) -> datetime:
    """The time a command works for: `--as-of` in the organization's zone, or now. Aware."""
    if as_of is None:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(as_of)
        if not 1970 < moment.year < 2200:
            raise ValueError(as_of)
        if moment.tzinfo:
            return moment
        zone = read_zone("", ZoneInfo(time_zone), as_of)
        return place(moment.date(), moment.time(), zone)
    except Mistake as mistake:
        raise typer.BadParameter(f"{mistake} {mistake.remedy}", param_hint="--as-of") from mistake
    except ValueError as error:
        raise typer.BadParameter(
            f"{as_of!r} is not a time. Write it like 2018-04-09T09:00.", param_hint="--as-of"
        ) from error
