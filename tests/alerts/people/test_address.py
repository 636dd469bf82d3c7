from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.alerts.errors import Mistake
from functions.alerts.mail.token import Keyring
from functions.alerts.people.address import read_address, supporter_ids

OLD, NEW = bytes(range(32)), bytes(range(1, 33))


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("maria@people.example", "maria@people.example"),
        ("Maria.Ruiz@People.EXAMPLE", "Maria.Ruiz@people.example"),
        ("\u00a0\ufeff maria@people.example\u200b\r\n\u3000", "maria@people.example"),
        ("maria@münchen.example", "maria@xn--mnchen-3ya.example"),
        ("maria@xn--mnchen-3ya.example", "maria@xn--mnchen-3ya.example"),
        ("maria+alerts@people.example", "maria+alerts@people.example"),
    ],
    ids=["plain", "capitals", "white space", "a domain in letters", "in punycode", "a label"],
)
def test_an_address_is_read(written: str, stored: str) -> None:
    assert read_address(written) == stored


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("", "empty"),
        ("\u200b \t", "empty"),
        ("maria", "@-sign"),
        ("a@people.example, b@people.example", "more than one @"),
        ("josé@people.example", "before the @"),
        ("maria ruiz@people.example", "invalid characters"),
        ("Maria <maria@people.example", "."),
        ("ma\x00ria@people.example", "."),
        ("maria@people", "period"),
        ("maria@people.example\nBcc: x", "."),
        ("=cmd|'/c calc'!A1", "@-sign"),
        ("m" * 65 + "@people.example", "too long"),
        ("m" * 4000 + "@people.example", "too long"),
    ],
)
def test_what_is_no_address_is_told_with_the_reason(written: str, why: str) -> None:
    with pytest.raises(Mistake) as told:
        read_address(written)
    assert why in told.value.found
    assert told.value.remedy


@given(st.text(max_size=80))
def test_any_text_is_an_address_or_a_mistake(text: str) -> None:
    try:
        read = read_address(text)
    except Mistake as mistake:
        assert mistake.found
    else:
        assert read.isascii()
        assert read_address(read) == read


def test_an_address_has_one_id_however_it_is_capitalized() -> None:
    ring = Keyring({"k1": OLD})
    assert supporter_ids("MARIA@people.example", ring) == supporter_ids(
        "maria@people.example", ring
    )


def test_after_a_rotation_an_address_is_still_found_under_its_old_id() -> None:
    before, after = Keyring({"k1": OLD}), Keyring({"k2": NEW, "k1": OLD})
    (old,) = supporter_ids("maria@people.example", before)
    assert supporter_ids("maria@people.example", after)[1:] == (old,)


def test_without_the_key_nobody_can_tell_whose_an_id_is() -> None:
    one, other = Keyring({"k1": OLD}), Keyring({"k1": NEW})
    assert supporter_ids("a@b.example", one) != supporter_ids("a@b.example", other)
