"""A run to SES's mailbox simulator, measured: rate, latency, throttled calls, the event path.

the run's batches and events ─► Measurement ─► JSON, and words
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from statistics import median
from typing import Any

from functions.alerts.health.point import Point, note, well, wrong
from functions.alerts.outcomes.delivery import Delivery
from functions.alerts.sends.batch import OPEN, SUBMITTED, Batch, Key, Ref
from functions.alerts.sends.pace import usable

VERSION = 1
# A rate needs some time to be one: below so many seconds the tick and the start weigh too much.
_LEAST_SECONDS = 20
_FEW = 0.05  # of the calls: at the edge of the rate some are sent back, and are made again


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """What a run showed. Rates are mails a second, times seconds; None: too little to tell.

    `rate` is between the first and the last Send event by SES's clock, `usable` what pacing may
    use of the account's `allowed`. `to_send` and `to_delivery` are medians from the claim before
    the call (whole seconds) to SES's event, `slowest` the longest to a Delivery. `called` are calls
    made, `repeated` those of a batch that SES or a doubt had sent back; `pace` below 1 says that
    pacing slowed down after throttling. `done` says that nothing is under way any more.
    """

    send: str
    asked: int
    done: bool
    submitted: int
    sent: int
    delivered: int
    allowed: float
    usable: float
    rate: float | None
    to_send: float | None
    to_delivery: float | None
    slowest: float | None
    called: int
    repeated: int
    pace: float

    def to_data(self) -> dict[str, Any]:
        """For machines."""
        return {"v": VERSION, **asdict(self)}


def measure(
    batches: Mapping[Key, Batch],
    events: Iterable[Delivery],
    *,
    send: str,
    asked: int,
    done: bool,
    allowed: float,
    pace: float,
) -> Measurement:
    """Sum up a run. `allowed` is the account's MaxSendRate, `pace` the send's."""
    known = list(events)
    sends, deliveries = _times(known, "Send"), _times(known, "Delivery")
    begun = {Key(send, key.part, key.nr): batch.at for key, batch in batches.items()}
    to_send, to_delivery = _waits(sends, begun), _waits(deliveries, begun)
    calls = [batch.rev // 2 for batch in batches.values()]  # a claim and a record each
    return Measurement(
        send=send,
        asked=asked,
        done=done,
        submitted=sum(len(batch.where(SUBMITTED)) for batch in batches.values()),
        sent=len(sends),
        delivered=len(deliveries),
        allowed=allowed,
        usable=usable(allowed),
        rate=_rate(sorted(sends.values())),
        to_send=_middle(to_send),
        to_delivery=_middle(to_delivery),
        slowest=max(to_delivery, default=None),
        called=sum(calls),
        repeated=sum(calls) - sum(1 for number in calls if number),
        pace=pace,
    )


def is_over(batches: Mapping[Key, Batch], asked: int, seen: Measurement) -> bool:
    """Whether everybody was called and every mail SES took has come back as delivered."""
    people = sum(len(batch.codes) for batch in batches.values())
    still_open = any(OPEN in batch.codes for batch in batches.values())
    return people >= asked and not still_open and seen.delivered >= seen.submitted


def explain(seen: Measurement) -> Iterator[Point]:
    """The measurement in words."""
    yield _path(seen)
    yield _throttling(seen)
    yield from _speed(seen)
    if seen.to_send is not None and seen.to_delivery is not None:
        yield well(
            "latency",
            f"From our call to SES's Send event {seen.to_send:.1f} s, to Delivery"
            f" {seen.to_delivery:.1f} s (medians; the slowest took {seen.slowest or 0:.1f} s).",
        )


def _path(seen: Measurement) -> Point:
    told = f"{seen.submitted:,} of {seen.asked:,} mails handed to SES, {seen.sent:,} Send and"
    told = f"{told} {seen.delivered:,} Delivery events recorded"
    if seen.asked and seen.submitted == seen.asked == seen.delivered:
        return well("event path", f"{told}: every mail came back.")
    if not seen.submitted:
        return wrong(
            "event path",
            f"{told}: nothing went out.",
            f"`alerts status {seen.send}` says what it waits for.",
        )
    if not seen.delivered:
        return wrong(
            "event path",
            f"{told}: SES's events do not reach the archive, so no doubt can be settled.",
            "Look at the event destination, the topic's subscription and RecordEvent's log.",
        )
    return wrong(
        "event path",
        f"{told}: some are missing.",
        f"They may still come: `alerts doctor --measured {seen.send}` looks again.",
    )


def _throttling(seen: Measurement) -> Point:
    told = f"{seen.repeated:,} of {seen.called:,} calls were made again"
    if seen.pace >= 1 and seen.repeated <= _FEW * seen.called:
        return well(
            "bulk calls",
            f"{told} at {seen.usable:,.4g} mails a second: SES does not hold bulk calls below the"
            " account's rate.",
        )
    return wrong(
        "bulk calls",
        f"{told}, and pacing went down to {seen.pace:.0%}: SES held bulk calls below the"
        f" {seen.allowed:,.4g} mails a second it allows.",
        "Deploy with submit_mode: single (infra/parameters.yml) and measure again; keep what is"
        " faster.",
    )


def _speed(seen: Measurement) -> Iterator[Point]:
    if seen.rate is None:
        yield note(
            "rate",
            "Too few mails to tell the rate.",
            f"Mail {round(seen.usable * 3 * _LEAST_SECONDS):,} or more for that: a minute's worth.",
        )
    elif seen.rate >= 0.9 * seen.usable:
        yield well("rate", f"{seen.rate:,.1f} mails a second of {seen.usable:,.4g} usable.")
    else:
        yield note(
            "rate",
            f"{seen.rate:,.1f} mails a second of {seen.usable:,.4g} usable.",
            "If bulk calls were not sent back, more workers help: send_workers in"
            " infra/parameters.yml.",
        )


def _times(events: Iterable[Delivery], kind: str) -> dict[Ref, float]:
    """When each recipient's first event of the kind happened, in epoch seconds."""
    found: dict[Ref, float] = {}
    for event in events:
        ref = Ref.parse(event.ref)
        if event.type != kind or ref is None:
            continue
        at = datetime.fromisoformat(event.time).timestamp()
        found[ref] = min(at, found.get(ref, at))
    return found


def _waits(times: Mapping[Ref, float], begun: Mapping[Key, int]) -> list[float]:
    return sorted(
        at - begun[Key(ref.send, ref.part, ref.nr)]
        for ref, at in times.items()
        if Key(ref.send, ref.part, ref.nr) in begun
    )


def _rate(times: Sequence[float]) -> float | None:
    if len(times) < 2 or times[-1] - times[0] < _LEAST_SECONDS:
        return None
    return round((len(times) - 1) / (times[-1] - times[0]), 2)


def _middle(waits: Sequence[float]) -> float | None:
    return round(median(waits), 2) if waits else None
