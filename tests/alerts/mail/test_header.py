from email.header import decode_header, make_header

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.alerts.mail.header import encoded_words, mailbox, phrase

ONE_LINE = st.text(st.characters(exclude_categories=["Cs", "Cc"]))


@given(ONE_LINE)
def test_encoded_words_read_back_to_exactly_the_text(text: str) -> None:
    encoded = encoded_words(text)
    assert str(make_header(decode_header(encoded))) == text
    assert encoded.isascii() and max(map(len, encoded.split(" "))) <= 64


@pytest.mark.parametrize(
    ("name", "written"),
    [
        pytest.param("ICIRR", '"ICIRR" <a@b.example>', id="plain"),
        pytest.param('The "A, B" \\ C', '"The \\"A, B\\" \\\\ C" <a@b.example>', id="quoted"),
        pytest.param("Coalición", "=?utf-8?b?Q29hbGljacOzbg==?= <a@b.example>", id="accents"),
        pytest.param("=?x?q?y?=", "=?utf-8?b?PT94P3E/eT89?= <a@b.example>", id="like a word"),
        pytest.param("", "a@b.example", id="no name"),
    ],
)
def test_a_mailbox_is_ascii_and_quoted_where_it_must_be(name: str, written: str) -> None:
    assert mailbox(name, "a@b.example") == written


@pytest.mark.parametrize("text", ["a\r\nBcc: x@y.example", "a\nb", "a\rb", "a\0b", "a\tb", "\x7f"])
def test_nothing_with_a_control_character_gets_into_a_header(text: str) -> None:
    with pytest.raises(ValueError, match="one line"):
        phrase(text)
    with pytest.raises(ValueError, match="one line"):
        mailbox("A", text)
