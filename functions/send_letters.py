"""Letters that people asked for on a page are written, behind a queue.

LettersQueue ─► the list ─► one SendEmail

The pages' function only puts a message there, whoever asks. All that depends on who is on the list
happens here, where nobody can watch the clock.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from functions import logs
from functions.alerts.errors import NeverRetry
from functions.queued import Answer, Message, each, text_in
from functions.services.fresh import send_fresh
from functions.services.joining import answer_join
from functions.wiring import World, world

# What a message may ask for, by its `kind`.
KINDS: Mapping[str, Callable[[Message, World], None]] = {
    "join": answer_join,
    "fresh": send_fresh,
}


def handler(event: Mapping[str, Any], context: object) -> Answer:
    """Serve the queue of letters."""
    here = world("send_letters")
    logs.configure(here.settings.log_level)
    return each(event, lambda message: send_letters(message, here))


def send_letters(message: Message, world: World) -> None:
    """Do what one message asks for. Raises NeverRetry for what nobody knows."""
    answer = KINDS.get(text_in(message, "kind"))
    if answer is None:
        raise NeverRetry("The message asks for no letter that there is.")
    answer(message, world)
