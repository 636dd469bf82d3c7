"""Segments: the rule that picks an audience out of the supporters, and why somebody is left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from functions.alerts.supporter import Supporter


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """Anybody with one of `topics` (empty: everybody) and one of `languages` (likewise)."""

    topics: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()

    def targets(self, supporter: Supporter) -> bool:
        """Whether the supporter belongs to it, whatever the status.

        `pending` never does: who has not confirmed is not on the list yet.
        """
        return supporter.status != "pending" and self.admits(supporter)

    def admits(self, supporter: Supporter) -> bool:
        """Whether topics and language fit. Unlike `targets` it takes no account of the status."""
        by_topic = not self.topics or not self.topics.isdisjoint(supporter.topics)
        return by_topic and (not self.languages or supporter.language in self.languages)

    def to_data(self) -> dict[str, Any]:
        """For the ledger; sorted, so that equal segments give equal data."""
        return {"topics": sorted(self.topics), "languages": sorted(self.languages)}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Segment:
        """The inverse of `to_data`; absent keys mean "everybody"."""
        return cls(
            topics=frozenset(data.get("topics", ())), languages=frozenset(data.get("languages", ()))
        )


def refusal(supporter: Supporter | None, segment: Segment) -> str | None:
    """Why a frozen recipient must not be mailed any more, as a reason of `CODES`; None: mail.

    Read just before the call, so an unsubscribe, an erasure or a dropped topic since the freeze
    counts. A language changed since the freeze does not: the person is meant all the same.
    """
    if supporter is None:
        return "erased"
    if supporter.status != "subscribed":
        return supporter.status
    if segment.topics and segment.topics.isdisjoint(supporter.topics):
        return "topic"
    return None
