from __future__ import annotations

import pytest

from functions.alerts.planning.price import PRICES, cost, usage_of


def test_a_cost_is_the_sum_of_its_units() -> None:
    assert cost({"ses_message": 1_000, "s3_put": 1_000_000}) == pytest.approx(0.16 + 5)


def test_a_unit_without_a_price_is_an_error() -> None:
    with pytest.raises(KeyError):
        cost({"pigeon": 1})  # type: ignore[dict-item]


def test_a_send_uses_nothing_that_has_no_price() -> None:
    assert usage_of(100, batches=2, supporters=100, parts=1).keys() == PRICES.keys()


def test_a_million_people_cost_little_beside_amazons_price_for_mail() -> None:
    usage = usage_of(1_000_000, batches=20_000, supporters=1_000_000, parts=50)
    ses = usage.pop("ses_message") * PRICES["ses_message"]
    assert (ses, cost(usage) < 5) == (160, True)


def test_nobody_costs_nothing_but_looking() -> None:
    assert 0 < cost(usage_of(0, batches=0, supporters=0, parts=1)) < 0.001
