from dataclasses import replace

import pytest

from functions.alerts.errors import InputError
from functions.alerts.mail.edition import Sender
from functions.alerts.mail.envelope import from_header, list_headers, require_size, require_subject
from functions.alerts.mail.fields import Fields
from tests.alerts.mailing import EDITION, SENDER


def test_the_list_headers_are_those_of_rfc_8058_and_rfc_2919() -> None:
    assert list_headers(SENDER) == (
        ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
        ("List-Id", '"ICIRR" <alerts.icirr.example>'),
    )


def test_an_organization_with_another_script_still_makes_ascii_headers() -> None:
    sender = replace(SENDER, name="ائتلاف إلينوي")
    headers = [from_header(sender), *(value for _, value in list_headers(sender))]
    assert all(value.isascii() for value in headers)
    assert headers[0].endswith("?= <alerts@icirr.example>")


@pytest.mark.parametrize(
    ("sender", "field"),
    [
        pytest.param(replace(SENDER, site="http://a.example"), "site", id="no https"),
        pytest.param(replace(SENDER, site="https://a.example/é"), "site", id="not ASCII"),
        pytest.param(replace(SENDER, site="https://a.example/ b"), "site", id="space"),
        pytest.param(replace(SENDER, site="https://a.example>"), "site", id="closing bracket"),
        pytest.param(replace(SENDER, site="https://a.example/" + "x" * 950), "site", id="long"),
        pytest.param(replace(SENDER, name="A\r\nBcc: x@y.example"), "short_name", id="injection"),
        pytest.param(replace(SENDER, name="é" * 600), "short_name", id="long name"),
    ],
)
def test_a_sender_that_makes_no_valid_list_header_is_refused(sender: Sender, field: str) -> None:
    with pytest.raises(InputError) as error:
        list_headers(sender)
    assert error.value.findings[0].field == field


@pytest.mark.parametrize("address", ["", "office", "ofé@x.example", "a@b.example, c@d.example"])
def test_only_plain_ascii_addresses_are_senders(address: str) -> None:
    with pytest.raises(InputError) as error:
        from_header(replace(SENDER, address=address))
    assert error.value.findings[0].field == "from"
    with pytest.raises(InputError) as error:
        from_header(replace(SENDER, reply_to=address))
    assert error.value.findings[0].field == "reply_to"


@pytest.mark.parametrize("subject", ["a\r\nBcc: x@y.example", "a\n", "a\0", "a\u2028b", "a\tb"])
def test_a_subject_is_one_line(subject: str) -> None:
    with pytest.raises(InputError) as error:
        require_subject(replace(EDITION, subject=subject))
    assert error.value.findings[0].field == "subject"


def sized(html: str = EDITION.html, text: str = EDITION.text) -> None:
    edition = replace(EDITION, html=html, text=text)
    require_size(edition, Fields(edition.subject, edition.html, edition.text), SENDER)


def test_a_mail_as_large_as_gmail_shows_fits_with_fifty_long_names() -> None:
    sized(html=EDITION.html + "x" * 100_000, text=EDITION.text + "ا" * 20_000)


def test_a_short_mail_may_greet_in_ten_different_ways() -> None:
    ways = " ".join(f"(({name}|way {n}))" for n in range(5) for name in ("first_name", "last_name"))
    sized(html=f"{EDITION.html} {ways}", text=f"{EDITION.text} {ways}")


@pytest.mark.parametrize(
    ("html", "remedy"),
    [("x" * 1_000_000, "Shorten the text"), ("((last_name|" + "x" * 20_000 + "))", "fallbacks")],
    ids=["a long text", "a long fallback"],
)
def test_the_remedy_is_about_what_is_large(html: str, remedy: str) -> None:
    with pytest.raises(InputError) as error:
        sized(html=html)
    assert remedy in error.value.findings[0].remedy


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param({"html": "x" * 1_000_000}, id="html"),
        pytest.param({"text": "ا" * 170_000}, id="other scripts take six bytes"),
        pytest.param({"html": "((first_name|" + "x" * 20_000 + "))"}, id="fifty fallbacks"),
        pytest.param({"html": "((first_name|" + '"' * 5_000 + "))"}, id="quotes in JSON in JSON"),
    ],
)
def test_a_mail_that_ses_would_refuse_is_told_before_it_is_sent(parts: dict[str, str]) -> None:
    with pytest.raises(InputError, match="Amazon SES takes 1,000,000"):
        sized(**parts)
