"""The sender's domain, as DNS has it."""

from collections.abc import Sequence

import pytest

from functions.alerts.checks.sender_domain import check_sender_domain
from functions.alerts.content.organization import read_organization
from functions.alerts.errors import TryLater
from tests.written import ORGANIZATION


def told(*records: str) -> list[tuple[str, str]]:
    def lookup(name: str, kind: str) -> Sequence[str]:
        return records if (name, kind) == ("_dmarc.icirr.example", "TXT") else ()

    parsed = read_organization(ORGANIZATION.encode(), "organization.yaml")
    check_sender_domain(parsed, lookup)
    assert all(one.field == "from" for one in parsed.reading.findings)
    return [(one.level, one.found) for one in parsed.reading.findings]


def test_a_domain_with_a_policy_is_well() -> None:
    assert told("v=DMARC1; p=reject") == []


@pytest.mark.parametrize(
    ("records", "words"),
    [
        ((), "icirr.example has no DMARC record"),
        (("v=DMARC1; p=none", "v=DMARC1; p=reject"), "has 2 DMARC records"),
        (("v=DMARC1; p=monitor",), "no policy that a mailbox knows"),
    ],
)
def test_a_record_that_mailboxes_do_not_heed_is_told(records: tuple[str, ...], words: str) -> None:
    ((level, found),) = told(*records)
    assert level == "warning"
    assert words in found


def test_where_nobody_answers_that_is_said() -> None:
    def silent(name: str, kind: str) -> Sequence[str]:
        raise TryLater(f"DNS does not answer for {name}.")

    parsed = read_organization(ORGANIZATION.encode(), "organization.yaml")
    check_sender_domain(parsed, silent)
    (found,) = parsed.reading.findings
    assert (found.level, found.found) == ("note", "DNS does not answer for _dmarc.icirr.example.")
