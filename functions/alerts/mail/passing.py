"""Tokens that pass: for a link that shows what is stored, and for the forms behind it.

42 bytes as 56 characters of base64url: version 1, purpose 1, supporter id 16, until 4 (seconds
since 1970), salt 4, and the first 16 bytes of an HMAC-SHA256 over those. No key id: they live a
week at most, so all keys are tried.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from functions.alerts.mail.token import Keyring

# mine: the link in a mail, good for one opening. session: what the forms behind it carry.
# confirm: the link in a letter that asks to confirm, good for a week.
PassPurpose = Literal["mine", "session", "confirm"]

_VERSION = b"\x02"  # never that of tokens which stay valid (token.py)
_PURPOSES: Mapping[PassPurpose, bytes] = {"mine": b"m", "session": b"s", "confirm": b"c"}
_SIGNED = 26  # bytes under the signature
_TEXT = re.compile(r"[A-Za-z0-9_-]{56}", re.ASCII)  # 42 bytes fill it: one token, one text


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass:
    """What such a token says. `until` is aware, in UTC; from then on it is no longer good."""

    supporter: str
    until: datetime


def make_pass(
    purpose: PassPurpose, supporter_id: str, until: datetime, salt: str, keyring: Keyring
) -> str:
    """Make a token; `salt` tells two of the same second apart, `until` is cut to whole seconds.

    ValueError if `supporter_id` is not 32 hex digits.
    """
    who = bytes.fromhex(supporter_id)
    seconds = int(until.timestamp()).to_bytes(4, "big")
    salted = hashlib.sha256(salt.encode()).digest()[:4]
    signed = _VERSION + _PURPOSES[purpose] + who + seconds + salted
    if len(signed) != _SIGNED:
        raise ValueError("A supporter id has 32 hex digits.")
    return urlsafe_b64encode(signed + bytes.fromhex(keyring.fingerprints(signed)[0])).decode()


def read_pass(purpose: PassPurpose, token: str, now: datetime, keyring: Keyring) -> Pass | None:
    """What a token for `purpose` says, None for everything else, also for one that has expired.

    Nothing of it is believed before its signature. `now` is aware.
    """
    if not _TEXT.fullmatch(token):
        return None
    content = urlsafe_b64decode(token)
    signed, signature = content[:_SIGNED], content[_SIGNED:].hex()
    if signed[:1] != _VERSION:
        return None
    ours = [hmac.compare_digest(mark, signature) for mark in keyring.fingerprints(signed)]
    if not any(ours) or signed[1:2] != _PURPOSES[purpose]:
        return None
    until = datetime.fromtimestamp(int.from_bytes(signed[18:22], "big"), UTC)
    return Pass(supporter=signed[2:18].hex(), until=until) if now < until else None


def trace(token: str) -> str:
    """What may be stored of a token to know it again: 32 hex digits that open nothing."""
    return hashlib.sha256(token.encode()).hexdigest()[:32]
