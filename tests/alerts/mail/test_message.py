import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest
from botocore.loaders import Loader
from botocore.model import ListShape, ServiceModel, Shape, StructureShape
from botocore.validate import ParamValidator
from hypothesis import given
from hypothesis import strategies as st

from functions.alerts.errors import InputError
from functions.alerts.mail.edition import Edition
from functions.alerts.mail.fields import FieldError
from functions.alerts.mail.message import (
    MAX_ENTRIES,
    Entry,
    bulk_request,
    compose,
    require_mailable,
    single_request,
)
from functions.alerts.mail.token import Keyring
from tests.alerts.mailing import EDITION, SENDER, SUPPORTER, filled_by_ses, named

KEYS = Keyring({"k1": bytes(range(32))})
SES = ServiceModel(Loader().load_service_model("sesv2", "service-2"), "sesv2")
ENTRY = Entry(SUPPORTER, "s1-0-0-7-1")


def bulk(edition: Edition, *entries: Entry) -> dict[str, Any]:
    return bulk_request(edition, SENDER, entries, "alerts", KEYS)


def single(edition: Edition, entry: Entry) -> dict[str, Any]:
    return single_request(edition, SENDER, entry, "alerts", KEYS)


def singles_of(request: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The SendEmail calls that one SendBulkEmail stands for."""
    template = request["DefaultContent"]["Template"]
    for entry in request["BulkEmailEntries"]:
        replacement = entry["ReplacementEmailContent"]["ReplacementTemplate"]
        data = json.loads(replacement["ReplacementTemplateData"])
        subject, html, text = (
            {"Data": filled_by_ses(template["TemplateContent"][part], data), "Charset": "UTF-8"}
            for part in ("Subject", "Html", "Text")
        )
        yield {
            "FromEmailAddress": request["FromEmailAddress"],
            "ReplyToAddresses": request["ReplyToAddresses"],
            "Destination": entry["Destination"],
            "Content": {
                "Simple": {
                    "Subject": subject,
                    "Body": {"Html": html, "Text": text},
                    "Headers": entry["ReplacementHeaders"],
                }
            },
            "EmailTags": entry["ReplacementTags"],
            "ConfigurationSetName": request["ConfigurationSetName"],
        }


def beyond_limits(shape: Shape, value: Any, where: str = "") -> Iterator[str]:
    """What breaks a maximum, minimum or pattern of the service model; botocore checks none."""
    limits = shape.metadata
    length = len(value)
    if not limits.get("min", 0) <= length <= limits.get("max", length):
        yield f"{where}: {length} long"
    if isinstance(value, str) and not re.fullmatch(limits.get("pattern", r"[\s\S]*"), value):
        yield f"{where}: {value}"
    if isinstance(shape, StructureShape):
        for name, item in value.items():
            yield from beyond_limits(shape.members[name], item, f"{where}.{name}")
    elif isinstance(shape, ListShape):
        for item in value:
            yield from beyond_limits(shape.member, item, where)


@given(st.lists(st.text(max_size=30), min_size=1, max_size=4), st.sampled_from(["", "{{", "\\"]))
def test_bulk_and_single_calls_make_the_same_mails(names: list[str], literal: str) -> None:
    edition = replace(EDITION, html=EDITION.html + literal, text=literal + EDITION.text)
    entries = [Entry(named(name), f"s1-0-0-{index}-1") for index, name in enumerate(names)]
    assert list(singles_of(bulk(edition, *entries))) == [single(edition, e) for e in entries]


@pytest.mark.parametrize(
    ("operation", "request_"),
    [
        pytest.param("SendBulkEmail", bulk(EDITION, *[ENTRY] * MAX_ENTRIES), id="bulk"),
        pytest.param("SendEmail", single(EDITION, ENTRY), id="single"),
    ],
)
def test_requests_keep_to_the_service_model(operation: str, request_: dict[str, Any]) -> None:
    shape = SES.operation_model(operation).input_shape
    assert shape
    assert ParamValidator().validate(request_, shape).generate_report() == ""
    assert list(beyond_limits(shape, request_)) == []


@pytest.mark.parametrize("size", [0, 51])
def test_a_call_takes_one_to_fifty_recipients(size: int) -> None:
    with pytest.raises(ValueError, match="1 to 50"):
        bulk(EDITION, *[ENTRY] * size)


def test_fifty_long_names_stay_below_a_request_of_one_megabyte() -> None:
    edition = replace(EDITION, html=EDITION.html + "<" * 100_000, text=EDITION.text + "ا" * 20_000)
    longest = Entry(replace(SUPPORTER, first_name="🧡" * 200, last_name="'" * 200), "s1-0-0-0-1")
    assert len(json.dumps(bulk(edition, *[longest] * MAX_ENTRIES))) < 1_000_000


def test_one_click_unsubscribe_is_as_rfc_8058_wants_it() -> None:
    headers = dict(compose(EDITION, SENDER, SUPPORTER, KEYS).headers)
    link = re.fullmatch(
        r"<https://alerts\.icirr\.example/u/([^/>,]+)\?lang=en>", headers["List-Unsubscribe"]
    )
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link and KEYS.read("unsubscribe", link[1]) == SUPPORTER.id


def test_the_links_of_the_mail_are_the_supporters_own() -> None:
    edition = replace(EDITION, text="((preferences_url)) ((unsubscribe_url))")
    preferences, unsubscribe = compose(edition, SENDER, SUPPORTER, KEYS).text.split(" ")
    token = preferences.removeprefix("https://alerts.icirr.example/p/").removesuffix("?lang=en")
    assert KEYS.read("preferences", token) == SUPPORTER.id
    token = unsubscribe.removeprefix("https://alerts.icirr.example/u/").removesuffix("?lang=en")
    assert KEYS.read("unsubscribe", token) == SUPPORTER.id


def test_a_mail_names_its_reader_and_its_sender() -> None:
    message = compose(EDITION, SENDER, SUPPORTER, KEYS)
    assert message.subject == "María, we won!"
    assert message.sender == '"ICIRR" <alerts@icirr.example>'
    assert (message.to, message.reply_to) == ("maria@supporter.example", "office@icirr.example")
    assert message.text.startswith("Dear María,")


@pytest.mark.parametrize("name", ["", "   ", "\u200b", "\u202e"])
def test_a_reader_without_a_name_gets_the_fallbacks(name: str) -> None:
    message = compose(EDITION, SENDER, named(name), KEYS)
    assert message.subject == "Friend, we won!"
    assert "<p>Dear friend,</p>" in message.html
    assert message.text.startswith("Dear friend,")


def test_a_call_says_nothing_about_the_topic_or_the_name_in_tags() -> None:
    entry = bulk(EDITION, ENTRY)["BulkEmailEntries"][0]
    assert entry["ReplacementTags"] == [{"Name": "ref", "Value": "s1-0-0-7-1"}]


@given(st.text(max_size=40))
def test_no_name_changes_the_number_of_headers_or_breaks_the_subject(name: str) -> None:
    request = single(EDITION, Entry(named(name), "s1-0-0-0-1"))
    assert len(request["Content"]["Simple"]["Headers"]) == 3
    assert len(request["Content"]["Simple"]["Subject"]["Data"].splitlines()) == 1


def test_what_cannot_be_mailed_is_told_before_a_release() -> None:
    require_mailable(EDITION, SENDER)
    with pytest.raises(FieldError):
        require_mailable(replace(EDITION, html="((fist_name|you))"), SENDER)
    with pytest.raises(InputError):
        require_mailable(EDITION, replace(SENDER, site="http://alerts.icirr.example"))
    with pytest.raises(InputError):
        require_mailable(replace(EDITION, subject="We won\r\nBcc: all@x.example"), SENDER)
    with pytest.raises(InputError):
        require_mailable(replace(EDITION, html="x" * 1_000_000), SENDER)
