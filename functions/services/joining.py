"""Somebody signs up, by two steps: a form, and a button behind a link in a letter.

    supporter_web ─► LettersQueue ─► send_letters ─► a pending supporter, a letter
    the letter's link ─► a page with a button ─► `confirm` ─► subscribed

The form's function makes one call, the same for everybody: it puts a message on the queue. It does
not look at the list at all, so neither its answer nor its time tells who is there.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from functions import logs
from functions.alerts.errors import NeverRetry, StateError, TryLater
from functions.alerts.mail.letter import LetterKind
from functions.alerts.mail.passing import Pass, make_pass
from functions.alerts.people.address import supporter_ids
from functions.alerts.people.joining import Wish
from functions.alerts.sends.supporter import PENDING, Standing, Supporter
from functions.queued import VERSION, Message, text_in
from functions.services.letter_limits import admitted, put_back
from functions.services.letters import published_letters, send_letter
from functions.services.noting import THEMSELVES, note
from functions.wiring import World

# Who gets which letter. Nobody who bounced, complained or was erased gets one: their address does
# not work, they called our mails spam, or they asked us to forget it, and anybody can type it into
# a form. The page names a person who helps. Who left may come back: it is their own doing.
_LETTERS: Mapping[Standing, LetterKind] = {
    "entered": "confirm",
    "pending": "confirm",
    "unsubscribed": "confirm",
    "subscribed": "already",
}


def ask_to_join(wish: Wish, *, source: str, agreed_to: str, world: World) -> None:
    """Queue a sign-up. The same single call for whoever it is."""
    message = {
        "v": VERSION,
        "kind": "join",
        "nonce": world.nonce(),
        "asked": world.now().isoformat(timespec="seconds"),
        "source": source,
        "agreed_to": agreed_to,
        **wish.to_message(),
    }
    world.letter_queue.put([message])


def answer_join(message: Message, world: World) -> None:
    """Enter who asked, and write them a letter: what a message of `ask_to_join` wants.

    Another message for the same address brings no second letter for some hours; the same one again
    (SQS delivers at least once) may: a letter too many is better than a try that is lost. Where no
    letter can go out now, nobody published any for example, the message waits for it.
    Raises NeverRetry for what is no such message, TryLater for AWS's bad moments.
    """
    wish = _wish(message)
    person, stands = _enter(wish, message, world)
    kind = _LETTERS.get(stands)
    if kind is None or not admitted(kind, wish.address, message, world):
        logs.event("join_without_letter", supporter=person.id)
        return
    if stands == "pending":
        # Else it would be gone before its letter's link, and be what an older form said.
        world.supporters.renew(person)
    try:
        site = published_letters(world).sender.site
        link = f"{site}{_path(kind, person.id, world)}?lang={wish.language}"
        send_letter(kind, wish.address, wish.language, link, world)
    except (StateError, TryLater) as error:
        logs.trouble("letter_waits", error, supporter=person.id)
        put_back(message, world, admitted=True)


def confirm(link: Pass, *, source: str, agreed_to: str, world: World) -> bool:
    """Subscribe whom a letter's link belongs to; whether they are subscribed now.

    The same again is harmless. False for who is gone, or left after the link was made.
    """
    if world.supporters.confirm(link.supporter, world.now()):
        _note("confirmed", link.supporter, world)
        return True
    stands = world.supporters.standing([link.supporter]).get(link.supporter)
    if stands == "unsubscribed":
        made = link.until - PENDING
        back = world.supporters.come_back(
            link.supporter, made, world.now(), source=source, agreed_to=agreed_to
        )
        if back:
            _note("came back", link.supporter, world)
        return back
    return stands == "subscribed"


def _note(what: str, id: str, world: World) -> None:
    """Leave a line in the log and one in the audit."""
    logs.event("supporter_joined", supporter=id)
    note(world, THEMSELVES, what, id)


def _wish(message: Mapping[str, Any]) -> Wish:
    try:
        return Wish.from_message(message)
    except (KeyError, TypeError) as error:
        raise NeverRetry("The message is no sign-up.") from error


def _enter(wish: Wish, message: Message, world: World) -> tuple[Supporter, Standing]:
    """Enter the supporter where nobody stands, under any of the keys; who it is, what stands."""
    ids = supporter_ids(wish.address, world.people_keyring)
    found = world.supporters.standing(ids[1:]) if ids[1:] else {}
    known = next(iter(found), None)
    person = wish.supporter(
        known or ids[0],
        asked=world.now(),
        source=text_in(message, "source"),
        agreed_to=text_in(message, "agreed_to"),
    )
    return person, found[known] if known else world.supporters.enter(person)


def _path(kind: LetterKind, id: str, world: World) -> str:
    if kind == "already":
        return f"/p/{world.keyring.make('preferences', id)}"
    until = world.now() + PENDING - timedelta(minutes=1)
    return f"/c/{make_pass('confirm', id, until, world.nonce(), world.keyring)}"
