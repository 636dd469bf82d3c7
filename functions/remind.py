"""Reminding: a send that is done ─► a second one, to those who got it and have not filed."""

from __future__ import annotations

from datetime import datetime, timedelta

from functions.alerts.errors import StateError
from functions.alerts.outcomes.reminder import plan_reminder
from functions.alerts.sends.filed import ask_of
from functions.alerts.sends.send import Send
from functions.launch import launch
from functions.wiring import World


def remind(
    original_id: str,
    world: World,
    *,
    posting: str,
    deadline: datetime,
    before: timedelta,
    author: str = "",
    needs_release: bool = False,
) -> Send:
    """Launch a reminder of one posting (`sb-35@2018-04-10`), `before` its deadline (aware).

    It mails the original's own revision: by the clock that is the edition with the asks still open.
    Raises StateError as `plan_reminder` does, Mistake for what is no posting.
    """
    original = world.ledger.read_send(original_id)
    if original is None:
        raise StateError(f"There is no send {original_id}.", remedy="`alerts status` lists them.")
    revision = world.store.revision(original.digest)
    sends = map(world.ledger.read_send, world.ledger.sends_of(original.campaign))
    planned = plan_reminder(
        original,
        filter(None, sends),
        revision,
        ask=ask_of(posting),
        deadline=deadline,
        before=before,
        posting=posting,
        now=world.now(),
    )
    return launch(
        revision,
        planned.segment,
        world,
        planned.starts,
        author=author,
        needs_release=needs_release,
        kind="reminder",
        of=original.id,
    )
