import base64
import hashlib
import hmac
import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.alerts.errors import InputError
from functions.alerts.mail.token import (
    NOBODY,
    PREVIEW_KEYS,
    Keyring,
    Purpose,
    TokenError,
    parse_keys,
)

KEYS = Keyring({"k1": bytes(range(32))})
SOMEBODY = "0123456789abcdef" * 2
IDS = st.binary(min_size=16, max_size=16).map(bytes.hex).filter(lambda i: i != NOBODY)
PURPOSES = st.sampled_from(["unsubscribe", "preferences"])


@given(PURPOSES, IDS)
def test_a_token_reads_back_to_its_supporter(purpose: Purpose, supporter_id: str) -> None:
    assert KEYS.read(purpose, KEYS.make(purpose, supporter_id)) == supporter_id


def test_a_token_is_short_and_needs_no_escaping_in_a_link() -> None:
    token = KEYS.make("unsubscribe", SOMEBODY)
    assert len(token) == 48
    assert token.replace("-", "").replace("_", "").isalnum()


def test_the_signature_is_the_hmac_of_rfc_2104() -> None:
    content = base64.urlsafe_b64decode(KEYS.make("unsubscribe", SOMEBODY))
    assert content[:20] == b"\x01k1u" + bytes.fromhex(SOMEBODY)
    assert content[20:] == hmac.digest(bytes(range(32)), content[:20], hashlib.sha256)[:16]


@given(st.data())
def test_a_token_has_one_valid_text_and_no_other(data: st.DataObject) -> None:
    token = KEYS.make("unsubscribe", SOMEBODY)
    at = data.draw(st.integers(0, 47))
    changed = token[:at] + data.draw(st.characters()) + token[at + 1 :]
    if changed != token:
        with pytest.raises(TokenError):
            KEYS.read("unsubscribe", changed)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda t: t[:-1], id="cut"),
        pytest.param(lambda t: t + "=", id="padded"),
        pytest.param(lambda t: t + "AAAA", id="longer"),
        pytest.param(lambda t: f" {t}", id="space"),
        pytest.param(lambda t: f"{t}\n", id="line end"),
        pytest.param(lambda t: t.upper(), id="upper case"),
        pytest.param(lambda t: "", id="nothing"),
        pytest.param(lambda t: "A" * 48, id="zeros"),
    ],
)
def test_what_is_not_exactly_a_token_is_refused(change: Callable[[str], str]) -> None:
    with pytest.raises(TokenError, match="open it from the mail"):
        KEYS.read("unsubscribe", change(KEYS.make("unsubscribe", SOMEBODY)))


def test_a_later_version_of_tokens_is_not_read_as_this_one() -> None:
    signed = b"\x02k1u" + bytes.fromhex(SOMEBODY)
    signature = hmac.digest(bytes(range(32)), signed, hashlib.sha256)[:16]
    with pytest.raises(TokenError):
        KEYS.read("unsubscribe", base64.urlsafe_b64encode(signed + signature).decode())


def test_a_token_serves_its_purpose_only() -> None:
    with pytest.raises(TokenError):
        KEYS.read("preferences", KEYS.make("unsubscribe", SOMEBODY))


def test_nobodys_token_looks_real_and_is_refused() -> None:
    token = KEYS.make("unsubscribe", NOBODY)
    assert len(token) == len(KEYS.make("unsubscribe", SOMEBODY))
    with pytest.raises(TokenError, match="a test mail"):
        KEYS.read("unsubscribe", token)


def test_a_preview_can_unsubscribe_nobody() -> None:
    with pytest.raises(TokenError):
        KEYS.read("unsubscribe", PREVIEW_KEYS.make("unsubscribe", SOMEBODY))


def test_after_a_rotation_old_mails_still_unsubscribe() -> None:
    old, new = "01" * 32, "02" * 32
    before = parse_keys(json.dumps({"k1": old}))
    after = parse_keys(json.dumps({"k2": new, "k1": old}))
    assert after.read("unsubscribe", before.make("unsubscribe", SOMEBODY)) == SOMEBODY
    with pytest.raises(TokenError):
        before.read("unsubscribe", after.make("unsubscribe", SOMEBODY))


@pytest.mark.parametrize("supporter_id", ["", "ab", "0" * 34, "maria@supporter.example"])
def test_only_a_supporter_id_goes_into_a_token(supporter_id: str) -> None:
    with pytest.raises(ValueError):
        KEYS.make("unsubscribe", supporter_id)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("", "not a JSON object", id="empty"),
        pytest.param("{}", "not a JSON object", id="no key"),
        pytest.param('["ab"]', "not a JSON object", id="a list"),
        pytest.param('"' + "ab" * 32 + '"', "not a JSON object", id="only a key"),
        pytest.param('{"key-1": "' + "ab" * 32 + '"}', "The id of key 1 is not", id="long id"),
        pytest.param('{"00": "' + "ab" * 32 + '"}', "The id of key 1 is not", id="preview's id"),
        pytest.param('{"' + "ab" * 32 + '": "k1"}', "The id of key 1 is", id="the wrong way round"),
        pytest.param('{"k1": "ab"}', "Key 1 is not 64 hex digits", id="short key"),
        pytest.param('{"k1": 7}', "Key 1 is not 64 hex digits", id="a number"),
        pytest.param('{"k1": "' + "0" * 64 + '"}', "Key 1 is not 64 hex digits", id="zeros"),
        pytest.param('{"k1": "' + "ab" * 32 + '", "k1": "' + "cd" * 32 + '"}', "twice", id="twice"),
    ],
)
def test_bad_keys_are_told_without_repeating_them(text: str, said: str) -> None:
    with pytest.raises(InputError) as error:
        parse_keys(text)
    finding = error.value.findings[0]
    assert said in finding.found
    assert "openssl rand -hex 32" in finding.remedy
    assert "abab" not in str(error.value)
