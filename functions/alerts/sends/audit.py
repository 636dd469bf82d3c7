"""The audit: who did what to a send, and why. Staff are named by their IAM principal."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line. `at` is ISO in UTC, `send` empty for the kill switch, which is nobody's send."""

    at: str
    who: str
    what: str
    send: str = ""
    reason: str = ""

    def line(self) -> str:
        """As people read it."""
        return f"{self.at}  {self.who}  {self.what}" + (f": {self.reason}" if self.reason else "")
