"""Signing keys as they are stored, one by one; which of them signs, and which are only read.

stored keys of a purpose ─► Keyring: the newest ripe one signs, all that are not retired are read
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from functions.alerts.errors import StateError
from functions.alerts.mail.token import Keyring

KeyPurpose = Literal["links", "filed", "people"]
# What each key is for, in words for people. One per purpose: a leak of one tells nothing of others.
PURPOSES: Mapping[KeyPurpose, str] = {
    "links": "signs the links in mails",
    "filed": 'hashes who pressed "I filed it"',
    "people": "makes supporters' ids of their addresses",
}

# Functions read the keys again after this time, so everyone who checks links knows a new key …
REREAD = timedelta(minutes=5)
# … long before anyone signs with it: three times that, for invocations under way, slow clocks.
RIPENS = timedelta(minutes=15)

_VERSION = 1
_SECRET = re.compile(r"[0-9a-f]{64}", re.ASCII)
_LETTERS, _DIGITS = "klmnopqrstuvwxyz", "123456789abcdefghijklmnopqrstuvwxyz"
_IDS = tuple(letter + digit for letter in _LETTERS for digit in _DIGITS)  # k1, k2 … ka … l1 …


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredKey:
    """One key. `id` is two of a-z and 0-9, `secret` 32 bytes, None once the key is retired.

    `since` (aware, by the store's clock, not by anyone's laptop) is when it was made or retired.
    """

    id: str
    since: datetime
    secret: bytes | None

    def __repr__(self) -> str:
        """Without the secret: it may end up in a log."""
        return f"StoredKey({self.id}, {'in use' if self.secret else 'retired'}, {self.since})"


def assemble(keys: Iterable[StoredKey], now: datetime) -> Keyring:
    """The keyring as of `now` (aware). StateError if no key is left that can sign."""
    known = sorted(keys, key=lambda key: (key.since, key.id), reverse=True)
    usable = [key for key in known if key.secret is not None]
    if not usable:
        raise StateError("There is no signing key.", remedy="`alerts setup` makes one.")
    first = signer(usable, now)
    ordered = [first, *(key for key in usable if key is not first)]
    return Keyring(
        {key.id: key.secret or b"" for key in ordered},
        retired=[key.id for key in known if key.secret is None],
    )


def signer(keys: Collection[StoredKey], now: datetime) -> StoredKey:
    """The newest of the usable keys that is ripe; while none is, the oldest: it was known first."""
    usable = sorted(
        (key for key in keys if key.secret is not None), key=lambda key: (key.since, key.id)
    )
    ripe = [key for key in usable if is_ripe(key, now)]
    return ripe[-1] if ripe else usable[0]


def is_ripe(key: StoredKey, now: datetime) -> bool:
    """Whether every function knows the key by now."""
    return key.secret is not None and key.since + RIPENS <= now


def next_id(taken: Collection[str]) -> str:
    """An id no key has or had: a retired key's id is never given again. StateError after 560."""
    for one in _IDS:
        if one not in taken:
            return one
    raise StateError("No key id is left.", remedy="Delete parameters of keys retired years ago.")


def secret_text(secret: bytes) -> str:
    """What is stored for a key in use: 32 secret bytes."""
    return json.dumps({"v": _VERSION, "key": secret.hex()})


def retired_text(why: str) -> str:
    """What is stored in the place of a retired key: nothing secret."""
    return json.dumps({"v": _VERSION, "retired": why})


def parse_stored(key_id: str, text: str, since: datetime) -> StoredKey:
    """Read one stored key. StateError for what is none, which never repeats what was found."""
    try:
        found = json.loads(text)
        version, secret = found["v"], found.get("key")
    except (ValueError, TypeError, KeyError, AttributeError):
        version, secret, found = 0, None, {}
    if version == _VERSION and "retired" in found and secret is None:
        return StoredKey(id=key_id, since=since, secret=None)
    good_id = re.fullmatch(r"[a-z0-9]{2}", key_id, re.ASCII) and key_id != "00"
    known = version == _VERSION and "retired" not in found
    if not known or not good_id or not _SECRET.fullmatch(str(secret)):
        raise StateError(
            f"What is stored as the signing key {key_id} is none.",
            remedy="Delete that parameter if it was made by hand; `alerts setup` makes keys.",
        )
    return StoredKey(id=key_id, since=since, secret=bytes.fromhex(secret))
