"""A mail as it arrived: whether DKIM covers what one-click unsubscribing needs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.alerts.health.signature import check_mail
from tests.points import levels, told

COVERED = "From:Subject:To:List-Unsubscribe:\r\n List-Unsubscribe-Post:MIME-Version"


def mail(signed: str = COVERED, domain: str = "icirr.example", **change: str) -> bytes:
    headers = {
        "Authentication-Results": "mx.example; dkim=pass header.i=@icirr.example; spf=pass;"
        "\r\n dmarc=pass",
        "DKIM-Signature": f"v=1; a=rsa-sha256; q=dns/txt; c=relaxed/simple; s=abc;\r\n d={domain};"
        f" t=1; h={signed}; bh=x=; b=y",
        "From": '"ICIRR" <alerts@icirr.example>',
        "List-Unsubscribe": "<https://alerts.icirr.example/u/abc>, <mailto:a@b.example>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    } | {name.replace("_", "-"): value for name, value in change.items()}
    return "".join(f"{name}: {value}\r\n" for name, value in headers.items() if value).encode()


def test_a_mail_with_both_headers_signed_is_well() -> None:
    points = list(check_mail(mail() + b"\r\nbody"))
    assert levels(points) == dict.fromkeys(("one-click", "DKIM", "mailbox"), "well")


@pytest.mark.parametrize(
    ("raw", "name", "level", "words"),
    [
        (mail("From:To:List-Unsubscribe"), "DKIM", "wrong", "not cover list-unsubscribe-post:"),
        (mail("From"), "DKIM", "wrong", "list-unsubscribe and list-unsubscribe-post"),
        (mail(domain="amazonses.com"), "DKIM", "wrong", "signed by amazonses.com, not by icirr"),
        (mail(DKIM_Signature=""), "DKIM", "wrong", "no DKIM signature"),
        (mail(List_Unsubscribe="<mailto:a@b.example>"), "one-click", "wrong", "0 https"),
        (mail(List_Unsubscribe_Post=""), "one-click", "wrong", "no unsubscribe button"),
        (mail(Authentication_Results=""), "mailbox", "note", "does not say"),
        (mail(Authentication_Results="mx; dkim=fail"), "mailbox", "wrong", "dkim fail"),
        (mail(From=""), "mail", "unknown", "no From header"),
        (b"", "mail", "unknown", "no From header"),
    ],
)
def test_what_a_mail_lacks(raw: bytes, name: str, level: str, words: str) -> None:
    points = list(check_mail(raw))
    assert levels(points)[name] == level
    assert words in told(points)


def test_ses_own_second_signature_does_not_count_for_ours_and_harms_nothing() -> None:
    second = b"DKIM-Signature: v=1; d=amazonses.com; h=From; b=x\r\n"
    assert levels(check_mail(second + mail()))["DKIM"] == "well"


@given(st.binary(max_size=300))
def test_no_bytes_at_all_are_a_fault(raw: bytes) -> None:
    for content in (raw, mail() + raw, b"From: a@b.example\r\nDKIM-Signature: " + raw):
        assert list(check_mail(content))
