"""Text in a mail's headers, as ASCII: encoded words (RFC 2047), display names, addresses."""

from __future__ import annotations

from base64 import b64encode

# RFC 2047, section 2: a line with an encoded word is at most 76 characters. `=?utf-8?b?` and `?=`
# take 12 of them, `Subject: ` 9, and 39 bytes make 52 characters of base64.
_WORD_BYTES = 39


def encoded_words(text: str) -> str:
    """Write `text` as RFC 2047 words with a space between; no character is split between two words.

    Readers join neighbouring words without the space, so the text comes out exactly.
    """
    words, word = [], b""
    for character in text:
        encoded = character.encode()
        if len(word) + len(encoded) > _WORD_BYTES:
            words.append(word)
            word = b""
        word += encoded
    return " ".join(f"=?utf-8?b?{b64encode(part).decode()}?=" for part in (*words, word))


def phrase(name: str) -> str:
    """Write a display name: quoted if it is ASCII, else as encoded words (RFC 5322, 3.2.5)."""
    require_one_line(name)
    if not name.isascii() or "=?" in name:  # "=?" would be taken for an encoded word
        return encoded_words(name)
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def mailbox(name: str, address: str) -> str:
    """Write `"Name" <address>`, as From and SES's FromEmailAddress take it."""
    require_one_line(address)
    return f"{phrase(name)} <{address}>" if name else address


def require_one_line(text: str) -> None:
    """Raise ValueError for a control character: it could begin a header of its own."""
    if any(character < " " or character == "\x7f" for character in text):
        raise ValueError(f"A header must be one line without control characters: {text!r}")
