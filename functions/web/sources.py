"""How many forms came from one place lately: in memory alone, never stored or logged.

A place is a salted hash of a network address; salt and hashes are thrown away at the first request
of any kind after an hour. Each process counts for itself, which is enough against one machine;
against many of them there are the limits per address and per day (`letter_limits.py`).
"""

from __future__ import annotations

import hashlib
import secrets
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address

from functions.web.request import Request

KEPT = timedelta(hours=1)
# Sign-ups an hour. A whole street fair may sign up from one network; and behind one of CloudFront's
# own addresses is a whole city.
FROM_VIEWER, FROM_CONNECTION = 60, 2_000
_MOST_PLACES = 50_000  # in memory: some megabytes


class Sources:
    """Counts by place. `salt` gives 32 secret bytes."""

    def __init__(self, salt: Callable[[], bytes] = lambda: secrets.token_bytes(32)) -> None:
        self._new_salt = salt
        self._until: datetime | None = None
        self._salt, self._counts = b"", Counter[bytes]()

    def admit(self, request: Request, now: datetime) -> bool:
        """Count a request; whether its place sent no more than it may. `now` is aware.

        Who calls the API past CloudFront can name any viewer, so what connects is counted too.
        """
        self.forget(now)
        if self._until is None or len(self._counts) > _MOST_PLACES:
            self._salt, self._until = self._new_salt(), now + KEPT
            self._counts.clear()
        viewer, connection = _viewer(request), _network(request.source)
        # Each is counted, whatever the other says.
        few = [
            self._count(f"{connection} {viewer}") <= FROM_VIEWER,
            self._count(connection) <= FROM_CONNECTION,
        ]
        return all(few)

    def forget(self, now: datetime) -> None:
        """Throw away what is an hour old: asked for at every request, whatever it is about."""
        if self._until is not None and now >= self._until:
            self._salt, self._until = b"", None
            self._counts.clear()

    def _count(self, place: str) -> int:
        mark = hashlib.blake2b(place.encode(), key=self._salt, digest_size=12).digest()
        self._counts[mark] += 1
        return self._counts[mark]


def _viewer(request: Request) -> str:
    """Whom CloudFront names: it adds its viewer to X-Forwarded-For, and API Gateway CloudFront.

    "X-Forwarded-For", CloudFront developer guide: request and response behaviour for origins.
    """
    named = request.headers.get("x-forwarded-for", "").split(",")
    return _network(named[-2].strip()) if len(named) > 1 else ""


def _network(address: str) -> str:
    """An IPv6 address's /64, which one household has to itself; "" for what is no address."""
    try:
        found = ip_address(address)
    except ValueError:
        return ""
    return str(int(found) >> 64) if isinstance(found, IPv6Address) else str(found)
