"""What the public site needs from outside: AWS in `functions/aws/`, a few lines in the tests.

All may raise TryLater (nothing happened), NeverRetry and OutcomeUnknown, never an AWS error.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from functions.alerts.site.files import File

# Whoever puts it on the page queue has the whole site made as it should be then.
PAGES_MESSAGE: Mapping[str, Any] = {"v": 1, "do": "pages"}


@dataclass(frozen=True, slots=True)
class Stored:
    """A file that stands: the MD5 of its bytes in hexadecimal, and since when (aware)."""

    digest: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that stands: its MD5, the campaign it came with first ("": not known).

    `replaced`: another one stood there before, so copies of that may be about.
    """

    digest: str
    owner: str = ""
    replaced: bool = False


class Pages(Protocol):
    """The public files by their keys, and the copies of them that stand near their readers."""

    def standing(self) -> Mapping[str, Stored]:
        """Everything that stands, but the pictures."""

    def write(self, files: Mapping[str, File]) -> None:
        """Write or replace these files, in any order; some may be written when it raises."""

    def delete(self, keys: Sequence[str]) -> None:
        """Take them away; repeating that is harmless."""

    def picture(self, key: str) -> Picture | None:
        """What stands at `images/<name>`, if anything does."""

    def write_picture(self, key: str, file: File, *, owner: str, replaced: bool) -> None:
        """Write or replace a picture, and what `Picture` tells of it."""

    def forget(self, addresses: Sequence[str], unique: str) -> None:
        """Have the copies of what stands at these addresses (`/a/x/en`) fetched anew."""


class PageSchedules(Protocol):
    """Schedules that command `publish_page`, at a moment and once more a minute later."""

    def put(self, at: datetime) -> None:
        """Have the pages made anew at that moment (aware); putting it again is harmless."""
