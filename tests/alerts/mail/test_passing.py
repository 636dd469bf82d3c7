from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.alerts.mail.passing import PassPurpose, make_pass, read_pass, trace
from functions.alerts.mail.token import Keyring, TokenError

NOW = datetime(2018, 4, 9, 14, tzinfo=UTC)
UNTIL = NOW + timedelta(hours=1)
WHO = "0f" * 16
KEYS = Keyring({"k1": b"\x17" * 32})
TOKEN = make_pass("mine", WHO, UNTIL, "salt", KEYS)


@pytest.mark.parametrize("purpose", get_args(PassPurpose))
def test_a_token_says_whose_it_is_until_it_expires(purpose: PassPurpose) -> None:
    token = make_pass(purpose, WHO, UNTIL, "salt", KEYS)
    link = read_pass(purpose, token, NOW, KEYS)
    assert link is not None and (link.supporter, link.until) == (WHO, UNTIL)
    assert read_pass(purpose, token, UNTIL, KEYS) is None


def test_it_is_good_for_its_own_purpose_alone() -> None:
    others = [purpose for purpose in get_args(PassPurpose) if purpose != "mine"]
    assert [read_pass(purpose, TOKEN, NOW, KEYS) for purpose in others] == [None] * len(others)
    with pytest.raises(TokenError):
        KEYS.read("preferences", TOKEN)


def test_it_outlives_a_rotation_and_not_a_foreign_key() -> None:
    rotated = Keyring({"k2": b"\x02" * 32, "k1": b"\x17" * 32})
    assert read_pass("mine", TOKEN, NOW, rotated) is not None
    assert read_pass("mine", TOKEN, NOW, Keyring({"k1": b"\x01" * 32})) is None


@given(st.integers(0, 41), st.integers(1, 255))
def test_no_byte_of_it_can_be_changed(at: int, by: int) -> None:
    content = bytearray(urlsafe_b64decode(TOKEN))
    content[at] ^= by
    assert read_pass("mine", urlsafe_b64encode(content).decode(), NOW, KEYS) is None


@given(st.text())
def test_no_other_text_is_one(text: str) -> None:
    assert read_pass("mine", text, NOW, KEYS) is None


def test_two_of_one_second_differ_and_so_do_their_traces() -> None:
    other = make_pass("mine", WHO, UNTIL, "pepper", KEYS)
    assert other != TOKEN and trace(other) != trace(TOKEN)
    assert trace(TOKEN) not in TOKEN


def test_an_id_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="32 hex digits"):
        make_pass("mine", "0f", UNTIL, "salt", KEYS)
