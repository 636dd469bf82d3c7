"""What browsers are shown: the newest findings, and beside them the last mails that could be made.

`watcher` puts it up; `server` waits for it, one thread per browser.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass

from functions.alerts.errors import Finding
from functions.watching.mails import Mails, Seen


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What there is to show. `version` names it, and is another one after a restart.

    `at` is the time it was checked for and `saved` when that was read, in words. If the newest
    state of the files makes no mail, `mails` are `stale`: those of `mails_of`.
    """

    version: str
    findings: tuple[Finding, ...] = ()
    mails: Mails | None = None
    at: str = ""
    saved: str = ""
    mails_of: str = ""
    stale: bool = False


class Board:
    """The newest view, which any number of threads may wait for."""

    def __init__(self, run: str) -> None:
        """`run` tells this run of the program from others that a browser may have seen."""
        self._run, self._number = run, 0
        self._changed = threading.Condition()
        self._view = View(version=f"{run}-0")
        self._closed = False

    @property
    def view(self) -> View:
        """The newest one."""
        return self._view

    def show(self, seen: Seen, saved: str) -> None:
        """Put up what was seen; the mails stay as they are if there are no new ones."""
        with self._changed:
            self._number += 1
            before, new = self._view, seen.mails is not None
            self._view = View(
                version=f"{self._run}-{self._number}",
                findings=seen.findings,
                mails=seen.mails if new else before.mails,
                at=seen.at or before.at,
                saved=saved,
                mails_of=saved if new else before.mails_of,
                stale=not new and before.mails is not None,
            )
            self._changed.notify_all()

    def close(self) -> None:
        """Let everybody go who waits."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    @property
    def closed(self) -> bool:
        """Whether nothing new will come."""
        return self._closed

    def other_than(self, version: str, seconds: float) -> View | None:
        """The newest view once it is not `version`; None if that took longer, or nothing comes."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._view.version != version, seconds)
            return None if self._closed or self._view.version == version else self._view
