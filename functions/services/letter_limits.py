"""Limits on letters: one to an address in a while, and only so many a day at full speed.

Above the day's ceiling letters go out slowly, and an alarm tells somebody. A wall would be worse:
whoever wants nobody to join would only have to fill it, every morning. So everybody waits in the
queue instead, strangers and people; staff raise the ceiling (a campaign that went well), or wait.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from functions import logs
from functions.alerts.mail.letter import LetterKind
from functions.alerts.people.joining import folded
from functions.queued import text_in
from functions.wiring import World

WINDOW = timedelta(
    hours=12
)  # one letter of a kind to an address: asked again next morning, it works
PATIENCE = timedelta(days=3)  # who waited longer has forgotten what they asked for
DELAY = 900.0  # seconds: the most that SQS delays a message
_KEPT = timedelta(days=2)  # counters, which DynamoDB deletes late
# So many days' letters may wait: in three days at twice the ceiling no more than that get through.
_WAITING = 6


def admitted(kind: LetterKind, address: str, message: Mapping[str, Any], world: World) -> bool:
    """Whether a letter may go to `address` now; if not, the message waits or is dropped.

    `message` carries `nonce` (a name of its own) and `asked` (ISO time). The same message again is
    admitted again: its first try may have failed after this.
    """
    if message.get("admitted") is True:
        return True
    return _is_first(kind, address, message, world) and _below_ceiling(message, world)


def put_back(message: Mapping[str, Any], world: World, *, admitted: bool = False) -> None:
    """Try the message again later, unless it was asked for too long ago.

    `admitted`: its letter is counted already and only could not go out. It counts once.
    """
    if datetime.fromisoformat(text_in(message, "asked")) + PATIENCE <= world.now():
        logs.trouble("letter_given_up")
        return
    told = {"admitted": True} if admitted else {}
    world.letter_queue.put([{**message, "waits": True, **told}], [DELAY])


def _is_first(kind: LetterKind, address: str, message: Mapping[str, Any], world: World) -> bool:
    """Whether no other letter of the kind went to the address lately. A keyed hash is stored."""
    nonce = text_in(message, "nonce")
    mark = world.people_keyring.fingerprints(f"letter {kind} {folded(address)}".encode())[0]
    return world.claims.claim(f"letter-{mark}", nonce, world.now() + WINDOW).by == nonce


def _below_ceiling(message: Mapping[str, Any], world: World) -> bool:
    now, ceiling = world.now(), int(world.settings.letters_per_day)
    until = now + _KEPT
    if world.claims.take(f"letters-{now:%Y-%m-%d}", ceiling, until):
        return True
    counts = {"ConfirmationCeiling": 1}
    logs.metric("letters_above_ceiling", counts, namespace=world.settings.metrics, at=now)
    slowly = -(-ceiling // 24)
    if world.claims.take(f"letters-{now:%Y-%m-%dT%H}", slowly, until):
        return True
    waits = message.get("waits") is True
    if waits or world.claims.take(f"waiting-{now:%Y-%m-%d}", _WAITING * ceiling, until):
        put_back(message, world)
    else:
        logs.event("letter_dropped")
    return False
