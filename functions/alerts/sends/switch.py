"""The kill switch: one item of the ledger that every batch is held against before its claim.

It also knows the tables it was set beside: with a restored ledger, which may not know who was
mailed since, or a restored list, which has people back who left, nobody is mailed.
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

    `table` is the id of the ledger it was set in and `supporters` that of the list then; empty as
    long as nobody has set it, and of the list also in what the first release wrote.
    """

    on: bool = True
    by: str = ""
    at: str = ""
    why: str = ""
    table: str = ""
    supporters: str = ""

    def to_json(self) -> str:
        """As the ledger keeps it."""
        return json.dumps({"v": VERSION, **asdict(self)}, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Switch:
        """The inverse of `to_json`; keys added by later versions are passed over."""
        content: dict[str, Any] = json.loads(text)
        told = {name: content[name] for name in ("on", "by", "at", "why", "table")}
        return cls(**told, supporters=content.get("supporters", ""))

    def is_of(self, table: str, supporters: str) -> bool:
        """Whether it was set beside these very tables, as far as it was ever set."""
        return self.table in ("", table) and self.supporters in ("", supporters)

    def permits(self, table: str, supporters: str) -> bool:
        """Whether it is on, and was set beside these tables."""
        return self.on and self.is_of(table, supporters)

    @property
    def is_bound(self) -> bool:
        """Whether it knows both tables."""
        return bool(self.table and self.supporters)


NEW = Switch()  # of a new stack: on, and not yet bound to its tables
