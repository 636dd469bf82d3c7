"""What staff change of one person's: on the list, off the list, erased. Each stands in the audit.

Every step may be repeated: after a fault the command is simply run again.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from functions import logs
from functions.alerts.errors import StateError
from functions.alerts.sends.supporter import Supporter
from functions.services.erasing import erase as erase_everywhere
from functions.services.leaving import leave
from functions.services.noting import note
from functions.services.people import Known
from functions.wiring import World

Outcome = Literal["entered", "confirmed", "stays", "is back"]


def subscribe(wish: Supporter, known: Known, world: World, *, who: str, why: str = "") -> Outcome:
    """Put somebody on the list who said so to a member of staff; what that came to.

    `wish` is what they said, its texts empty where they said nothing; `id` and times are set here.
    Whoever left, bounced, complained or was erased, or is on SES's own list, comes back only with a
    reason; their entry at SES is deleted then. Raises StateError without one, and where somebody
    else changes the same person at the same time.
    """
    suppressed = world.suppressions.find(known.address) is not None
    held = known.stands not in {None, "pending", "subscribed"} or suppressed
    if held and not why:
        stands = known.stands if known.stands not in {None, "pending", "subscribed"} else "bounced"
        raise StateError(
            f"This address is {stands}{', by Amazon’s own list' if suppressed else ''}.",
            remedy="Only if the person asked for it: say why with --reason. Nothing was changed.",
        )
    note(world, who, "unsuppress" if held else "subscribe", known.id, why)
    stays = known.stands == "subscribed" and known.person is not None
    if stays and known.person:
        _add_to(known.person, wish, world)
    else:
        _put_on(_agreed(wish, known, world), known, world)
    if suppressed:  # last: who complains in this moment stays on it
        world.suppressions.remove(known.address)
    if stays:
        return "stays"
    return "entered" if known.stands is None else "is back" if held else "confirmed"


def unsubscribe(known: Known, world: World, *, who: str, why: str = "") -> bool:
    """Take somebody off the list; whether that changed anything. Not yet submitted mails stay out.

    Raises StateError for an address that is not on the list.
    """
    if known.person is None:
        raise StateError(
            "This address is not on the list"
            + (": it was erased." if known.stands == "erased" else "."),
            remedy="Ask for the address the mails come to; people have several.",
        )
    note(world, who, "unsubscribe", known.id, why)
    return leave(known.id, "unsubscribed", "staff", world)


def erase(address: str, world: World, *, who: str, why: str = "") -> bool:
    """Erase everything that is kept of an address (from `read_address`); whether anything was.

    The whole list is looked through: ids of the first release do not follow from the address, and
    whoever has one may stand under another too. A mark is made also for an address that was never
    there, so that no import brings it in. The address goes off SES's own list.
    """
    here = [person.id for person in world.supporters.find(address)]
    was_there = erase_everywhere(address, here, world, who=who, by="staff", why=why)
    world.suppressions.remove(address)
    return was_there


def _put_on(person: Supporter, known: Known, world: World) -> None:
    """Store them where what is known of them still stands; StateError where it does not."""
    if known.stands is None:
        done = world.supporters.enter(person) == "entered"
    else:
        done = world.supporters.readmit(person, known.stands)
    if not done:
        raise StateError(
            "Somebody else changed the same person in this moment.",
            remedy="Look with `alerts supporters show`, and try again.",
        )
    logs.event("supporter_subscribed", supporter=known.id, by="staff")


def _add_to(person: Supporter, wish: Supporter, world: World) -> None:
    """What they said now, beside what is kept of them."""
    world.supporters.choose(
        person.id, topics=person.topics | wish.topics, language=wish.language or None
    )
    world.supporters.change(
        person.id,
        first_name=wish.first_name or None,
        last_name=wish.last_name or None,
        zip=wish.zip or None,
    )


def _agreed(wish: Supporter, known: Known, world: World) -> Supporter:
    """The whole supporter: what they say now, else what is kept of them."""
    before, now = known.person, world.now()
    person = replace(
        wish,
        id=known.id,
        email=known.address,
        status="subscribed",
        joined=now.date().isoformat(),
        agreed=now.isoformat(timespec="seconds"),
    )
    if before is None:
        return person
    return replace(
        person,
        language=wish.language or before.language,
        topics=wish.topics or before.topics,
        first_name=wish.first_name or before.first_name,
        last_name=wish.last_name or before.last_name,
        zip=wish.zip or before.zip,
        district=wish.district or before.district,
    )
