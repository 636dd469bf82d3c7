"""How many messages an SMS is, by 3GPP TS 23.038 and 23.040."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.alerts.sharing.segments import plain_letters, sms_segments

COUNTS = {
    "nothing": ("", 1, 0),
    "one septet a letter": ("a" * 160, 1, 160),
    "one too many for a single message": ("a" * 161, 2, 161),
    "two whole segments": ("a" * 306, 2, 306),
    "one more": ("a" * 307, 3, 307),
    "the alphabet's own accents": ("éàùñüÑ¿¡" * 20, 1, 160),
    "two septets each": ("€" * 80, 1, 160),
    "81 of them": ("€" * 81, 2, 162),
    "an escape is not split from its letter": ("a" * 152 + "€" + "a" * 152, 3, 306),
    "Unicode": ("á" * 70, 1, 70),
    "more Unicode": ("á" * 71, 2, 71),
    "a pair each": ("🎉" * 35, 1, 70),
    "a pair is not split": ("á" * 66 + "🎉" + "á" * 66, 3, 134),
    "one strange letter makes all of it Unicode": ("a" * 70 + "“", 2, 71),
}


@pytest.mark.parametrize(("text", "count", "units"), COUNTS.values(), ids=COUNTS)
def test_segments_are_counted_as_phones_make_them(text: str, count: int, units: int) -> None:
    segments = sms_segments(text)
    assert (segments.count, segments.units) == (count, units)


def test_what_forces_unicode_is_named_once_each() -> None:
    assert sms_segments("“Sí”, así").forcing == ("“", "í", "”")


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("“Slip”", '"Slip"'),
        ("Neighbors’ Act", "Neighbors' Act"),
        ("9–5 — now…", "9-5 - now..."),
        ("3:00 p.\u00a0m.", "3:00 p. m."),
        ("\u2068SB 35\u2069", "SB 35"),
        (unicodedata.normalize("NFD", "é"), "é"),
        ("Canción", "Canción"),
        ("قانون", "قانون"),
    ],
)
def test_plain_letters_lose_nothing(typed: str, plain: str) -> None:
    assert plain_letters(typed) == plain


@given(st.text())
def test_letters_and_digits_are_never_lost(text: str) -> None:
    def kept(value: str) -> str:
        return "".join(one for one in unicodedata.normalize("NFC", value) if one.isalnum())

    assert kept(plain_letters(text)) == kept(text)


@given(st.text(max_size=700))
def test_segments_hold_all_of_the_text(text: str) -> None:
    segments = sms_segments(text)
    alone, joined = (70, 67) if segments.is_unicode else (160, 153)
    assert (segments.count == 1) == (segments.units <= alone)
    assert segments.units <= max(alone, segments.count * joined)
    assert segments.count == 1 or segments.units > (segments.count - 1) * (joined - 1)
