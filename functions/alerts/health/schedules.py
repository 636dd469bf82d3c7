"""Planned sends: whether they can be started, and still mean the time that was meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from functions.alerts.health.point import Point, note, well, wrong
from functions.alerts.sends.send import Send

_DEPLOY = "Deploy the stack again."
_SCHEDULER = "scheduler.amazonaws.com"


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """An IAM role: whom it trusts and what it may do, as IAM's own statements."""

    name: str
    trust: tuple[Mapping[str, Any], ...]
    statements: tuple[Mapping[str, Any], ...]

    def may(self, action: str, resource: str) -> bool:
        """Whether a statement allows it; conditions are not weighed, a Deny counts."""
        effects = {
            one["Effect"]
            for one in self.statements
            if _fits(action.lower(), [a.lower() for a in _list(one.get("Action"))])
            and _fits(resource, _list(one.get("Resource")))
        }
        return effects == {"Allow"}

    def trusts(self, service: str) -> bool:
        """Whether that service may assume it."""
        return any(
            one["Effect"] == "Allow"
            and isinstance(one.get("Principal"), Mapping)
            and service in _list(one["Principal"].get("Service"))
            for one in self.trust
        )


def check_schedules(queue: str, group: bool, role: Role | None, queue_arn: str) -> Iterator[Point]:
    """`role` is what schedules to `queue` run as (None: gone), `group` whether they have theirs."""
    if not group:
        yield wrong("schedules", "There is no schedule group: no send can be planned.", _DEPLOY)
        return
    if role is None:
        yield wrong("schedules", f"Nobody may put what is planned to {queue}.", _DEPLOY)
        return
    trusted = role.trusts(_SCHEDULER)
    if not trusted:
        yield wrong("schedules", f"The Scheduler may not act as {role.name}.", _DEPLOY)
    if not role.may("sqs:SendMessage", queue_arn):
        yield wrong("schedules", f"{role.name} may not put to {queue}.", _DEPLOY)
    elif trusted:
        yield well("schedules", f"The Scheduler may put to {queue}.")


def check_times(sends: Sequence[Send], now: datetime) -> Iterator[Point]:
    """Planned sends held against today's time zone data: a law may have moved the clocks since.

    The instant is what the Scheduler fires at; what was meant is the local time. `now` is aware.
    """
    planned = [send for send in sends if send.state == "scheduled" and send.starts > now]
    moved = [point for send in planned for point in _moved(send)]
    yield from moved
    unsaid = [send.id for send in planned if not send.zone and send.kind in _BY_PEOPLE]
    if unsaid:
        yield note(
            "time zones",
            f"It is not stored in which zone {', '.join(unsaid)} was planned.",
            "Look at its time with `alerts status`; reschedule it if it is not what was meant.",
        )
    if planned and not moved and not unsaid:
        yield well("time zones", f"All {len(planned)} planned sends start when they were meant to.")


_BY_PEOPLE = frozenset({"alert", "correction"})  # others are planned by instants, not by clocks


def _moved(send: Send) -> Iterator[Point]:
    """`send.starts` has the offset that held when it was planned: that gives the local time."""
    if not send.zone:
        return
    local = send.starts.replace(tzinfo=None)
    try:
        zone = ZoneInfo(send.zone)
    except (ValueError, ZoneInfoNotFoundError):
        yield note(
            "time zones",
            f"The zone {send.zone} of {send.id} is not in this machine's data.",
            "Update tzdata (`make` sets it up), then run doctor again.",
        )
        return
    readings = {local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)}
    if send.starts.astimezone(UTC) in readings:  # two where an hour comes twice
        return
    yield wrong(
        "time zones",
        f"{send.id} was meant for {local:%Y-%m-%d %H:%M} in {send.zone} and would start at"
        f" {send.starts.astimezone(zone):%H:%M}: the zone's rules have changed since.",
        f'`alerts reschedule {send.id} --at "{local:%Y-%m-%d %H:%M}" --zone {send.zone}`',
    )


def _list(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value or ())


def _fits(value: str, patterns: Sequence[str]) -> bool:
    return any(fnmatchcase(value, pattern) for pattern in patterns)
