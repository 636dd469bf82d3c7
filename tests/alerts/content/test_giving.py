"""Donate links carry amounts and references by each platform's rule, or not at all."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from functions.alerts.content.giving import donate_link, platform
from functions.alerts.errors import Mistake

ACTBLUE = "https://secure.actblue.com/donate/icirr?lang=es"
KINDFUL = "https://icirr.kindful.com/?campaign=1242232"
OTHER = "https://www.example.org/give"


@pytest.mark.parametrize(
    ("link", "name"),
    [(ACTBLUE, "actblue"), (KINDFUL, "kindful"), (OTHER, None), ("https://notactblue.com/x", None)],
)
def test_a_platform_is_known_by_its_host(link: str, name: str | None) -> None:
    assert platform(link) == name


def test_actblue_takes_a_refcode_and_an_amount_beside_what_is_there() -> None:
    assert donate_link(ACTBLUE, amount=25, reference="award_2018") == (
        "https://secure.actblue.com/donate/icirr?lang=es&refcode=award_2018&amount=25"
    )


def test_a_reference_takes_the_place_of_one_that_is_there() -> None:
    assert donate_link(f"{ACTBLUE}&refcode=old", reference="new").endswith("lang=es&refcode=new")


def test_kindful_takes_the_number_of_a_campaign() -> None:
    assert donate_link(KINDFUL, reference="77") == "https://icirr.kindful.com/?campaign=77"


def test_kindful_takes_an_amount_as_a_cart_of_one_item() -> None:
    parts = urlsplit(donate_link(KINDFUL, amount=25))
    query = {key: values[0] for key, values in parse_qs(parts.query).items()}
    assert (parts.netloc, parts.path) == ("icirr.kindful.com", "/widget")
    assert (query["campaign_id"], query["cart[items][1][amount]"]) == ("1242232", "25")


@pytest.mark.parametrize("link", [ACTBLUE, KINDFUL, OTHER])
def test_without_amount_and_reference_the_link_stays_as_it_is(link: str) -> None:
    assert donate_link(link) == link


@pytest.mark.parametrize(
    ("link", "amount", "reference"),
    [
        (ACTBLUE, None, "award 2018"),
        (ACTBLUE, None, "é"),
        (KINDFUL, None, "award"),
        (OTHER, None, "award"),
        (OTHER, 25, None),
        ("https://icirr.kindful.com/", 25, None),
    ],
)
def test_what_a_platform_would_refuse_is_refused_here(
    link: str, amount: int | None, reference: str | None
) -> None:
    with pytest.raises(Mistake):
        donate_link(link, amount=amount, reference=reference)


def test_a_refused_refcode_comes_with_one_that_is_taken() -> None:
    with pytest.raises(Mistake) as caught:
        donate_link(ACTBLUE, reference="award 2018!")
    assert caught.value.instead == ("award_2018",)
