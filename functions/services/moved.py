"""A hearing or an event that is at another time than what is public says: it has to be said.

campaign file + what is published ─► the lines that are missing, before anything is stored
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from functions.alerts.content.ask import Event, Slip
from functions.alerts.content.moving import (
    Moving,
    key_of,
    moved_line,
    planned_for,
    silent_move,
    typed,
)
from functions.alerts.errors import Finding, InputError, NeverRetry
from functions.alerts.reading.document import Document, read_document
from functions.services import publishing
from functions.wiring import World

if TYPE_CHECKING:
    from functions.alerts.content.campaign import Campaign
    from functions.campaign_files import Loaded


def refuse_silent_moves(loaded: Loaded, file: str, world: World) -> None:
    """Raise InputError if an ask of the campaign in `file` moved, and the file does not say so.

    What is not public yet, or cannot be read any more, nobody has in a calendar.
    """
    before = _published(loaded.campaign.id, world)
    if before is None:
        return
    zone = ZoneInfo(loaded.organization.time_zone)
    found = tuple(_moves(before, loaded, file, zone))
    if found:
        raise InputError(*found)


def _published(campaign: str, world: World) -> Campaign | None:
    try:
        source = world.published.get(campaign)
        return publishing.parse(source) if source and source.at <= world.now() else None
    except (InputError, NeverRetry):
        return None


def _moves(before: Campaign, loaded: Loaded, file: str, zone: ZoneInfo) -> Iterator[Finding]:
    known = {ask.id: ask for ask in before.asks if isinstance(ask, Slip | Event)}
    document = read_document(loaded.text.encode(), file)
    for number, ask in enumerate(loaded.campaign.asks):
        old = known.get(ask.id)
        if old is None or not isinstance(ask, Slip | Event):
            continue
        wanted = silent_move(old, ask, zone)
        if wanted:
            yield _finding(old, ask, ("asks", number), document, wanted, zone)


def _finding(
    old: Moving,
    ask: Moving,
    path: tuple[str, int],
    document: Document,
    wanted: tuple[datetime, ...],
    zone: ZoneInfo,
) -> Finding:
    then, now = (_words(planned_for(one), zone) for one in (old, ask))
    line = moved_line(wanted, zone)
    if then == now:
        found = f"What is published says that it moved, which does not stand here: {line}."
        remedy = "Write that line again"
    else:
        found = f"What is published says {then}, and here it is {now}."
        remedy = f"If it moved, {'write' if ask.moved_from else 'add'} `{line}`"
    return Finding(
        level="error",
        file=document.file,
        line=document.line((*path, key_of(ask))),
        field=f"asks.{ask.id}.{key_of(ask)}",
        found=found,
        remedy=f"{remedy}: mail, page and calendars say so then. If what is published was a"
        " mistake, say --corrected.",
    )


def _words(moment: datetime | None, zone: ZoneInfo) -> str:
    return typed(moment, zone) if moment else "nothing"
