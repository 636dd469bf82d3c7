"""The clock of embedded AWS: it starts where `--as-of` says and moves only with the work done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta


class Clock:
    """A virtual clock; `now` is aware, in UTC, and goes back only at the end of `aside`."""

    def __init__(self, start: datetime) -> None:
        if start.tzinfo is None:
            raise ValueError(f"a clock needs an aware time, {start.isoformat()} has no zone")
        self._set(start)

    def _set(self, moment: datetime) -> None:
        # Both forms at once: moto's SQS asks for the number some thousand times a second.
        self.now = moment.astimezone(UTC)
        self._timestamp = self.now.timestamp()

    def timestamp(self) -> float:
        """Give the time in seconds of the Unix epoch."""
        return self._timestamp

    def timestamp_millis(self) -> float:
        """Give the time in milliseconds of the Unix epoch."""
        return self._timestamp * 1000

    def __call__(self) -> datetime:
        """Give the time, so that the clock itself can be passed where a function is asked for."""
        return self.now

    def advance(self, seconds: float) -> None:
        """Move on by `seconds`."""
        self._set(self.now + timedelta(seconds=max(0.0, seconds)))

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Let what waits inside wait beside everything else: afterwards it is as late as before."""
        begun = self.now
        try:
            yield
        finally:
            self._set(begun)

    def advance_to(self, moment: datetime) -> None:
        """Move on to `moment`; a moment that is past changes nothing."""
        self._set(max(self.now, moment))
