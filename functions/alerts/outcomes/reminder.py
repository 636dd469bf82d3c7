"""Reminders: before a deadline, to those who got the alert and have not told us that they filed.

the original, done ─► Reminder {starts, segment, of} ─► a send of its own. Its mails are the
editions of that hour: they carry only the asks that are still open.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from functions.alerts.errors import StateError
from functions.alerts.mail.edition import Revision
from functions.alerts.sends.segment import Segment
from functions.alerts.sends.send import Send

# Between two mails about the same alert; a day, less what a morning's and an evening's mail differ.
LEAST_GAP = timedelta(hours=20)
# A reminder that is sent as the ask closes reminds nobody.
LEAST_TIME = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """What to launch: `kind` is `reminder`. `starts` is aware."""

    of: str
    starts: datetime
    segment: Segment


def plan_reminder(
    original: Send,
    sends: Iterable[Send],
    revision: Revision,
    *,
    ask: str,
    deadline: datetime,
    before: timedelta,
    posting: str,
    now: datetime,
) -> Reminder:
    """Plan a reminder of one ask, `before` its deadline. Times are aware.

    `sends` are those of the same campaign, `posting` is what "I filed it" is asked about (`""`: of
    an ask that nobody can file). Raises StateError: the original is not done, the deadline has
    passed or will have, the ask is not in the mail any more, or the last mail was too short before.
    """
    starts = max(now, deadline - before)
    _refuse_unready(original, deadline, starts)
    edition = revision.at(original.languages[0], starts)
    if edition is None or ask not in edition.open_asks:
        raise StateError(
            f"At {starts:%Y-%m-%d %H:%M} no mail of this alert carries {ask} any more.",
            remedy="Remind earlier, or name an ask that is open by then.",
        )
    _refuse_crowding(original, sends, starts)
    return Reminder(of=original.id, starts=starts, segment=reminded(original.segment, posting))


def reminded(segment: Segment, posting: str) -> Segment:
    """Whom a reminder is for among those who got the original: who still wants its topics.

    The freeze takes only whom the original was submitted to; the original's other rules were about
    that day, and somebody who has moved since is reminded all the same.
    """
    topics = frozenset() if segment.also else segment.topics
    return Segment(topics=topics, not_filed=posting)


def _refuse_unready(original: Send, deadline: datetime, starts: datetime) -> None:
    if original.kind != "alert":
        raise StateError(
            f"Send {original.id} is a {original.kind}.", remedy="Remind of the alert itself."
        )
    if original.state != "done":
        raise StateError(
            f"Send {original.id} is {original.state}: who got it is not certain yet.",
            remedy="A reminder can be planned once it is done.",
        )
    if deadline - starts < LEAST_TIME:
        raise StateError(
            f"The ask closes at {deadline:%Y-%m-%d %H:%M}: too soon for a reminder.",
            remedy=f"Remind at least {LEAST_TIME // timedelta(minutes=1)} minutes before.",
        )


def _refuse_crowding(original: Send, sends: Iterable[Send], starts: datetime) -> None:
    """Nobody wants three mails a day: `LEAST_GAP` from the alert and from every other reminder."""
    others = [
        send
        for send in sends
        if send.id == original.id or (send.of == original.id and send.state != "cancelled")
    ]
    for send in others or [original]:
        if abs(starts - send.starts) < LEAST_GAP:
            raise StateError(
                f"Send {send.id} of the same alert goes out at {send.starts:%Y-%m-%d %H:%M}.",
                remedy=f"Leave {LEAST_GAP // timedelta(hours=1)} hours between two mails.",
            )
