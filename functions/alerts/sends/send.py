"""A send: one launch of a campaign to a segment at a time, and how each change makes a new one."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Literal, TypedDict, Unpack

from functions.alerts.errors import StateError
from functions.alerts.mail.edition import Revision
from functions.alerts.sends.planned import PlannedReminder
from functions.alerts.sends.segment import Segment
from functions.alerts.sends.states import BY_ITSELF, RELEASE_NEEDED, Action, allowed
from functions.alerts.sends.states import State as State

VERSION = 1

Release = Literal["none", "needed", "given"]
Doubt = Literal["settle", "keep"]
Kind = Literal["alert", "reminder", "correction", "digest", "simulator"]  # `make_digest.py` and
# `doctor/simulator.py` launch the last two.

GRACE = 7200  # seconds: a send that starts later than this waits for a person
SHARDS = 64  # of the supporters table: the partition keys "00" to "3f"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """How far `pace_sends` has released: the next batch is `nr` of `part`.

    `round` 1 releases every batch, later rounds those the ledger still has open. `idle` counts the
    ticks in which nothing was left to release and the queue was empty. What the last tick released
    begins at `from_nr` of `from_part`; it was at `at` and its messages reach to `upto` (epoch
    seconds). Messages of an earlier `turn` are void. In later rounds only what lies before
    `mark_nr` of `mark_part` (-1: everything) was released before.
    """

    round: int = 1
    part: int = 0
    nr: int = 0
    idle: int = 0
    from_part: int = 0
    from_nr: int = 0
    at: int = 0
    upto: float = 0.0
    turn: int = 0
    mark_part: int = -1
    mark_nr: int = 0


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
    reason: str = ""  # why it is blocked, waiting or paused: SES's word for it, or one of ours
    author: str = ""  # the IAM principal who launched it
    urgent: bool = False  # before others; what is left of the account's rate is theirs
    grace: int = GRACE  # seconds
    release: Release = "none"
    released_by: str = ""
    doubt: Doubt = "settle"
    kind: Kind = "alert"
    of: str = ""  # the send that a reminder or a correction belongs to
    ask: str = ""  # what a reminder reminds of
    reminders: tuple[PlannedReminder, ...] = ()  # that follow this send when it is over
    pace: float = 1.0  # the part of its rate it uses: less after throttling
    until: datetime | None = None  # how long it waits at most
    created: datetime | None = None
    zone: str = ""  # the IANA zone it was planned in; `starts` keeps the offset that held then
    overruled: bool = False  # it paused itself and a person went on: it does not do so again
    dead: int = 0  # of its messages lie in the dead letters, ten at most are looked at
    expected: int = 0  # people, by the estimate; `targeted` takes its place

    def to_json(self) -> str:
        """As the ledger keeps it; equal sends give equal text."""
        content = {"v": VERSION, **asdict(self)}
        content |= {"segment": self.segment.to_data()}
        content |= {"reminders": [reminder.to_data() for reminder in self.reminders]}
        content |= {name: _text(getattr(self, name)) for name in _TIMES}
        return json.dumps(content, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Send:
        """The inverse of `to_json`; fields that earlier versions lack get their default."""
        content: dict[str, Any] = json.loads(text)
        content.pop("v")
        return cls(
            **content
            | {
                "segment": Segment.from_data(content["segment"]),
                "languages": tuple(content["languages"]),
                "earlier": tuple(content["earlier"]),
                **{name: _time(content.get(name)) for name in _TIMES},
                "cursor": Cursor(**content["cursor"]),
                "reminders": tuple(map(PlannedReminder.from_data, content.get("reminders", ()))),
            }
        )


_TIMES = ("starts", "until", "created")


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _zone(moment: datetime) -> str:
    """The IANA name of the zone an aware time is written in; "" for UTC or a bare offset."""
    return getattr(moment.tzinfo, "key", "")


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


class Terms(TypedDict, total=False):
    """What a launch may say beside whom, what and when; see `Send`, whose defaults hold."""

    author: str
    urgent: bool
    grace: int
    doubt: Doubt
    kind: Kind
    of: str
    ask: str
    reminders: tuple[PlannedReminder, ...]
    expected: int


def create_send(
    revision: Revision,
    segment: Segment,
    starts: datetime,
    *,
    id: str,
    nonce: str,
    earlier: tuple[str, ...] = (),
    needs_release: bool = False,
    created: datetime | None = None,
    **terms: Unpack[Terms],
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
        release="needed" if needs_release else "none",
        created=created,
        zone=_zone(starts),
        **terms,
    )


def moved(
    send: Send, action: Action, *, nonce: str, reason: str = "", until: datetime | None = None
) -> Send:
    """The send after `action`, one generation on; raises StateError if its state forbids that.

    `until` is for a send that waits: when it will look again.
    """
    now = allowed(send.state, send.reason)
    if action not in now:
        raise StateError(
            f"Send {send.id} is {send.state}: it cannot {action}.",
            remedy=f"Possible now: {', '.join(now) or 'nothing, it is over'}.",
        )
    overruled = send.overruled or (action == "resume" and send.reason in BY_ITSELF)
    return replace(
        send,
        state=now[action],
        gen=send.gen + 1,
        change=nonce,
        reason=reason,
        until=until,
        overruled=overruled,
    )


def released(send: Send, who: str, *, nonce: str) -> Send:
    """The send let go by `who`; `launch.release` asks before whether it may be this person."""
    return replace(moved(send, "release", nonce=nonce), release="given", released_by=who)


def rescheduled(send: Send, starts: datetime, *, nonce: str) -> Send:
    """The send with another start. A release that was given is for the start it was given for."""
    release: Release = "none" if send.release == "none" else "needed"
    new = moved(send, "reschedule", nonce=nonce)
    return replace(new, starts=starts, zone=_zone(starts), release=release, released_by="")


def advanced(
    send: Send, cursor: Cursor, *, nonce: str, pace: float | None = None, dead: int | None = None
) -> Send:
    """The send with its cursor moved on, one generation on, in the same state."""
    return replace(
        send,
        cursor=cursor,
        gen=send.gen + 1,
        change=nonce,
        pace=send.pace if pace is None else pace,
        dead=send.dead if dead is None else dead,
    )


def is_late(send: Send, now: datetime) -> bool:
    """Whether its grace time is over."""
    return now > send.starts + timedelta(seconds=send.grace)


def started(send: Send, *, now: datetime, rate: float, supporters: int, nonce: str) -> Send:
    """A scheduled send on its way to `freezing`, or `missed` when it comes too late.

    One that nobody has released waits for that. `rate` is the account's MaxSendRate (messages a
    second), `supporters` a rough count. One that froze before keeps its sizes: parts may exist.
    """
    if send.state == "scheduled" and is_late(send, now):
        return moved(send, "miss", nonce=nonce)
    if send.release == "needed":
        until = send.starts + timedelta(seconds=send.grace)
        return moved(send, "wait", nonce=nonce, reason=RELEASE_NEEDED, until=until)
    sized = replace(
        send,
        batch_size=send.batch_size or batch_size(rate),
        parts=send.parts or part_count(supporters),
    )
    return moved(sized, "start", nonce=nonce)


def batch_size(rate: float) -> int:
    """Recipients of one SES call: half a second's worth, at most 50 (SES v2's limit).

    Of a whole second's worth SES, which says nothing of bursts above its rate, could refuse a part
    whenever one call comes a little early: queues and workers keep no time to the tenth.
    """
    return min(50, max(1, int(rate / 2)))


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
    """The send with its audience counted and nothing released: part of the change to `sending`."""
    return replace(send, targeted=targeted, cursor=Cursor())
