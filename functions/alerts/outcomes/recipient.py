"""One person on a receipt, in words: what happened and why. No address stands here."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from functions.alerts.sends.batch import Code

# Every reason of CODES and of the freeze, in words.
SKIPPED: Mapping[str, str] = {
    "unsubscribed": "had unsubscribed",
    "bounced": "the address had bounced before",
    "complained": "had complained before",
    "pending": "never confirmed",
    "erased": "asked to be erased",
    "topic": "had dropped the topic",
    "already": "had got this alert before",
    "closed": "every ask had closed",
    "cancelled": "the send was cancelled",
}
FAILED: Mapping[str, str] = {
    "rejected": "Amazon refused the message",
    "invalid": "Amazon refused the address",
    "not_rendered": "Amazon could not fill in the message",
}
_SAID: Mapping[str, str] = {
    "open": "not called yet",
    "uncertain": "uncertain: Amazon may or may not have the mail",
    "submitted": "handed to Amazon",
}
_TOLD: Mapping[str, str] = {
    "delivered": "the receiving server took it",
    "bounced": "it bounced: the address does not work",
    "complained": "it was marked as spam",
    "twice": "it was mailed twice",
}


class Row(NamedTuple):
    """What became of one person of the audience."""

    supporter: str
    language: str  # "" for who was left out when the audience was fixed
    outcome: str  # in words
    told: tuple[str, ...]  # by SES's events: delivered bounced complained twice


class Recipient(NamedTuple):
    """The answer to "did Maria get it, and if not why"."""

    row: Row
    at: int = 0  # when the last call for the batch was claimed, epoch seconds; 0: never

    def line(self) -> str:
        """One sentence, without the person: `handed to Amazon at 14:00 UTC, …`."""
        when = ""
        if self.at and self.row.outcome == _SAID["submitted"]:
            when = f" on {datetime.fromtimestamp(self.at, UTC):%Y-%m-%d at %H:%M} UTC"
        return "; ".join([self.row.outcome + when, *(_TOLD[word] for word in self.row.told)])


HEADINGS = ("supporter", "language", "outcome", "told by Amazon since")


def csv_lines(rows: Iterable[Row]) -> Iterator[str]:
    """The lines of a CSV of people, one at a time, headings first."""
    yield _line(HEADINGS)
    for row in rows:
        yield _line((row.supporter, row.language, row.outcome, " ".join(row.told)))


def reason_in_words(code: Code) -> str:
    """What a code says about one person."""
    if code.kind == "skipped":
        return f"skipped: {SKIPPED[code.reason]}"
    return f"failed: {FAILED[code.reason]}" if code.kind == "failed" else _SAID[code.kind]


def left_out_row(supporter_id: str, reason: str) -> Row:
    """Somebody who was meant and left out when the audience was fixed."""
    return Row(supporter_id, "", f"skipped: {SKIPPED[reason]}", ())


def _line(cells: Iterable[str]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(cells)
    return text.getvalue()
