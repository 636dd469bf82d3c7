"""SES's events between the call that causes them and the time they are published."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable, Iterator
from datetime import datetime

from functions.local.ses_events import Event


def _later() -> None:
    """Leave it to whoever looks next."""


class EventsToCome:
    """Events by the time they are due; `at_once` is called when one is due as it comes."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now, self.at_once = now, _later
        self._heap: list[tuple[datetime, int, Event, str]] = []
        self._count = itertools.count()
        self.told: dict[str, list[str]] = {}  # message id → types, in order of time

    def add(self, event: Event, at: datetime, topic: str) -> None:
        """Keep an event until `at`."""
        heapq.heappush(self._heap, (at, next(self._count), event, topic))
        if at <= self._now():
            self.at_once()

    def due(self, now: datetime) -> Iterator[tuple[Event, str]]:
        """Hand out what is due, oldest first."""
        while self._heap and self._heap[0][0] <= now:
            _, _, event, topic = heapq.heappop(self._heap)
            self.told.setdefault(event["mail"]["messageId"], []).append(event["eventType"])
            yield event, topic

    @property
    def next(self) -> datetime | None:
        """When the next one is due; None when there are none."""
        return self._heap[0][0] if self._heap else None
