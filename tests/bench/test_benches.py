"""The benches themselves, in small: what they rest on must not rot unseen."""

from __future__ import annotations

from collections import Counter

import pytest

from functions.alerts.sends.pace import usable
from functions.settings import NEEDS
from tests.bench.bench_cost import MILLION, dollars
from tests.bench.bench_import import rows_per_second
from tests.bench.bench_site import build
from tests.bench.deployed import memory
from tests.bench.invocation import invoke, peak
from tests.bench.metered_send import Measured
from tests.bench.metering import Bill, Meter, item_size
from tests.bench.settling import seconds_per_batch
from tests.bench.virtual import Simulation


@pytest.mark.parametrize("function", NEEDS)
def test_every_function_has_something_to_do_in_a_streamed_world(function: str) -> None:
    invoke(function, 6_400)


def test_an_import_before_the_database_reads_and_merges_everybody() -> None:
    assert rows_per_second(1_000) > 0


def test_the_peak_is_a_whole_process() -> None:
    assert peak() > 10_000


def test_a_send_takes_what_the_rate_allows_and_an_urgent_one_its_own_time() -> None:
    simulation = Simulation(500.0, 16)
    simulation.add("first", 200_000)
    simulation.add("urgent", 100_000, at=90.0, urgent=True)
    outcome = simulation.run()
    assert outcome.ended["first"] - outcome.began["first"] < 600 * 1.04
    assert outcome.ended["urgent"] - outcome.began["urgent"] < 200 * 1.05
    assert outcome.throttled == 0


def test_a_small_accounts_send_takes_what_its_rate_allows_though_no_tick_comes_to_the_tenth() -> (
    None
):
    simulation = Simulation(14.0, 2)
    simulation.add("first", 20_000)
    outcome = simulation.run()
    assert outcome.ended["first"] - outcome.began["first"] < 20_000 / usable(14.0) * 1.02
    assert outcome.throttled == 0


def test_a_rate_that_is_not_true_throttles_and_loses_nobody() -> None:
    simulation = Simulation(250.0, 16, told=500.0)
    simulation.add("first", 40_000)
    outcome = simulation.run()
    assert outcome.throttled > 0
    assert simulation.world.mailer.mailed["first"] == 40_000


def test_an_items_size_is_dynamodbs() -> None:
    assert item_size({"pk": {"S": "é"}, "n": {"N": "1234"}, "on": {"BOOL": True}}) == 4 + 4 + 3


def test_what_a_function_calls_is_paid_and_who_takes_no_part_in_a_send_is_not() -> None:
    meter = Meter()
    written = Bill(calls=6, units=Counter({"dynamodb_write": 6}))
    meter.bills["send_batch", "PutItem"] = written  # of a sample of six batches
    found = dollars(Measured(meter, batches=6, settled=6, events=600, ticks=1), 500.0)
    assert found["send_batch"] > MILLION / 50 * 0.625e-6
    others = {"make_digest", "supporter_web", "import_supporters"}
    assert memory().keys() - found.keys() >= others


def test_settling_looks_at_every_batch() -> None:
    assert 0 < seconds_per_batch() < 0.01


def test_the_site_is_built_with_a_page_for_each_alert_and_language() -> None:
    assert build(2, repeats=1).files > build(1, repeats=1).files
