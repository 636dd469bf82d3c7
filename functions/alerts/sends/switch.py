"""The kill switch: one item of the ledger that every batch is held against before its claim.

It also knows the table it was set in: a restored copy of it mails nobody.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

VERSION = 1
RESTORED = "restored"  # why a switch went off by itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch:
    """Whether anything may be sent, who said so, when (ISO, UTC) and why.

    `table` is the id of the table it was set in, empty as long as nobody has set it.
    """

    on: bool = True
    by: str = ""
    at: str = ""
    why: str = ""
    table: str = ""

    def to_json(self) -> str:
        """As the ledger keeps it."""
        return json.dumps({"v": VERSION, **asdict(self)}, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Switch:
        """The inverse of `to_json`; keys added by later versions are passed over."""
        content: dict[str, Any] = json.loads(text)
        return cls(**{name: content[name] for name in ("on", "by", "at", "why", "table")})

    def permits(self, table: str) -> bool:
        """Whether it is on, and was set in this very table if it was ever set."""
        return self.on and self.table in ("", table)


NEW = Switch()  # of a new stack: on, and not yet bound to its table
