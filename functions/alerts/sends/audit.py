"""The audit: who did what to a send or a supporter, and why. Staff are named by their principal.

It holds no address, no name and no topic: a supporter stands there by id.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line. `at` is ISO in UTC; without send and supporter it is of the kill switch.

    `who` is an IAM principal, a function's name, or "themselves" for the supporter.
    """

    at: str
    who: str
    what: str
    send: str = ""
    reason: str = ""
    supporter: str = ""

    def line(self) -> str:
        """As people read it."""
        return f"{self.at}  {self.who}  {self.what}" + (f": {self.reason}" if self.reason else "")
