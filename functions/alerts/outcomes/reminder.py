"""Reminders: before a deadline, to those who got the alert and have not told us that they filed.

the original, done ─► Reminder {starts, segment, of} ─► a send of its own. Its mails are the
editions of that hour: they carry only the asks that are still open.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from functions.alerts.errors import StateError
from functions.alerts.mail.edition import Revision
from functions.alerts.sends.planned import LEAST_GAP, LEAST_TIME, PlannedReminder
from functions.alerts.sends.segment import Segment
from functions.alerts.sends.send import Send

# What is called off or never began mails nobody: it crowds no reminder and corrects nothing.
_NEVER = frozenset({"cancelled", "missed"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """What to launch: `kind` is `reminder`. `starts` is aware."""

    of: str
    ask: str
    starts: datetime
    segment: Segment


def plan_reminder(
    original: Send,
    sends: Iterable[Send],
    revision: Revision,
    planned: PlannedReminder,
    *,
    last_mail: datetime | None = None,
) -> Reminder:
    """Hold a reminder, as a file or a person asks for it, against what has become of the original.

    `sends` are those of the same campaign, `revision` the original's, `last_mail` is when its last
    mail left (aware). Raises StateError: the original is not done or was corrected, the deadline
    comes too soon, the ask is not in the mail any more, another mail comes too close.
    """
    known = list(sends)
    _refuse_unready(original, known)
    refuse_late(planned)
    edition = revision.at(original.languages[0], planned.at)
    if edition is None or planned.ask not in edition.open_asks:
        raise StateError(
            f"At {_clock(planned.at)} no mail of this alert carries {planned.ask} any more.",
            remedy="Remind earlier, or name an ask that is open by then.",
        )
    _refuse_crowding(original, known, planned.at, last_mail)
    segment = reminded(original.segment, planned.posting)
    return Reminder(of=original.id, ask=planned.ask, starts=planned.at, segment=segment)


def reminded(segment: Segment, posting: str) -> Segment:
    """Whom a reminder is for among those who got the original: who still wants its topics.

    The freeze takes only whom the original was submitted to; the original's other rules were about
    that day, and somebody who has moved since is reminded all the same.
    """
    topics = frozenset() if segment.also else segment.topics
    return Segment(topics=topics, not_filed=posting)


def correction_of(original: str, sends: Iterable[Send]) -> Send | None:
    """The correction that has taken the original's place, if there is one."""
    corrections = (send for send in sends if send.kind == "correction" and send.of == original)
    return next((send for send in corrections if send.state not in _NEVER), None)


def withdrawn_or_moved(ask: str, then: Revision, now: Revision) -> str:
    """Why the mail of `then` would be wrong about the ask today, in words; "": it is right.

    The words do not name the ask: they stand in a log.
    """
    before, today = _last_calls(ask, then), _last_calls(ask, now)
    if not today:
        return "The ask was withdrawn: it is not in the alert as it was published since."
    if before != today:
        return "The ask was moved: in the alert as it was published since it has another deadline."
    return ""


def _last_calls(ask: str, revision: Revision) -> set[datetime | None]:
    """Until when mails carry the ask (None: for ever); empty if they never do."""
    editions = [one for one in revision.editions if one.language == revision.languages[0]]
    after = {one.begins for one in editions if ask not in one.open_asks}
    return {one.ends for one in editions if ask in one.open_asks and one.ends in {None, *after}}


def refuse_late(planned: PlannedReminder) -> None:
    """Raises StateError for one that comes so late that nobody could do anything any more."""
    if planned.closes - planned.at < LEAST_TIME:
        raise StateError(
            f"The ask closes at {_clock(planned.closes)}: too soon for a reminder.",
            remedy=f"Remind at least {LEAST_TIME // timedelta(minutes=1)} minutes before.",
        )


def too_close(at: datetime, other: datetime) -> bool:
    """Whether two mails about the same alert would come within one day."""
    return abs(at - other) < LEAST_GAP


def _refuse_unready(original: Send, sends: list[Send]) -> None:
    if original.kind == "reminder":
        raise StateError(
            f"Send {original.id} is a {original.kind}.", remedy="Remind of the alert itself."
        )
    if original.state != "done":
        raise StateError(
            f"Send {original.id} is {original.state}: who got it is not certain yet.",
            remedy="A reminder can be planned once it is done.",
        )
    correction = correction_of(original.id, sends)
    if correction is not None:
        raise StateError(
            f"Send {correction.id} has corrected it: its asks may not be the same any more.",
            remedy=f"Remind of {correction.id}.",
        )


def _refuse_crowding(
    original: Send, sends: list[Send], starts: datetime, last_mail: datetime | None
) -> None:
    """Nobody wants three mails a day: `LEAST_GAP` from the alert and from every other reminder."""
    hours = f"Leave {LEAST_GAP // timedelta(hours=1)} hours between two mails."
    others = [send for send in sends if send.of == original.id and send.state not in _NEVER]
    for send in (original, *others):
        if too_close(starts, send.starts):
            raise StateError(
                f"Send {send.id} of the same alert goes out at {_clock(send.starts)}.",
                remedy=hours,
            )
    if last_mail is not None and too_close(starts, last_mail):
        raise StateError(
            f"The last mail of send {original.id} left at {_clock(last_mail)}.", remedy=hours
        )


def _clock(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
