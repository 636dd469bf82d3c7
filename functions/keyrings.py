"""Signing keys on their way into a warm function: read when first needed, again every few minutes.

SSM ─► stored keys ─► Keyring; `World.keyring` and its like are what others see
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from functions import logs
from functions.alerts.errors import OutcomeUnknown, TryLater
from functions.alerts.mail.keys import REREAD, assemble
from functions.alerts.mail.token import Keyring, parse_keys
from functions.aws.ssm import Parameters, read_keys


class Keyrings:
    """The keyrings of one process, by where they are. `now` gives aware times."""

    def __init__(self, client: Callable[[], Parameters], now: Callable[[], datetime]) -> None:
        self._client, self._now = client, now
        self._known: dict[str, tuple[Keyring, datetime]] = {}  # with the time of its last reading

    def ring(self, place: str) -> Keyring:
        """The keyring of an SSM path, or of the keys themselves as JSON.

        While SSM does not answer, the keys that were read before go on: links in mails must work.
        Then it is not asked with every message, either: each try takes seconds.
        """
        if not place.startswith("/"):
            return parse_keys(place)
        now, had = self._now(), self._known.get(place)
        if had and now - had[1] < REREAD:
            return had[0]
        try:
            ring = assemble(read_keys(self._client(), place), now)
        except (TryLater, OutcomeUnknown) as error:
            if not had:
                raise
            logs.event("keys_not_read", reason=type(error).__name__)
            ring = had[0]
        self._known[place] = ring, now
        return ring
