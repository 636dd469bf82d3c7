"""Making, rotating and retiring signing keys: each step harmless when repeated or done by two.

alerts setup ─► ensure · alerts keys rotate ─► rotate · alerts keys retire ─► retire
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from functions.alerts.errors import StateError
from functions.alerts.mail.keys import (
    PURPOSES,
    REREAD,
    RIPENS,
    KeyPurpose,
    StoredKey,
    is_ripe,
    next_id,
    signer,
)
from functions.alerts.mail.token import parse_pairs

_LONGEST = 200  # characters of a reason; the store's note has room for 1,024 in all


class Keys(Protocol):
    """Where the keys of a stage are: `aws/ssm.py`, or a test's memory."""

    def before(self) -> str | None:
        """All keys as 0.1 kept them: one JSON text; None if there is none."""

    def keys(self, purpose: KeyPurpose) -> list[StoredKey]:
        """The keys of a purpose, also the retired ones."""

    def add(self, purpose: KeyPurpose, key_id: str, secret: bytes, why: str) -> bool:
        """Store a new key unless its id is taken; whether this very one stands there now."""

    def retire(self, purpose: KeyPurpose, key_id: str, why: str) -> None:
        """Put a note in the place of a key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeper:
    """Who works on the keys, when, and what new secrets are made of.

    `now` (aware) may be a laptop's: it is only compared with minutes. `secret` gives 32 new bytes.
    """

    keys: Keys
    who: str
    now: Callable[[], datetime]
    secret: Callable[[], bytes]

    def add(self, purpose: KeyPurpose, key_id: str, secret: bytes, what: str) -> bool:
        """Store a key with a note of who did it."""
        return self.keys.add(purpose, key_id, secret, self._note(what))

    def retire(self, purpose: KeyPurpose, key_id: str, why: str) -> None:
        """Retire a key with a note of who did it and why."""
        self.keys.retire(purpose, key_id, self._note(f"retired: {why}"))

    def _note(self, what: str) -> str:
        return f"{what[:_LONGEST]} ({self.who}, {moment(self.now())})"


def ensure(purpose: KeyPurpose, keeper: Keeper) -> list[str]:
    """Make the first key of a purpose if there is none; says in words what was done.

    The keys of 0.1 become those of the links, so that links in mails already sent go on working.
    """
    said = list(_take_over(keeper)) if purpose == "links" else []
    known = keeper.keys.keys(purpose)
    if any(key.secret for key in known):
        names = ", ".join(sorted(key.id for key in known if key.secret))
        return said or [f"{purpose}: already there ({names}); nothing was changed."]
    new = next_id([key.id for key in known])
    if keeper.add(purpose, new, keeper.secret(), "made by alerts setup"):
        return [*said, f"{purpose}: made the key {new}, which {PURPOSES[purpose]}."]
    return [*said, f"{purpose}: somebody else has just made it; nothing was changed."]


def rotate(purpose: KeyPurpose, keeper: Keeper) -> str:
    """Add a key and tell its id. It signs after RIPENS; all others go on being read.

    Raises StateError, and changes nothing, where a key is still ripening: two people, or the
    second click of one, make one key.
    """
    known, now = keeper.keys.keys(purpose), keeper.now()
    if not any(key.secret for key in known):
        raise StateError(f"There is no key for {purpose} yet.", remedy="`alerts setup` makes it.")
    young = [key for key in known if key.secret and not is_ripe(key, now)]
    if young:
        _refuse(f"The key {young[-1].id} for {purpose} was made {moment(young[-1].since)}.",
                f"It signs from {moment(young[-1].since + RIPENS)} on.")  # fmt: skip
    new = next_id([key.id for key in known])
    if not keeper.add(purpose, new, keeper.secret(), "made by alerts keys rotate"):
        _refuse(f"Somebody else has just made the key {new} for {purpose}.", "One is enough.")
    return new


def retire(purpose: KeyPurpose, key_id: str, keeper: Keeper, why: str) -> list[str]:
    """Take a leaked key out of use for good; says in words what was done.

    Raises StateError, and changes nothing, if no other key is ready to sign: then every link
    would be refused for some minutes.
    """
    checked = retirable(purpose, key_id, keeper)
    if checked.secret:
        keeper.retire(purpose, key_id, why)
    said = [
        f"{purpose}: {key_id} is retired."
        if checked.secret
        else f"{purpose}: {key_id} was retired already, at {moment(checked.since)}."
    ]
    left = keeper.keys.keys(purpose)
    if not any(key.secret for key in left):  # two people have retired the last two at once
        said += ensure(purpose, keeper)
    minutes = REREAD.seconds // 60
    return [*said, f"Every function knows it within {minutes} minutes, or sooner."]


def retirable(purpose: KeyPurpose, key_id: str, keeper: Keeper) -> StoredKey:
    """The key, if it is there and another one signs instead. StateError if not."""
    known, now = keeper.keys.keys(purpose), keeper.now()
    here = {key.id: key for key in known}
    if purpose == "people":
        _refuse("Without its key nobody would be found by address any more, and whoever was erased"
                " or left could come back.",
                "`alerts keys rotate people` makes new ids by another key.")  # fmt: skip
    if key_id not in here:
        _refuse(f"There is no key {key_id} for {purpose}.",
                f"There is {', '.join(sorted(here)) or 'none'}.")  # fmt: skip
    others = [key for key in known if key.secret and key.id != key_id]
    if here[key_id].secret and not any(is_ripe(key, now) for key in others):
        ready = f"Wait until {moment(min(k.since for k in others) + RIPENS)}." if others else (
            f"`alerts keys rotate {purpose}` makes another one; it is ready 15 minutes later."
        )  # fmt: skip
        _refuse(f"No other key for {purpose} is ready to sign.", ready)
    return here[key_id]


def lines(purpose: KeyPurpose, known: Sequence[StoredKey], now: datetime) -> Iterator[str]:
    """The keys of a purpose as people read them, the newest first."""
    usable = [key for key in known if key.secret]
    if not usable:
        yield f"{purpose}  no key: `alerts setup` makes it"
    signs = signer(usable, now) if usable else None
    for key in sorted(known, key=lambda key: (key.since, key.id), reverse=True):
        if key.secret is None:
            yield f"{purpose}  {key.id}  retired {moment(key.since)}"
        elif key is signs:
            yield f"{purpose}  {key.id}  signs; made {moment(key.since)}"
        elif is_ripe(key, now):
            yield f"{purpose}  {key.id}  is read, for links made before; made {moment(key.since)}"
        else:
            yield f"{purpose}  {key.id}  signs from {moment(key.since + RIPENS)} on"


def moment(at: datetime) -> str:
    """A time for people, in UTC, where AWS's own logs are."""
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def _take_over(keeper: Keeper) -> Iterator[str]:
    text = keeper.keys.before()
    if text is None:
        return
    here = {key.id: key for key in keeper.keys.keys("links")}
    for key_id, secret in reversed(parse_pairs(text).items()):  # the oldest first
        stored = here.get(key_id)
        if stored is None and keeper.add("links", key_id, secret, "taken over from token-keys"):
            yield f"links: took over the key {key_id} from the parameter token-keys."
        elif stored is not None and stored.secret not in (secret, None):
            _refuse(f"The parameter token-keys holds another key {key_id} than keys/links.",
                    "Mails were signed by both: give that one another id by hand.")  # fmt: skip


def _refuse(reason: str, remedy: str) -> None:
    raise StateError(reason, remedy=f"{remedy} Nothing was changed.")
