"""When an alert that is launched becomes public: with its first mail, whose links lead to its page.

send ─► the source's time ─► the shelf leaves out what lies in the future ─► page queue
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from functions.alerts.errors import NeverRetry
from functions.alerts.sends.published import Source
from functions.alerts.sends.send import Send
from functions.alerts.site.ports import PAGES_MESSAGE
from functions.wiring import World

# An alert that goes out once a second person has released it: not yet.
HELD = datetime(9999, 1, 1, tzinfo=UTC)
_OVER = frozenset({"cancelled", "done"})
# A schedule must lie ahead by AWS's clock, too.
_SOON = timedelta(seconds=15)


def have_made(world: World, message: Mapping[str, Any] = PAGES_MESSAGE) -> None:
    """Have the pages made anew at once, and by schedule: a run that fails is made up for in time.

    A clock that is minutes slow names a time that is over: then nothing makes up for the run but
    the hour's.
    """
    world.page_queue.put([message])
    with suppress(NeverRetry):
        world.public_site.schedules.put(world.now() + _SOON)


def public_at(campaign: str, starts: datetime, world: World, *, released: bool = True) -> datetime:
    """When an alert that is launched becomes public: with its first mail, so that links lead on.

    One that is public already is replaced at once, and one that is to be stays planned for the
    earliest of its sends. `starts` is aware; not `released`: a second person decides.
    """
    now = world.now()
    wanted = max(starts, now) if released else HELD
    known = world.published.get(campaign)
    if known is not None and known.at <= now:
        return now
    return min([wanted, *_starts(campaign, world)])


def follow_launch(source: Source, world: World, *, public: bool) -> None:
    """After a launch, or one that failed: what was shown for it is public by the sends there are.

    `public`: the alert was so before. Of two launches at once each may have seen nothing of the
    other when it said when the alert becomes public, or have taken it away when it failed.
    """
    if public:
        return
    known, now = world.published.get(source.campaign), world.now()
    at = min(_starts(source.campaign, world), default=None)
    early = known == source and source.at <= now and (at is None or at > now)
    if at is not None and (early or known is None):
        world.published.put(source.campaign, replace(source, at=at))
    if at is None and early:  # with `--now` it was public for the moment of trying
        world.published.delete(source.campaign)
        have_made(world)
    follow_sends(source.campaign, world)


def follow_sends(campaign: str, world: World) -> None:
    """After a send was released, rescheduled or cancelled: when what is not public yet will be.

    With the earliest of its sends; never, if none is left.
    """
    known, now = world.published.get(campaign), world.now()
    if known is None or known.at <= now:
        return
    coming = _starts(campaign, world)
    if not coming:
        world.published.delete(campaign)
        return
    at = min(coming)
    if at != known.at:
        world.published.put(campaign, replace(known, at=at))
    if at <= now:
        have_made(world)
    elif at < HELD:
        world.public_site.schedules.put(at)


def _starts(campaign: str, world: World) -> list[datetime]:
    """When each of its sends starts that is not over; a reminder follows one and starts nothing."""
    now = world.now()
    found = map(world.ledger.read_send, world.ledger.sends_of(campaign))
    coming = [send for send in found if send and _shows(send)]
    return [HELD if send.release == "needed" else max(send.starts, now) for send in coming]


def _shows(send: Send) -> bool:
    return send.state not in _OVER and send.kind != "reminder"
