"""Editions: compiled mails, one per language and interval between deadlines.

No pydantic and no Jinja: the sender imports this.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, Literal

VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """The mail as it stands from `begins` (inclusive) to `ends` (exclusive), in one language.

    `html` and `text` carry per-recipient fields as `((name))` or `((name|fallback))`.
    None as `begins` or `ends` means "since ever" and "for ever". Times are aware, in UTC.
    """

    language: str
    direction: Literal["ltr", "rtl"]
    begins: datetime | None
    ends: datetime | None
    open_asks: tuple[str, ...]
    subject: str
    preheader: str
    html: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """What the headers of every mail of an organization say."""

    name: str  # display name, e.g. the organization's short name
    address: str
    reply_to: str
    list_id: str  # the host in List-Id (RFC 2919)
    site: str  # where the mail's own links lead, without a slash at the end


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """All editions of one campaign, named by their digest. The first language is the default."""

    campaign: str
    topic: str | None
    sender: Sender
    languages: tuple[str, ...]
    editions: tuple[Edition, ...]
    send_when_closed: bool  # whether the edition after the last deadline still goes out

    def at(self, language: str, instant: datetime) -> Edition | None:
        """The edition for a reader of `language` at `instant`, or None when the campaign is closed.

        A language that is not there gets the whole default language, never a mixture.
        """
        wanted = language if language in self.languages else self.languages[0]
        for edition in self.editions:
            if edition.language == wanted and _holds(edition, instant):
                closed = edition.ends is None and edition.begins is not None
                return None if closed and not self.send_when_closed else edition
        return None

    def to_json(self) -> str:
        """The revision as canonical JSON: equal revisions give equal text."""
        content = {"v": VERSION, **asdict(self)}
        return json.dumps(content, ensure_ascii=False, sort_keys=True, default=_stamp)

    @classmethod
    def from_json(cls, text: str | bytes) -> Revision:
        """The inverse of `to_json`."""
        content: dict[str, Any] = json.loads(text)
        content.pop("v")
        content["sender"] = Sender(**content["sender"])
        content["languages"] = tuple(content["languages"])
        content["editions"] = tuple(_edition(e) for e in content["editions"])
        return cls(**content)

    @property
    def digest(self) -> str:
        """The revision's name: 32 hex digits of the SHA-256 of its JSON."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()[:32]


def _holds(edition: Edition, instant: datetime) -> bool:
    begun = edition.begins is None or edition.begins <= instant
    return begun and (edition.ends is None or instant < edition.ends)


def _stamp(value: datetime) -> str:
    return value.astimezone(UTC).isoformat()


def _edition(content: Mapping[str, Any]) -> Edition:
    values = dict(content)
    for end in ("begins", "ends"):
        values[end] = datetime.fromisoformat(values[end]) if values[end] else None
    values["open_asks"] = tuple(values["open_asks"])
    return Edition(**values)
