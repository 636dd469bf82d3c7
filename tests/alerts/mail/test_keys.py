from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from functions.alerts.errors import StateError
from functions.alerts.mail.keys import (
    REREAD,
    RIPENS,
    StoredKey,
    assemble,
    is_ripe,
    next_id,
    parse_stored,
    retired_text,
    secret_text,
    signer,
)
from functions.alerts.mail.token import Keyring, RetiredKeyError, TokenError

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
MARIA = "0123456789abcdef" * 2
SECONDS = timedelta(seconds=1)


def key(name: str, age: timedelta, *, retired: bool = False) -> StoredKey:
    secret = None if retired else name.encode() * 16
    return StoredKey(id=name, since=NOW - age, secret=secret)


OLD, YOUNG = key("k1", timedelta(days=400)), key("k2", RIPENS - SECONDS)


def test_a_new_key_does_not_sign_before_everyone_knows_it() -> None:
    assert signer([OLD, YOUNG], NOW) is OLD
    assert signer([OLD, YOUNG], NOW + SECONDS) is YOUNG


def test_a_new_key_is_read_at_once() -> None:
    made_by_a_fast_clock = Keyring({"k2": YOUNG.secret or b""}).make("unsubscribe", MARIA)
    assert assemble([OLD, YOUNG], NOW).read("unsubscribe", made_by_a_fast_clock) == MARIA


def test_a_function_that_has_just_read_the_keys_knows_a_key_long_before_it_signs() -> None:
    longest_invocation = timedelta(minutes=5)  # freeze_audience's and settle_sends' time-out
    assert REREAD + longest_invocation < RIPENS


def test_the_first_key_signs_at_once() -> None:
    assert signer([YOUNG], NOW) is YOUNG
    assert not is_ripe(YOUNG, NOW)


def test_while_none_is_ripe_the_oldest_signs() -> None:
    assert signer([key("k3", SECONDS), YOUNG], NOW) is YOUNG


def test_after_a_rotation_links_of_years_ago_still_work() -> None:
    link = assemble([OLD], NOW).make("unsubscribe", MARIA)
    later = NOW + timedelta(days=1)
    ring = assemble([OLD, YOUNG], later)
    assert ring.read("unsubscribe", link) == MARIA
    assert ring.make("unsubscribe", MARIA) != link


def test_links_of_a_retired_key_are_refused_in_words_that_help() -> None:
    link = assemble([OLD], NOW).make("unsubscribe", MARIA)
    ring = assemble([key("k1", SECONDS, retired=True), key("k2", RIPENS)], NOW)
    with pytest.raises(RetiredKeyError, match="newer mail"):
        ring.read("unsubscribe", link)


def test_a_link_of_no_key_at_all_is_not_called_retired() -> None:
    link = Keyring({"zz": b"z" * 32}).make("unsubscribe", MARIA)
    with pytest.raises(TokenError, match="not complete or not ours") as refused:
        assemble([OLD], NOW).read("unsubscribe", link)
    assert not isinstance(refused.value, RetiredKeyError)


@pytest.mark.parametrize("keys", [[], [key("k1", SECONDS, retired=True)]], ids=["none", "retired"])
def test_without_a_key_nothing_is_signed_and_nothing_is_read(keys: list[StoredKey]) -> None:
    with pytest.raises(StateError, match=r"no signing key\. `alerts setup` makes one"):
        assemble(keys, NOW)


def test_an_id_is_never_given_twice() -> None:
    given: list[str] = []
    for _ in range(560):
        given.append(next_id(given))
    assert len(set(given)) == 560
    assert given[:2] == ["k1", "k2"]
    with pytest.raises(StateError, match="No key id is left"):
        next_id(given)


def test_what_is_stored_reads_back() -> None:
    assert parse_stored("k1", secret_text(b"7" * 32), NOW).secret == b"7" * 32
    assert parse_stored("k1", retired_text("it leaked"), NOW).secret is None


@pytest.mark.parametrize(
    ("key_id", "text"),
    [
        pytest.param("k1", "ab" * 32, id="the bare key"),
        pytest.param("k1", json.dumps({"v": 2, "key": "ab" * 32}), id="a later version"),
        pytest.param("k1", json.dumps({"v": 1, "key": "ab" * 31}), id="short"),
        pytest.param("k1", json.dumps({"v": 1}), id="neither key nor note"),
        pytest.param("k1", json.dumps(["ab" * 32]), id="a list"),
        pytest.param("k1", json.dumps({"v": 1, "key": "ab" * 32, "retired": "x"}), id="both"),
        pytest.param("key", json.dumps({"v": 1, "key": "ab" * 32}), id="a long id"),
        pytest.param("00", json.dumps({"v": 1, "key": "ab" * 32}), id="the preview's id"),
    ],
)
def test_what_is_no_key_is_refused_without_repeating_it(key_id: str, text: str) -> None:
    with pytest.raises(StateError) as refused:
        parse_stored(key_id, text, NOW)
    assert "abab" not in str(refused.value)


def test_a_key_that_is_logged_does_not_show_its_secret() -> None:
    shown = repr(parse_stored("k1", secret_text(b"\xab" * 32), NOW))
    assert "k1, in use" in shown
    assert "ab" * 4 not in shown and "xab" not in shown
