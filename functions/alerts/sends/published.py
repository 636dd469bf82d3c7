"""What is published: the text of a campaign and its organization, as they were when checked.

`alerts publish` ─► Source, one per campaign ─► digests, the Calls to Action page
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A published campaign: whoever needs it parses it again, with the code of that day.

    `at` is aware, `by` the IAM principal who published it, `revision` the digest of its mails ("":
    a card, which has none).
    """

    campaign: str  # its id: the file's name
    text: str  # of the campaign file
    organization: str  # the text of organization.yaml beside it
    at: datetime
    by: str = ""
    revision: str = ""

    @property
    def digest(self) -> str:
        """Names the two texts: 32 hex digits, equal for equal texts."""
        texts = json.dumps([self.campaign, self.text, self.organization])
        return hashlib.sha256(texts.encode()).hexdigest()[:32]

    def to_json(self) -> str:
        """As it is stored."""
        content = {"v": VERSION, "digest": self.digest, **asdict(self), "at": self.at.isoformat()}
        return json.dumps(content, ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str | bytes) -> Source:
        """The inverse of `to_json`. Raises ValueError for anything else, also a later version."""
        content: Any = json.loads(text)
        if not isinstance(content, dict) or content.pop("v", None) != VERSION:
            raise ValueError(f"It is not an object with v: {VERSION}.")
        said = content.pop("digest", None)
        try:
            source = cls(**content | {"at": datetime.fromisoformat(content["at"])})
        except (KeyError, TypeError) as error:
            raise ValueError("Its fields are not those of something published.") from error
        if source.digest != said:
            raise ValueError("Its texts are not those that were published.")
        return source
