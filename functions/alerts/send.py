"""A send: one launch of a campaign to a segment at a time, and the states it goes through.

scheduled ─► freezing ─► sending ⇄ paused | waiting | blocked ─► done
`cancelled` is left only by writing its receipt; `missed` waits for a person.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from functions.alerts.edition import Revision
from functions.alerts.errors import StateError
from functions.alerts.segment import Segment

VERSION = 1

State = Literal[
    "scheduled",
    "freezing",
    "sending",
    "paused",
    "waiting",
    "blocked",
    "done",
    "cancelled",
    "missed",
]
Action = Literal["start", "miss", "frozen", "pause", "wait", "block", "resume", "cancel", "finish"]

# (state, action) → state. What is not here is refused.
TRANSITIONS: dict[tuple[State, Action], State] = {
    ("scheduled", "start"): "freezing",
    ("scheduled", "miss"): "missed",
    ("scheduled", "cancel"): "cancelled",
    ("missed", "start"): "freezing",
    ("missed", "cancel"): "cancelled",
    ("freezing", "frozen"): "sending",
    ("freezing", "cancel"): "cancelled",
    ("sending", "pause"): "paused",
    ("sending", "wait"): "waiting",
    ("sending", "block"): "blocked",
    ("sending", "cancel"): "cancelled",
    ("sending", "finish"): "done",
    ("paused", "resume"): "sending",
    ("paused", "cancel"): "cancelled",
    ("paused", "finish"): "done",  # the last calls came back after the pause
    ("waiting", "resume"): "sending",
    ("waiting", "pause"): "paused",
    ("waiting", "cancel"): "cancelled",
    ("waiting", "finish"): "done",
    ("blocked", "resume"): "sending",
    ("blocked", "cancel"): "cancelled",
    ("blocked", "finish"): "done",
}

GRACE = timedelta(hours=2)  # a send that starts later than this waits for a person
SHARDS = 64  # of the supporters table: the partition keys "00" to "3f"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """How far `pace_sends` has released: the next batch is `nr` of `part`.

    `round` 1 releases every batch, later rounds those the ledger still has open. `idle` counts the
    ticks in which nothing was left to release and the queue was empty.
    """

    round: int = 1
    part: int = 0
    nr: int = 0
    idle: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Send:
    """One launch. `gen` rises by one with every change and `change` is that change's own nonce.

    `batch_size` and `parts` are fixed when it starts (0 before), `targeted` when it is frozen.
    `earlier` are the sends of the same campaign before this one: who is in them is left out.
    `languages` are the revision's, default first. Times are aware, in UTC.
    """

    id: str  # letters, digits, "_" and "-"; says nothing about the campaign
    campaign: str
    digest: str
    segment: Segment
    languages: tuple[str, ...]
    starts: datetime
    state: State = "scheduled"
    gen: int = 1
    change: str = ""
    earlier: tuple[str, ...] = ()
    batch_size: int = 0
    parts: int = 0
    targeted: int = 0
    cursor: Cursor = field(default_factory=Cursor)
    reason: str = ""  # why it is blocked or waiting: SES's word for it

    def to_json(self) -> str:
        """As the ledger keeps it; equal sends give equal text."""
        content = {"v": VERSION, **asdict(self)}
        content |= {"segment": self.segment.to_data(), "starts": self.starts.isoformat()}
        return json.dumps(content, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Send:
        """The inverse of `to_json`."""
        content: dict[str, Any] = json.loads(text)
        content.pop("v")
        return cls(
            **content
            | {
                "segment": Segment.from_data(content["segment"]),
                "languages": tuple(content["languages"]),
                "earlier": tuple(content["earlier"]),
                "starts": datetime.fromisoformat(content["starts"]),
                "cursor": Cursor(**content["cursor"]),
            }
        )


def create_send(
    revision: Revision,
    segment: Segment,
    starts: datetime,
    *,
    id: str,
    nonce: str,
    earlier: tuple[str, ...] = (),
) -> Send:
    """A new send, bound to the revision by its digest. Store it with `Ledger.create_send`."""
    return Send(
        id=id,
        campaign=revision.campaign,
        digest=revision.digest,
        segment=segment,
        languages=revision.languages,
        starts=starts,
        change=nonce,
        earlier=earlier,
    )


def moved(send: Send, action: Action, *, nonce: str, reason: str = "") -> Send:
    """The send after `action`, one generation on; raises StateError if its state forbids that."""
    to = TRANSITIONS.get((send.state, action))
    if to is None:
        raise StateError(
            f"Send {send.id} is {send.state}: it cannot {action}.",
            remedy=f"Possible now: {', '.join(possible(send.state)) or 'nothing, it is over'}.",
        )
    return replace(send, state=to, gen=send.gen + 1, change=nonce, reason=reason)


def possible(state: State) -> tuple[Action, ...]:
    """The actions a send in `state` allows."""
    return tuple(action for start, action in TRANSITIONS if start == state)


def advanced(send: Send, cursor: Cursor, *, nonce: str) -> Send:
    """The send with its cursor moved on, one generation on, in the same state."""
    return replace(send, cursor=cursor, gen=send.gen + 1, change=nonce)


def started(
    send: Send, *, now: datetime, rate: float, supporters: int, nonce: str, grace: timedelta = GRACE
) -> Send:
    """A scheduled send on its way to `freezing`, or `missed` when it comes too late.

    `rate` is the account's MaxSendRate (messages a second), `supporters` a rough count.
    """
    if send.state == "scheduled" and now > send.starts + grace:
        return moved(send, "miss", nonce=nonce)
    sized = replace(send, batch_size=batch_size(rate), parts=part_count(supporters))
    return moved(sized, "start", nonce=nonce)


def batch_size(rate: float) -> int:
    """Recipients of one SES call: never more than a second's worth, at most 50 (SES v2's limit)."""
    return min(50, max(1, int(rate)))


def part_count(supporters: int) -> int:
    """Parts to freeze: about 20,000 supporters each, which one invocation reads in seconds."""
    return min(SHARDS, max(1, -(-supporters // 20_000)))


def shards_of(part: int, parts: int) -> tuple[str, ...]:
    """The supporter shards of a part; the parts of a send cover each shard exactly once."""
    return tuple(f"{n:02x}" for n in range(SHARDS * part // parts, SHARDS * (part + 1) // parts))


def shard_of(supporter_id: str) -> str:
    """The partition key of a supporter: six bits of the first two hex digits of the id."""
    return f"{int(supporter_id[:2], 16) & 0x3F:02x}"


def with_targeted(send: Send, targeted: int) -> Send:
    """The send with its audience counted: part of the change to `sending`, not one of its own."""
    return replace(send, targeted=targeted)
