"""When an alert that is launched becomes public: with its first mail, whose links lead to its page.

send ─► the source's time ─► the shelf leaves out what lies in the future
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from functions.alerts.site.ports import PAGES_MESSAGE
from functions.wiring import World

# An alert that goes out once a second person has released it: not yet.
HELD = datetime(9999, 1, 1, tzinfo=UTC)
_OVER = frozenset({"cancelled", "done"})


def public_at(campaign: str, starts: datetime, world: World, *, released: bool = True) -> datetime:
    """When an alert that is launched becomes public: with its first mail, so that links lead on.

    One that is public already is replaced at once, and one that is to be stays planned for the
    earliest of its sends. `starts` is aware; not `released`: a second person decides.
    """
    now = world.now()
    wanted = max(starts, now) if released else HELD
    known = world.published.get(campaign)
    if known is None:
        return wanted
    return now if known.at <= now else min(known.at, wanted)


def follow_sends(campaign: str, world: World) -> None:
    """After a send was released, rescheduled or cancelled: when what is not public yet will be.

    With the earliest of its sends; never, if none is left.
    """
    known, now = world.published.get(campaign), world.now()
    if known is None or known.at <= now:
        return
    found = map(world.ledger.read_send, world.ledger.sends_of(campaign))
    coming = [send for send in found if send and send.state not in _OVER]
    if not coming:
        world.published.delete(campaign)
        return
    starts = (HELD if send.release == "needed" else max(send.starts, now) for send in coming)
    at = min(starts)
    if at != known.at:
        world.published.put(campaign, replace(known, at=at))
    if now < at < HELD:
        world.public_site.schedules.put(at)
    world.page_queue.put([PAGES_MESSAGE])
