from __future__ import annotations

from datetime import date

import pytest

from functions.alerts.errors import Mistake
from functions.alerts.mail.token import Keyring, parse_keys
from functions.alerts.sends.filed import Filed, ask_of, posting_of
from functions.alerts.sends.send import shard_of
from tests.fakes import KEYS, FakeFiled
from tests.sending import person

POSTING = posting_of("sb-35", date(2018, 4, 10))
MARIA, JOSE = person(1).id, person(2).id
KEYRING = parse_keys(KEYS)


def told(*ids: str, keyring: Keyring = KEYRING) -> FakeFiled:
    marks = FakeFiled()
    for one in ids:
        Filed(POSTING, keyring).add(one, marks)
    return marks


def test_who_told_is_known_and_nobody_else() -> None:
    answers = Filed(POSTING, KEYRING).among([shard_of(MARIA), shard_of(JOSE)], told(MARIA))
    assert MARIA in answers
    assert JOSE not in answers


def test_another_posting_is_another_answer() -> None:
    other = Filed("sb-35@2018-04-17", KEYRING)
    assert MARIA not in other.among([shard_of(MARIA)], told(MARIA))


def test_a_mark_does_not_tell_whose_it_is() -> None:
    ((shard, mark),) = told(MARIA).noted[POSTING]
    assert shard == shard_of(MARIA)
    assert len(mark) == 32
    assert mark not in (MARIA, *KEYRING.fingerprints(MARIA.encode()))


def test_a_mark_made_with_an_older_key_is_still_known() -> None:
    marks = told(MARIA, keyring=KEYRING)
    both = Keyring({"k2": b"2" * 32, "k1": bytes.fromhex("17" * 32)})
    assert MARIA in Filed(POSTING, both).among([shard_of(MARIA)], marks)
    assert MARIA not in Filed(POSTING, Keyring({"k2": b"2" * 32})).among(["01"], marks)


def test_telling_it_twice_is_telling_it_once() -> None:
    assert told(MARIA, MARIA).noted == told(MARIA).noted


def test_a_posting_is_an_ask_and_a_day() -> None:
    assert POSTING == "sb-35@2018-04-10"
    assert ask_of(POSTING) == "sb-35"


@pytest.mark.parametrize("text", ["", "sb-35", "@2018-04-10", "sb-35@tuesday"])
def test_what_is_no_posting_is_refused(text: str) -> None:
    with pytest.raises(Mistake, match="is no posting"):
        ask_of(text)


def test_nothing_that_could_be_a_token_is_hashed() -> None:
    with pytest.raises(ValueError, match="could be taken for a token's"):
        KEYRING.fingerprints(b"\x01k1u")
