"""The domain's DNS: records in, points out."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from functions.alerts.errors import TryLater
from functions.alerts.health.domain import (
    Lookup,
    check_cnames,
    check_dmarc,
    check_mail_from,
    check_spf,
    parse_tags,
)
from tests.alerts.health.test_health_identity import GOOD, SENDER
from tests.points import levels, told

SPF = "v=spf1 include:amazonses.com ~all"
Zone = Mapping[str, Sequence[str]]


def zone(records: Zone) -> Lookup:
    """A lookup in `{"TYPE name": [...]}`."""
    return lambda name, kind: records.get(f"{kind} {name}", ())


def cnames(**change: str) -> dict[str, list[str]]:
    return {f"CNAME {name}": [target] for name, target in {**GOOD.records(), **change}.items()}


def test_three_right_cnames_are_one_good_point() -> None:
    points = list(check_cnames(GOOD, zone(cnames())))
    assert [point.level for point in points] == ["well"]


def test_a_missing_cname_is_given_to_copy() -> None:
    records = cnames()
    records.pop("CNAME two._domainkey.icirr.example")
    (point,) = check_cnames(GOOD, zone(records))
    assert point.remedy == "Add two._domainkey.icirr.example CNAME two.dkim.amazonses.com"


def test_a_domain_written_twice_is_recognized() -> None:
    records: Zone = {
        f"CNAME {name}.icirr.example": [target] for name, target in GOOD.records().items()
    }
    points = list(check_cnames(GOOD, zone(records)))
    assert len(points) == 3
    assert "added twice" in points[0].found


def test_a_cname_to_somewhere_else_is_wrong() -> None:
    records = cnames(**{"one._domainkey.icirr.example": "else.example"})
    assert "else.example" in told(check_cnames(GOOD, zone(records)))


@pytest.mark.parametrize(
    ("found", "level", "words"),
    [
        ([SPF], "well", ""),
        (["V=SPF1 INCLUDE:AMAZONSES.COM -all"], "well", ""),
        (["some words", SPF], "well", ""),
        ([], "wrong", "Add d.example TXT"),
        (["v=spf1 include:_spf.google.com ~all"], "wrong", "“v=spf1 include:amazonses.com inc"),
        (["v=spf1 include:amazonses.com.evil.example ~all"], "wrong", "does not let"),
        (["v=spf1 -all", SPF], "wrong", "2 SPF records"),
        (["v=spf10 x"], "wrong", "no SPF record"),
    ],
)
def test_spf_is_exactly_one_record_that_lets_ses_send(
    found: list[str], level: str, words: str
) -> None:
    points = list(check_spf("d.example", zone({"TXT d.example": found})))
    assert levels(points) == {"SPF": level}
    assert words in told(points)


def test_mail_from_has_one_mx_of_its_region() -> None:
    records = {"TXT bounce.icirr.example": [SPF]}
    right = records | {"MX bounce.icirr.example": ["feedback-smtp.us-east-2.amazonses.com"]}
    other = records | {"MX bounce.icirr.example": ["feedback-smtp.eu-west-1.amazonses.com"]}
    for known, level in ((right, "well"), (other, "wrong"), (records, "wrong")):
        points = list(check_mail_from(GOOD, "us-east-2", zone(known)))
        assert levels(points) == {"MX": level, "SPF": "well"}


def test_without_mail_from_only_a_doubled_spf_record_matters() -> None:
    plain = replace(GOOD, mail_from="")
    assert not list(check_mail_from(plain, "us-east-2", zone({})))
    doubled = zone({"TXT icirr.example": [SPF, SPF]})
    assert levels(check_mail_from(plain, "us-east-2", doubled)) == {"SPF": "wrong"}


@pytest.mark.parametrize(
    ("record", "level", "words"),
    [
        ("v=DMARC1; p=reject", "well", "asks for reject"),
        ("v=DMARC1; p=Quarantine; adkim=r", "well", "quarantine"),
        ("v=DMARC1; p=none", "note", "p=quarantine"),
        ("v=DMARC1; rua=mailto:a@b.example", "wrong", "p=nothing"),
        ("v=DMARC1; p=banana", "wrong", "p=banana"),
        # DKIM is of icirr.example, MAIL FROM of bounce.icirr.example: none is news.icirr.example.
        ("v=DMARC1; p=reject; adkim=s; aspf=s", "wrong", "adkim=s"),
        ("v=DMARC1; p=reject; adkim=s", "well", "aligned by SPF"),
        ("v=DMARC1; p=reject; aspf=s", "well", "aligned by DKIM."),
    ],
)
def test_dmarc_by_its_policy_and_alignment(record: str, level: str, words: str) -> None:
    lookup = zone({"TXT _dmarc.news.icirr.example": [record]})
    points = list(check_dmarc(GOOD, "a@news.icirr.example", lookup))
    assert levels(points) == {"DMARC": level}
    assert words in told(points)


def test_strict_alignment_is_met_by_the_identity_itself() -> None:
    lookup = zone({"TXT _dmarc.icirr.example": ["v=DMARC1; p=reject; adkim=s; aspf=s"]})
    assert levels(check_dmarc(GOOD, SENDER, lookup)) == {"DMARC": "well"}


def test_a_subdomain_inherits_the_parents_record_with_its_sp() -> None:
    lookup = zone({"TXT _dmarc.icirr.example": ["v=DMARC1; p=reject; sp=none"]})
    assert levels(check_dmarc(GOOD, SENDER, lookup)) == {"DMARC": "well"}
    assert levels(check_dmarc(GOOD, "a@news.icirr.example", lookup)) == {"DMARC": "note"}


def test_no_dmarc_and_two_of_them_are_wrong() -> None:
    assert levels(check_dmarc(GOOD, SENDER, zone({}))) == {"DMARC": "wrong"}
    two = zone({"TXT _dmarc.icirr.example": ["v=DMARC1; p=none", "v=DMARC1; p=reject"]})
    assert "2 DMARC records" in told(check_dmarc(GOOD, SENDER, two))


def test_without_a_from_address_the_identity_counts() -> None:
    lookup = zone({"TXT _dmarc.icirr.example": ["v=DMARC1; p=reject"]})
    assert levels(check_dmarc(GOOD, "", lookup)) == {"DMARC": "well"}


def test_what_a_terminal_would_obey_is_written_as_its_code() -> None:
    record = "v=DMARC1; p=\x1b[31mred"
    found = told(check_dmarc(GOOD, SENDER, zone({"TXT _dmarc.icirr.example": [record]})))
    assert "\x1b" not in found
    assert "<U+001B>" in found


def test_nobody_answering_is_not_taken_for_no_record() -> None:
    def dead(name: str, kind: str) -> Sequence[str]:
        raise TryLater(name)

    with pytest.raises(TryLater):
        list(check_dmarc(GOOD, SENDER, dead))


def test_the_first_of_two_equal_tags_counts_and_what_is_none_is_passed_over() -> None:
    assert parse_tags(" p = none ; p=reject; junk; =x") == {"p": "none", "": "x"}
