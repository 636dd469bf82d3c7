"""What somebody asks for who signs up: read from a form or from JSON, and carried by a message.

a form ─► `read_wish` ─► Wish ─► LettersQueue ─► a pending supporter and a letter to confirm
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from functions.alerts.errors import Mistake
from functions.alerts.mail.fields import clean_name
from functions.alerts.people.address import read_address
from functions.alerts.sends.supporter import Supporter

Wrong = Literal["email", "zip", "topics", "language"]

_ZIP = re.compile(r"(\d{5})(?:-?\d{4})?", re.ASCII)
# What no name holds, and an advertisement does.
# Also `evil.example`, of which mail programs make a link; Ma.Teresa is a name.
_NO_NAME = re.compile(r"//|[wW]{3}\.|[hH][tT]{2}[pP][sS]?:|[@<>]|\w\.(?:[a-z]{2,}|[A-Z]{2,})\b")
_LONGEST = 1_000  # characters of any field: what is longer was not typed


class WrongWish(ValueError):  # noqa: N818 – what a person typed, not a fault
    """A field that cannot be taken; `field` is the form's name for it."""

    def __init__(self, field: Wrong) -> None:
        super().__init__(field)
        self.field: Wrong = field


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A sign-up as it was asked for. `address` is as `read_address` gives it."""

    address: str
    language: str
    first_name: str = ""
    zip: str = ""
    topics: frozenset[str] = frozenset()

    def to_message(self) -> dict[str, Any]:
        """As JSON carries it."""
        return {
            "address": self.address,
            "language": self.language,
            "first_name": self.first_name,
            "zip": self.zip,
            "topics": sorted(self.topics),
        }

    @classmethod
    def from_message(cls, message: Mapping[str, Any]) -> Wish:
        """The inverse of `to_message`. Raises KeyError, TypeError for what is none."""
        texts = {name: str(message[name]) for name in ("address", "language", "first_name", "zip")}
        return cls(**texts, topics=frozenset(map(str, message["topics"])))

    def supporter(self, id: str, *, asked: datetime, source: str, agreed_to: str) -> Supporter:
        """The pending supporter that it comes to; `asked` is aware, in UTC."""
        return Supporter(
            id=id,
            email=self.address,
            status="pending",
            language=self.language,
            first_name=self.first_name,
            zip=self.zip,
            topics=self.topics,
            source=source,
            joined=asked.date().isoformat(),
            agreed=asked.isoformat(timespec="seconds"),
            agreed_to=agreed_to,
        )


def read_wish(
    texts: Mapping[str, str],
    topics: Sequence[str],
    *,
    known: Collection[str],
    languages: Collection[str],
    default: str,
) -> Wish:
    """A wish from what a stranger typed: `email`, `first_name`, `zip`, `language`.

    `known` are the topics and `languages` the languages there are; `default` is the language of
    who names none. A name that is an advertisement is left out: nobody has to be told why. Raises
    WrongWish for the first field that cannot be taken.
    """
    typed = {name: text[:_LONGEST] for name, text in texts.items()}
    try:
        address = read_address(texts.get("email", "")[:_LONGEST])
    except Mistake as mistake:
        raise WrongWish("email") from mistake
    language = typed.get("language") or default
    if language not in languages:
        raise WrongWish("language")
    if not set(topics) <= set(known):
        raise WrongWish("topics")
    name = clean_name(typed.get("first_name", ""))
    return Wish(
        address=address,
        language=language,
        first_name="" if _NO_NAME.search(name) else name,
        zip=_read_zip(typed.get("zip", "")),
        topics=frozenset(topics),
    )


def _read_zip(text: str) -> str:
    bare = "".join(text.split())
    if not bare:
        return ""
    found = _ZIP.fullmatch(bare)
    if found is None:
        raise WrongWish("zip")
    return found[1]


def folded(address: str) -> str:
    """One form for all the addresses that reach one mailbox, for limits alone.

    Capitals and what follows a plus count for nothing; in Gmail's names dots neither.
    """
    local, _, domain = address.casefold().rpartition("@")
    local = local.partition("+")[0]
    if domain in ("gmail.com", "googlemail.com"):
        return f"{local.replace('.', '')}@gmail.com"
    return f"{local}@{domain}"
