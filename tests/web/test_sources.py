from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from functions.web.request import NO_REQUEST, Request
from functions.web.sources import FROM_CONNECTION, FROM_VIEWER, KEPT, Sources

NOW = datetime(2018, 4, 9, 14, tzinfo=UTC)


def through_the_site(viewer: str, edge: str = "198.51.100.1") -> Request:
    """A request as CloudFront passes it on: it adds its viewer, and API Gateway adds CloudFront."""
    return replace(
        NO_REQUEST, source=edge, headers={"x-forwarded-for": f"10.0.0.1, {viewer}, {edge}"}
    )


def used_up(request: Request) -> Sources:
    made = Sources(lambda: b"salt")
    assert all(made.admit(request, NOW) for _ in range(FROM_VIEWER))
    return made


def test_each_viewer_behind_the_site_has_a_number_of_their_own() -> None:
    counted = used_up(through_the_site("192.0.2.7"))
    assert not counted.admit(through_the_site("192.0.2.7"), NOW)
    assert counted.admit(through_the_site("192.0.2.8"), NOW)


def test_a_household_counts_as_one_however_many_addresses_it_has() -> None:
    counted = used_up(through_the_site("2001:db8::1"))
    assert not counted.admit(through_the_site("2001:db8::ffff"), NOW)
    assert counted.admit(through_the_site("2001:db8:0:1::1"), NOW)


def test_who_invents_viewers_is_stopped_by_what_connects() -> None:
    counted = Sources(lambda: b"salt")
    asked = [through_the_site(f"10.{n // 256}.{n % 256}.1") for n in range(FROM_CONNECTION + 1)]
    assert [counted.admit(one, NOW) for one in asked] == [True] * FROM_CONNECTION + [False]


def test_after_an_hour_everything_is_forgotten() -> None:
    counted = used_up(through_the_site("192.0.2.7"))
    salts = iter([b"new"])
    counted._new_salt = lambda: next(salts)
    assert counted.admit(through_the_site("192.0.2.7"), NOW + KEPT)
    assert timedelta(hours=1) >= KEPT and len(counted._counts) == 2


def test_no_address_is_kept() -> None:
    counted = used_up(through_the_site("192.0.2.7"))
    assert "192.0.2.7" not in repr(vars(counted))


@pytest.mark.parametrize("header", ["", ",", "nonsense, more", "\x00, \x00"])
def test_a_header_that_is_none_counts_by_what_connects(header: str) -> None:
    request = replace(NO_REQUEST, source="192.0.2.7", headers={"x-forwarded-for": header})
    assert not used_up(request).admit(request, NOW)
