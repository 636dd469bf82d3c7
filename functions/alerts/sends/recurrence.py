"""A send that recurs: on which days at which time, to whom; each time a digest of what is open.

`alerts send --every` ─► Recurrence ─► one repeating schedule ─► `make_digest`, at each occurrence
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from functions.alerts.errors import StateError
from functions.alerts.sends.segment import Segment

VERSION = 1
PREFIX = "every-"  # of each id: what is no send
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True, kw_only=True)
class Every:
    """When it recurs: `at` (hours and minutes) on `days` (0 is Monday; sorted), by a zone's clocks.

    `zone` is an IANA name. The time must exist once on each such day (`planning/written_every`).
    """

    days: tuple[int, ...]
    at: time
    zone: str

    def next(self, after: datetime) -> datetime:
        """The first occurrence later than `after` (aware), in the zone.

        A day whose clocks jump over the time is passed over, as EventBridge Scheduler does (user
        guide, "Daylight saving time").
        """
        zone = ZoneInfo(self.zone)
        day = after.astimezone(zone).date()
        while True:
            moment = datetime.combine(day, self.at, tzinfo=zone)
            real = moment.astimezone(UTC).astimezone(zone).time() == self.at
            if day.weekday() in self.days and real and moment > after.astimezone(UTC):
                return moment
            day += timedelta(days=1)

    def cron(self) -> str:
        """As EventBridge Scheduler has it: `cron(0 9 ? * MON,THU *)`; the zone stands beside it."""
        days = "*" if len(self.days) == len(DAYS) else ",".join(self._short())
        return f"cron({self.at.minute} {self.at.hour} ? * {days} *)"

    def words(self) -> str:
        """`every Monday and Thursday at 9:00 AM (America/Chicago)`."""
        names = [DAYS[day] for day in self.days]
        days = " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
        half = "AM" if self.at.hour < 12 else "PM"
        clock = f"{self.at.hour % 12 or 12}:{self.at.minute:02} {half}"
        return f"every {'day' if len(names) == len(DAYS) else days} at {clock} ({self.zone})"

    def _short(self) -> list[str]:
        return [DAYS[day][:3].upper() for day in self.days]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurrence:
    """A recurring digest. `gen` rises by one with every change, `change` is the change's own nonce.

    A schedule carries id and generation: one that was replaced or ended fires into nothing.
    `frame` names the stored campaign around the digest's asks ("": the language packs' words).
    """

    id: str  # of rule and segment: there is no second one with both alike
    every: Every
    segment: Segment
    created: datetime  # aware
    state: Literal["active", "ended"] = "active"
    gen: int = 1
    change: str = ""
    frame: str = ""
    author: str = ""  # the IAM principal who set it up
    needs_release: bool = False  # a second person has to release each of its sends

    def to_json(self) -> str:
        """As the ledger keeps it; equal ones give equal text."""
        content = {
            "v": VERSION,
            **{name: getattr(self, name) for name in _PLAIN},
            **_rule(self.every, self.segment),
            "created": self.created.isoformat(),
        }
        return json.dumps(content, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Recurrence:
        """The inverse of `to_json`; fields that earlier versions lack get their default."""
        content: dict[str, Any] = json.loads(text)
        every = Every(
            days=tuple(content["days"]),
            at=time.fromisoformat(content["at"]),
            zone=content["zone"],
        )
        return cls(
            **{name: content[name] for name in _PLAIN if name in content},
            every=every,
            segment=Segment.from_data(content["segment"]),
            created=datetime.fromisoformat(content["created"]),
        )


_PLAIN = ("id", "state", "gen", "change", "frame", "author", "needs_release")


def recurrence_id(every: Every, segment: Segment) -> str:
    """The id of what recurs so: the same for the same rule and segment, and for nothing else."""
    return PREFIX + _hash(json.dumps(_rule(every, segment), sort_keys=True))[:10]


def is_recurrence(id: str) -> bool:
    """Whether an id is a recurrence's and no send's."""
    return id.startswith(PREFIX)


def occurrence_id(recurrence_id: str, at: datetime) -> str:
    """The id of the send of one occurrence (aware), whichever of its schedules fired, and when."""
    minute = at.astimezone(UTC).replace(second=0, microsecond=0)
    return f"{minute:%Y%m%d}-{_hash(f'{recurrence_id} {minute.isoformat()}')[:8]}"


def digest_message(recurrence: Recurrence, at: str) -> dict[str, Any]:
    """The command to make this generation's digest of the occurrence `at` (ISO, aware)."""
    return {
        "v": VERSION,
        "do": "digest",
        "recurrence": recurrence.id,
        "gen": recurrence.gen,
        "at": at,
    }


def ended(recurrence: Recurrence, *, nonce: str) -> Recurrence:
    """It, over for good. Raises StateError if it is."""
    if recurrence.state != "active":
        raise StateError(f"{recurrence.id} is over already.", remedy="There is nothing to do.")
    return replace(recurrence, state="ended", gen=recurrence.gen + 1, change=nonce)


def _rule(every: Every, segment: Segment) -> dict[str, Any]:
    return {
        "days": list(every.days),
        "at": f"{every.at:%H:%M}",
        "zone": every.zone,
        "segment": segment.to_data(),
    }


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
