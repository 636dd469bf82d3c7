"""DNS by dnspython, asked of a name server on the loopback."""

from collections.abc import Iterator

import pytest

from functions.alerts.errors import StateError, TryLater
from functions.alerts.health.domain import Lookup
from functions.doctor.records import resolver
from tests.name_server import serving

ZONE = {
    ("a._domainkey.icirr.example", "CNAME"): ["a.dkim.amazonses.com."],
    ("bounce.icirr.example", "MX"): ["10 Feedback-smtp.us-east-2.amazonses.com."],
    ("bounce.icirr.example", "TXT"): ['"v=spf1 include:" "amazonses.com ~all"', '"other"'],
    ("away.example", "broken"): [],
}


@pytest.fixture(scope="module")
def lookup() -> Iterator[Lookup]:
    with serving(ZONE) as port:
        yield resolver("127.0.0.1", port)


def test_a_cname_and_an_mx_are_host_names_without_the_last_dot(lookup: Lookup) -> None:
    assert lookup("a._domainkey.icirr.example", "CNAME") == ["a.dkim.amazonses.com"]
    assert lookup("bounce.icirr.example", "MX") == ["Feedback-smtp.us-east-2.amazonses.com"]


def test_the_strings_of_a_txt_record_are_joined(lookup: Lookup) -> None:
    found = lookup("bounce.icirr.example", "TXT")
    assert sorted(found) == ["other", "v=spf1 include:amazonses.com ~all"]


def test_an_unknown_name_and_a_name_without_that_type_have_nothing(lookup: Lookup) -> None:
    assert list(lookup("nothing.example", "TXT")) == []
    assert list(lookup("bounce.icirr.example", "CNAME")) == []


def test_a_server_that_fails_is_no_answer_at_all(lookup: Lookup) -> None:
    with pytest.raises(TryLater, match=r"away\.example"):
        lookup("away.example", "TXT")


def test_a_name_that_cannot_be_one_is_no_answer_either(lookup: Lookup) -> None:
    with pytest.raises(TryLater):
        lookup("a" * 64 + ".example", "TXT")


def test_a_server_is_named_by_its_address() -> None:
    with pytest.raises(StateError, match="no IP address"):
        resolver("dns.example")
