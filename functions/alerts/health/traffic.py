"""What is on its way: the kill switch, sends that wait for somebody, dead letters, the events."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from functions.alerts.health.point import Point, note, well, wrong
from functions.alerts.sends.answer import remedy
from functions.alerts.sends.send import Send

DAYS = 14  # looked back for mails and their events


@dataclass(frozen=True, slots=True, kw_only=True)
class EventPath:
    """CloudWatch's sums of the last `DAYS` days, the whole account's.

    `last` is when the last hour with recorded events began (aware), None if there was none.
    """

    sent: int
    recorded: int
    last: datetime | None = None


def check_switch(off: str) -> Iterator[Point]:
    """`off`: why nothing is sent, in words; empty: the kill switch is on."""
    if off:
        yield wrong("kill switch", f"Sending is off: {off}.", "`alerts stop --lift` turns it on.")
    else:
        yield well("kill switch", "Sending is on.")


def check_sends(sends: Sequence[Send]) -> Iterator[Point]:
    """Sends that go on only when a person does something."""
    for send in sends:
        if send.state in {"blocked", "waiting", "paused"}:
            level = wrong if send.state == "blocked" else note
            what = remedy(send.reason) or f"`alerts resume {send.id}`"
            yield level("sends", f"{send.id} is {send.state}: {send.reason or 'by hand'}.", what)
        elif send.state == "missed":
            yield wrong(
                "sends",
                f"{send.id} came too late to start by itself.",
                f"`alerts resume {send.id}` starts it, `alerts cancel {send.id}` ends it.",
            )
        elif send.dead:
            yield wrong(
                "sends",
                f"{send.dead} messages of {send.id} failed again and again.",
                "Read them in BatchQueueDeadLetters, mend the cause, redrive them.",
            )


def check_dead_letters(waiting: Mapping[str, int]) -> Iterator[Point]:
    """`waiting`: messages by the name of their dead-letter queue."""
    for name, number in waiting.items():
        if number:
            yield wrong(
                "dead letters",
                f"{number:,} in {name}: what they ask for was not done.",
                "Read them in the SQS console, mend the cause, then “Start DLQ redrive”.",
            )
    if waiting and not any(waiting.values()):
        yield well("dead letters", f"All {len(waiting)} queues are empty.")


def check_events(found: EventPath) -> Iterator[Point]:
    """Whether events come back: doubts are settled by nothing else."""
    if found.recorded and found.last:
        at = f"{found.last:%Y-%m-%d %H}:00 UTC"
        yield well(
            "event path", f"{found.recorded:,} events recorded in {DAYS} days, the last after {at}."
        )
    elif found.sent:
        yield wrong(
            "event path",
            f"The account mailed {found.sent:,} times in {DAYS} days and no event was recorded.",
            "If nothing else sends from this account, SES's topic, its subscription or RecordEvent"
            " is broken. `alerts doctor --simulator 1` tells.",
        )
    else:
        yield note(
            "event path",
            f"Nothing was mailed in {DAYS} days, so no event tells whether they arrive.",
            "`alerts doctor --simulator 1` mails to Amazon's simulator and waits for its events.",
        )
