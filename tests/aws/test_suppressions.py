from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from functions import wiring
from functions.alerts.people.suppressed import Suppressed
from functions.alerts.sends.ports import Suppressions
from functions.aws.suppressions import SesSuppressions
from functions.local.cloud import Cloud, open_cloud

NOW = datetime(2018, 4, 9, 14, tzinfo=UTC)


@pytest.fixture
def cloud() -> Iterator[Cloud]:
    with open_cloud(NOW, lambda mail: None) as cloud:
        cloud.ses.suppressed = {
            "a@people.example": ("BOUNCE", NOW),
            "b@people.example": ("COMPLAINT", NOW),
        }
        yield cloud


@pytest.fixture
def suppressions(cloud: Cloud) -> Suppressions:
    return wiring.world("local").suppressions


def test_amazons_list_is_read(suppressions: Suppressions) -> None:
    assert list(suppressions.all()) == [
        Suppressed("a@people.example", "bounced"),
        Suppressed("b@people.example", "complained"),
    ]


def test_an_address_is_looked_for(suppressions: Suppressions) -> None:
    assert suppressions.find("b@people.example") == Suppressed("b@people.example", "complained")
    assert suppressions.find("c@people.example") is None


def test_an_address_is_taken_off_once(suppressions: Suppressions) -> None:
    assert suppressions.remove("a@people.example")
    assert not suppressions.remove("a@people.example")
    assert [found.address for found in suppressions.all()] == ["b@people.example"]


def test_an_entry_may_be_logged(suppressions: Suppressions) -> None:
    assert "people.example" not in repr(next(iter(suppressions.all())))


def test_page_after_page_is_read() -> None:
    pages = {None: ("a", "more"), "more": ("b", "")}

    class Client:
        def list_suppressed_destinations(
            self,
            PageSize: int,  # noqa: N803 – AWS's names
            NextToken: str | None = None,  # noqa: N803
        ) -> dict[str, object]:
            name, after = pages[NextToken]
            found = {"EmailAddress": f"{name}@people.example", "Reason": "BOUNCE"}
            return {"SuppressedDestinationSummaries": [found], "NextToken": after}

    listed = SesSuppressions(Client())  # type: ignore[arg-type]
    assert [found.address[0] for found in listed.all()] == ["a", "b"]
