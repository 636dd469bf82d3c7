"""Tokens in a mail's links: signed, opaque, and telling nobody whom they belong to.

36 bytes as 48 characters of base64url: version 1, key id 2, purpose 1, supporter id 16, and the
first 16 bytes of an HMAC-SHA256 over those. They do not expire: an unsubscribe link must work as
long as the mail can be found (CAN-SPAM asks for 30 days).
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Collection, Mapping
from typing import Literal, Never

from functions.alerts.errors import Finding, InputError, NeverRetry

Purpose = Literal["unsubscribe", "preferences", "filed"]

NOBODY = "0" * 32  # the supporter id of previews and test mails: its tokens are refused

_VERSION = b"\x01"
_PURPOSES: Mapping[Purpose, bytes] = {"unsubscribe": b"u", "preferences": b"p", "filed": b"f"}
_SIGNED, _LENGTH = 20, 36  # bytes under the signature, bytes in all
_TEXT = re.compile(r"[A-Za-z0-9_-]{48}", re.ASCII)  # 36 bytes fill it: one token, one text
_KEY_ID = re.compile(r"[a-z0-9]{2}", re.ASCII)
_KEY = re.compile(r"[0-9a-fA-F]{64}", re.ASCII)
_PREVIEW_KEY_ID = "00"  # never accepted by `parse_keys`: its key stands below for all to read
_BLOCK = 64  # bytes SHA-256 works on, RFC 2104


class TokenError(NeverRetry):
    """The link is not ours, not whole, or nobody's; the text can be shown to who opened it."""


class NobodysTokenError(TokenError):
    """The link comes from a preview or a test mail."""


class RetiredKeyError(TokenError):
    """The link may well be ours, but its key leaked and was retired: anyone could have made it."""


class Keyring:
    """The keys that sign tokens; the first one signs, all of them are read.

    `keys` maps a key id (two of a-z and 0-9) to 32 secret bytes. Keys are rotated by putting a new
    one first and keeping the old ones for as long as mails with their links lie in inboxes.
    `retired` are the ids of keys that leaked: their links are refused in words of their own.
    """

    def __init__(self, keys: Mapping[str, bytes], *, retired: Collection[str] = ()) -> None:
        self._signers = {key_id.encode(): _Signer(key) for key_id, key in keys.items()}
        self._retired = frozenset(key_id.encode() for key_id in retired)
        current, self._sign = next(iter(self._signers.items()))
        self._heads = {p: _VERSION + current + byte for p, byte in _PURPOSES.items()}

    def make(self, purpose: Purpose, supporter_id: str) -> str:
        """Make a token for a link; `supporter_id` is 32 hex digits (ValueError if not)."""
        signed = self._heads[purpose] + bytes.fromhex(supporter_id)
        if len(signed) != _SIGNED:
            raise ValueError("A supporter id has 32 hex digits.")
        return urlsafe_b64encode(signed + self._sign(signed)).decode()

    def read(self, purpose: Purpose, token: str) -> str:
        """Return the supporter id (32 lower-case hex digits) of a token made for `purpose`.

        Raises TokenError for everything else, RetiredKeyError (one of them) if its key was retired;
        no other part of a token is believed before its signature.
        """
        if not _TEXT.fullmatch(token):
            _refuse()
        content = urlsafe_b64decode(token)
        signed, signature = content[:_SIGNED], content[_SIGNED:]
        sign = self._signers.get(signed[1:3])
        if sign is None and signed[1:3] in self._retired:
            raise RetiredKeyError(
                "This link is no longer safe to use, so it was switched off. Please open it from a"
                " newer mail, or answer any of our mails and we do it for you."
            )
        if sign is None or not hmac.compare_digest(sign(signed), signature):
            _refuse()
        if signed[:1] != _VERSION or signed[3:4] != _PURPOSES[purpose]:
            _refuse()
        supporter_id = signed[4:].hex()
        if supporter_id == NOBODY:
            raise NobodysTokenError(
                "This link comes from a preview or a test mail: it changes nothing."
            )
        return supporter_id

    def fingerprints(self, content: bytes) -> tuple[str, ...]:
        """The content's keyed hash under each key, the signing one's first, as 32 hex digits.

        `content` must not begin with the version byte of a token, or it could be one.
        """
        if content[:1] == _VERSION:
            raise ValueError("The content could be taken for a token's.")
        return tuple(sign(content).hex() for sign in self._signers.values())


class _Signer:
    """HMAC-SHA256 (RFC 2104) with the key's two blocks hashed once: half the time per token."""

    __slots__ = ("_inner", "_outer")

    def __init__(self, key: bytes) -> None:
        block = key.ljust(_BLOCK, b"\0")
        self._inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in block))
        self._outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in block))

    def __call__(self, content: bytes) -> bytes:
        inner, outer = self._inner.copy(), self._outer.copy()
        inner.update(content)
        outer.update(inner.digest())
        return outer.digest()[: _LENGTH - _SIGNED]


# For previews on a laptop, where no secret is: its tokens look real and are refused everywhere.
PREVIEW_KEYS = Keyring({_PREVIEW_KEY_ID: bytes(32)})


def parse_keys(text: str) -> Keyring:
    """Read the keyring from JSON: see `parse_pairs`."""
    return Keyring(parse_pairs(text))


def parse_pairs(text: str) -> dict[str, bytes]:
    """Read keys from JSON: `{"k2": "<64 hex digits>", "k1": …}`, the signing key first.

    Raises InputError, which never repeats what was found: it may be most of a secret.
    """
    try:
        pairs = json.loads(text, object_pairs_hook=tuple)
    except ValueError:
        pairs = None
    if not isinstance(pairs, tuple) or not pairs:
        raise _bad_keys("It is not a JSON object with at least one key.")
    if len(dict(pairs)) != len(pairs):
        raise _bad_keys("A key id stands there twice.")
    for number, (key_id, key) in enumerate(pairs, 1):
        if not _KEY_ID.fullmatch(key_id) or key_id == _PREVIEW_KEY_ID:
            raise _bad_keys(f"The id of key {number} is not two of a-z and 0-9, or is 00.")
        if not isinstance(key, str) or not _KEY.fullmatch(key) or not int(key, 16):
            raise _bad_keys(f"Key {number} is not 64 hex digits, or is all zeros.")
    return {key_id: bytes.fromhex(key) for key_id, key in pairs}


def _refuse() -> Never:
    raise TokenError("This link is not complete or not ours. Please open it from the mail itself.")


def _bad_keys(found: str) -> InputError:
    remedy = (
        'Write {"k1": "…"}: an id of two of a-z and 0-9 (not 00), and 64 hex digits'
        " made by `openssl rand -hex 32`. The first key signs."
    )
    return InputError(
        Finding(
            level="error",
            file="TOKEN_KEYS",
            line=None,
            field="TOKEN_KEYS",
            found=found,
            remedy=remedy,
        )
    )
