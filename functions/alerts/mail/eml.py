"""A message as the bytes that go out (RFC 5322): what `preview`, the outbox and the tests look at.

Written by hand rather than by `email.message.EmailMessage`: with its usual policies that one turns
a long List-Unsubscribe into encoded words, which breaks one-click unsubscribing.
"""

from __future__ import annotations

import re
from base64 import encodebytes
from binascii import b2a_qp
from collections.abc import Iterable
from datetime import datetime
from email.utils import format_datetime
from hashlib import sha256

from functions.alerts.mail.header import encoded_words, require_one_line

_LONGEST_LINE = 998  # octets without CRLF, RFC 5322, section 2.1.1
_FOLD_AT = 76  # a line with encoded words, RFC 2047, section 2; others should stay below 78
# The rest stays whole: a folded List-Unsubscribe is legal, and not every reader unfolds it.
_FOLDED = frozenset({"From", "To", "Subject"})
_NAME = re.compile(r"[!-9;-~]+")  # RFC 5322, section 2.2
_LINE_END = re.compile(r"\r\n|\r|\n")


def build_eml(
    *,
    sender: str,
    to: str,
    subject: str,
    html: str,
    text: str,
    headers: Iterable[tuple[str, str]],
    date: datetime,
    message_id: str,
    reply_to: str = "",
) -> bytes:
    """Write the mail as multipart/alternative, plain text first, lines ending in CRLF, ASCII only.

    `sender` is a From header's value, `headers` are as in `message.Message`; `date` is aware;
    `message_id` comes with its angle brackets. Equal arguments give equal bytes. Raises ValueError
    for a header that is not one printable ASCII line (the subject may hold anything but controls).
    """
    content = f"{text}\0{html}".encode()
    # "=_" occurs neither in quoted-printable nor in base64 (RFC 2045, section 6.7).
    boundary = f"=_{sha256(content).hexdigest()[:32]}"
    lines = [
        _line("Date", format_datetime(date)),
        _line("From", sender),
        *([_line("Reply-To", reply_to)] if reply_to else []),
        _line("To", to),
        _line("Message-ID", message_id),
        _line("Subject", _unstructured(subject)),
        *(_line(name, value) for name, value in headers),
        _line("MIME-Version", "1.0"),
        _line("Content-Type", f'multipart/alternative; boundary="{boundary}"'),
    ]
    parts = [_part("plain", text), *([_part("html", html)] if html else [])]
    body = b"".join(f"--{boundary}\r\n".encode() + part for part in parts)
    return "".join(lines).encode() + b"\r\n" + body + f"--{boundary}--\r\n".encode()


def _line(name: str, value: str) -> str:
    """Write a header line; those with encoded words or lists are folded."""
    require_one_line(value)
    if not _NAME.fullmatch(name):
        raise ValueError(f"This is no name of a header: {name!r}")
    line = f"{name}: {value}"
    if not line.isascii():
        raise ValueError(f"{name} must be ASCII; encode it first: {value!r}")
    if name in _FOLDED and len(line) > _FOLD_AT:
        line = _folded(line)
    if max(map(len, line.split("\r\n"))) > _LONGEST_LINE:
        raise ValueError(f"{name} is longer than {_LONGEST_LINE} characters.")
    return f"{line}\r\n"


def _folded(line: str) -> str:
    """`line` broken before spaces; unfolding, which drops the CRLF alone, gives it back."""
    name, first, *words = line.split(" ")
    lines = [f"{name} {first}"]
    for word in words:
        if len(lines[-1]) + 1 + len(word) > _FOLD_AT and word:
            lines.append("")
        lines[-1] += f" {word}"
    return "\r\n".join(lines)


def _unstructured(text: str) -> str:
    # Encoded as well: what reads like an encoded word, and spaces that folding might lose.
    require_one_line(text)
    plain = text.isascii() and "=?" not in text and text == " ".join(text.split())
    return text if plain else encoded_words(text)


def _part(subtype: str, text: str) -> bytes:
    content = _LINE_END.sub("\r\n", text).encode()
    # A line end is added for the encoder, which takes its own from it, and removed again.
    quoted = b2a_qp(content + b"\r\n", istext=True)[:-2]
    packed = encodebytes(content).replace(b"\n", b"\r\n")
    encoding, body = ("quoted-printable", quoted)
    if len(packed) < len(quoted):
        encoding, body = ("base64", packed.removesuffix(b"\r\n"))
    head = (
        f'Content-Type: text/{subtype}; charset="utf-8"\r\n'
        f"Content-Transfer-Encoding: {encoding}\r\n\r\n"
    )
    return head.encode() + body + b"\r\n"
