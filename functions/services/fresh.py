"""A fresh link to what is kept of somebody: asked for on a page, mailed to the address on the list.

    supporter_web ─► LettersQueue ─► send_letters ─► the list ─► a letter, or nothing

The form's function makes one call, the same for everybody: it puts a message on the queue. So
neither its answer nor its time tells who is on the list.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from functions import logs
from functions.alerts.errors import NeverRetry, OutcomeUnknown, StateError, TryLater
from functions.alerts.mail.passing import make_pass
from functions.alerts.people.address import supporter_ids
from functions.alerts.people.joining import folded
from functions.alerts.sends.supporter import Status, Supporter
from functions.queued import VERSION, Message, text_in
from functions.services.letter_limits import put_back
from functions.services.letters import published_letters, send_letter
from functions.wiring import World

LIFE = timedelta(hours=1)  # of the link
WINDOW = timedelta(minutes=15)  # in which an address gets one such letter …
MOST = 5  # … and so many in a day: anybody can type in anybody's address
# To the others no mail gets through, or none should: they write to the organization.
_MAILED: frozenset[Status] = frozenset({"pending", "subscribed", "unsubscribed"})
_DAY = timedelta(days=1)


def ask_fresh(who: Mapping[str, str], world: World) -> None:
    """Queue the wish for a link; `who` is an `address` as read, or a `supporter` by id."""
    now = world.now().isoformat(timespec="seconds")
    message = {"v": VERSION, "kind": "fresh", "nonce": world.nonce(), "asked": now, **who}
    world.letter_queue.put([message])


def send_fresh(message: Message, world: World) -> None:
    """Mail a link to whoever a message of `ask_fresh` means, if they are on the list.

    The same message again goes on where it was; another one within `WINDOW` is passed over. Raises
    NeverRetry for what is no such message, TryLater for AWS's bad moments.
    """
    person = _find(message, world)
    if person is None or person.status not in _MAILED:
        logs.event("fresh_link_for_nobody")
        return
    if not _admitted(person, message, world):
        logs.event("fresh_link_passed_over", supporter=person.id)
        return
    try:
        letters, token = published_letters(world), _token(person, world)
        language = letters.language(person.language)
        link = f"{letters.sender.site}/m/{token}?lang={language}"
        send_letter("fresh", person.email, language, link, world)
    except (StateError, TryLater) as error:
        logs.trouble("letter_waits", error, supporter=person.id)
        put_back(message, world)
    except (NeverRetry, OutcomeUnknown) as error:
        logs.trouble("letter_not_sent", error, supporter=person.id)


def _token(person: Supporter, world: World) -> str:
    return make_pass("mine", person.id, world.now() + LIFE, world.nonce(), world.keyring)


def _find(message: Message, world: World) -> Supporter | None:
    """By their id, or by all ids that the address may have: one under each key."""
    if "supporter" in message:
        ids: tuple[str, ...] = (text_in(message, "supporter"),)
    else:
        ids = supporter_ids(text_in(message, "address"), world.people_keyring)
    found = world.supporters.read(ids)
    return next((found[one] for one in ids if one in found), None)


def _admitted(person: Supporter, message: Message, world: World) -> bool:
    """Whether no other such letter went to the mailbox lately. A keyed hash is stored.

    What waits for SES (`put_back`) was counted when it came, and is not counted with each try.
    """
    if message.get("waits") is True:
        return True
    nonce, now = text_in(message, "nonce"), world.now()
    mailbox = f"letter fresh {folded(person.email)}".encode()
    mark = world.people_keyring.fingerprints(mailbox)[0]
    if world.claims.claim(f"letter-{mark}", nonce, now + WINDOW).by != nonce:
        return False
    return world.claims.take(f"fresh-{mark}-{now:%Y-%m-%d}", MOST, now + _DAY)
