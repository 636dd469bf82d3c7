"""What a million recipients cost beside SES itself: requests counted from real calls × prices.

A small send through the real functions over embedded AWS, each call booked to its function; then
scaled by what each grows with: recipients, batches, parts, events, minutes.

Run by `make bench`, or alone: `python -m tests.bench.bench_cost`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from functions.alerts.planning.price import AS_OF, Unit, cost
from functions.alerts.sends.pace import usable
from functions.alerts.sends.send import batch_size, part_count
from tests.bench import bench_freeze, bench_send
from tests.bench.deployed import memory
from tests.bench.metered_send import SAMPLE, Measured, measure
from tests.bench.metering import Who
from tests.bench.settling import seconds_per_batch
from tests.bench.table import Row, show

MILLION = 1_000_000
AIMS = {14.0: (None, None), 500.0: (0.50, 2.00)}  # US$: without events, with them
PAGE = 2_500  # supporters of a page of 1 MB
WHOLE = 1769  # MB of a Lambda with one whole processor (AWS Lambda developer guide)
# Of these the bench of its own tells the time; the others' is measured here, with moto's own in it.
_MICROSECONDS = {"send_batch": bench_send.AIM, "freeze_audience": bench_freeze.AIM}
_OF_EVENTS = frozenset({"record_event", "SES to SNS", "poller of events"})


def main() -> None:
    """Print requests and bytes per 1,000 recipients and US$ per million, at each rate."""
    for rate, (aim, aim_with_events) in AIMS.items():
        measured = measure(rate)
        bills = dollars(measured, rate)
        events = sum(bills[name] for name in bills if name in _OF_EVENTS)
        total = sum(bills.values())
        puts = cost({"sqs_request": 2 * MILLION})  # AWS's price pages leave it open
        calls, size = _traffic(measured, rate)
        show(
            f"At {rate:.0f}/s, without SES's own price ({AS_OF:%B %Y})",
            Row("requests per 1,000 recipients", calls * 1000 / MILLION),
            Row("KB sent and received per 1,000 recipients", size / MILLION),
            *(Row(f"  {name}", amount, unit=" $") for name, amount in sorted(bills.items())),
            Row("a million recipients without events", total - events, aim, " $"),
            Row("a million recipients with events", total, aim_with_events, " $"),
            Row("the same, should SQS bill what SNS puts into it", total + puts, unit=" $"),
        )


def _traffic(measured: Measured, rate: float) -> tuple[float, float]:
    """Requests and bytes for a million."""
    scales, bills = _scales(measured, rate), measured.meter.bills
    calls = sum(bill.calls * scales[who].calls for who, bill in bills.items())
    return calls, sum(bill.bytes * scales[who].units for who, bill in bills.items())


@dataclass(frozen=True)
class Scale:
    """How many times the sample's a million recipients make of a call, its units, its bytes."""

    calls: float
    units: float


def _grows(measured: Measured, rate: float) -> Mapping[str, float]:
    """How many times the sample's a million recipients take of each function."""
    batches = MILLION / batch_size(rate) / measured.batches
    minutes = MILLION / usable(rate) / 60
    return {
        "start_send": 1,
        "freeze_audience": part_count(MILLION),
        "pace_sends": minutes / measured.ticks,
        "send_batch": batches,
        "poller of batches": batches,
        "settle_sends": minutes,
        "settle_sends, the end": 1,
        **dict.fromkeys(_OF_EVENTS, 2 * MILLION / measured.events),
    }


def _scales(measured: Measured, rate: float) -> Mapping[Who, Scale]:
    """The same by call: some grow with something else than their function."""
    grows = _grows(measured, rate)
    parts, people = part_count(MILLION), MILLION / SAMPLE
    minutes, batches, events = grows["settle_sends"], grows["send_batch"], grows["record_event"]
    exact: dict[Who, Scale] = {
        ("start_send", "GetObject"): Scale(parts, parts),
        ("freeze_audience", "Query shard"): Scale(people / PAGE, people),
        ("pace_sends", "SendMessageBatch"): Scale(batches, batches),
        ("send_batch", "GetObject"): Scale(1, 1),  # the revision, once for each process
        # Each minute all batches so far are read, part by part: in the mean half of them.
        ("settle_sends", "Query batch"): Scale(
            parts * minutes, batches * measured.batches / 2 * minutes / measured.settled
        ),
        ("settle_sends", "GetObject"): Scale(parts * minutes, parts * minutes),
        ("settle_sends, the end", "Query batch"): Scale(parts, batches),
        ("settle_sends, the end", "GetObject"): Scale(events, events),
        ("settle_sends, the end", "CopyObject"): Scale(parts, parts),
    }
    usual = {name: Scale(number, number) for name, number in grows.items()}
    return {who: exact.get(who, usual[who[0]]) for who in measured.meter.bills}


def dollars(measured: Measured, rate: float) -> Mapping[str, float]:
    """US$ of a million by function."""
    usage: dict[str, dict[Unit, float]] = defaultdict(lambda: defaultdict(float))
    waited: dict[str, float] = defaultdict(float)
    scales, grows = _scales(measured, rate), _grows(measured, rate)
    for who, bill in measured.meter.bills.items():
        for unit, number in bill.units.items():
            usage[who[0]][unit] += number * scales[who].units
        waited[who[0]] += bill.waited * scales[who].calls
    given = memory()
    for function in grows.keys() & given.keys():  # the others take no part in a send
        size = given[function]
        seconds = waited[function] + _processor(function, measured, rate) * WHOLE / size
        usage[function]["lambda_gb_second"] += seconds * size / 1024
        runs = measured.meter.invocations[function] * grows[function]
        usage[function]["lambda_request"] += runs
    return {function: cost(found) for function, found in usage.items()}


def _processor(function: str, measured: Measured, rate: float) -> float:
    """Seconds of CPU for a million."""
    if function in _MICROSECONDS:
        return _MICROSECONDS[function]  # for each of a million
    if function == "settle_sends":
        minutes = MILLION / usable(rate) / 60
        return seconds_per_batch() * MILLION / batch_size(rate) / 2 * minutes
    taken = measured.meter.processor[function] / 1e9  # with moto's own in it: too much
    return taken * _grows(measured, rate)[function]


if __name__ == "__main__":
    main()
