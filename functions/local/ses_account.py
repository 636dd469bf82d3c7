"""What SES knows about an account, and every reason why it would not take a message from it now."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import parseaddr

SIMULATOR = "simulator.amazonses.com"  # SES developer guide, "Using the mailbox simulator"
DAY = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why SES takes nothing: as a bulk entry's `Status`, and as an exception of a whole call."""

    status: str
    exception: str
    message: str


@dataclass(slots=True)
class ConfigurationSet:
    """A configuration set; `event_types` empty means that no event is published."""

    name: str
    sending_enabled: bool = True
    event_types: frozenset[str] = frozenset()
    topic: str | None = None  # ARN


@dataclass(slots=True)
class Account:
    """An SES account in one region, in memory. `now` gives aware times; rate is per second.

    The defaults are what AWS gives an account that has just left the sandbox.
    """

    now: Callable[[], datetime]
    identities: set[str] = field(default_factory=set)  # verified domains and addresses
    production: bool = True  # False: the sandbox, verified recipients only
    sending_enabled: bool = True
    enforcement: str = "HEALTHY"
    daily_quota: float = 50_000  # -1: no limit (GetAccount)
    rate: float = 14
    suppressed_reasons: frozenset[str] = frozenset({"BOUNCE", "COMPLAINT"})
    suppressed: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    configuration_sets: dict[str, ConfigurationSet] = field(default_factory=dict)
    _sent: deque[datetime] = field(default_factory=deque)
    _tokens: float | None = None
    _filled: datetime | None = None

    def verified(self, address: str) -> bool:
        """Say whether the address, its domain or a domain above it is verified."""
        address = address.lower()
        domain = address.rpartition("@")[2].split(".")
        above = {".".join(domain[at:]) for at in range(len(domain) - 1)}
        return address in self.identities or not above.isdisjoint(self.identities)

    def sent_last_day(self) -> int:
        """Count the recipients of the last 24 hours."""
        while self._sent and self._sent[0] <= self.now() - DAY:
            self._sent.popleft()
        return len(self._sent)

    def refusal(self, sender: str, configuration_set: str | None) -> Refusal | None:
        """Tell why this account may not send from `sender` at all, whoever the recipient."""
        if self.enforcement == "SHUTDOWN":
            return ACCOUNT_SUSPENDED
        if not self.sending_enabled:
            return ACCOUNT_PAUSED
        if configuration_set is not None:
            found = self.configuration_sets.get(configuration_set)
            if found is None:
                words = f"Configuration set <{configuration_set}> does not exist."
                return Refusal("CONFIGURATION_SET_NOT_FOUND", "NotFoundException", words)
            if not found.sending_enabled:
                return SET_PAUSED
        address = parseaddr(sender)[1]
        return None if self.verified(address) else _unverified(address)

    def take(self, recipients: Iterable[str]) -> Refusal | None:
        """Count one message to `recipients` against sandbox, quota and rate, or tell why not.

        The mailbox simulator is held to the rate and is not counted in the quota (SES developer
        guide, "Using the mailbox simulator").
        """
        people = list(recipients)
        counted = [a for a in people if not a.endswith(f"@{SIMULATOR}")]
        if not self.production:
            strangers = [a for a in people if not (self.verified(a) or a.endswith(SIMULATOR))]
            if strangers:
                return _unverified(*strangers)
        if counted and 0 <= self.daily_quota < self.sent_last_day() + len(counted):
            return OVER_QUOTA
        self._fill()
        if (self._tokens or 0.0) < len(people):
            return THROTTLED
        self._tokens = (self._tokens or 0.0) - len(people)
        self._sent.extend(self.now() for _ in counted)
        return None

    def _fill(self) -> None:
        # A bucket of one second's worth: SES allows short bursts above the rate without saying how
        # short, so relying on more than a second would be a guess. One message always fits.
        depth = max(1.0, self.rate)
        since = (self.now() - self._filled).total_seconds() if self._filled else 0.0
        tokens = depth if self._tokens is None else self._tokens
        self._tokens, self._filled = min(depth, tokens + since * self.rate), self.now()


ACCOUNT_SUSPENDED = Refusal(
    "ACCOUNT_SUSPENDED",
    "AccountSuspendedException",
    "Sending suspended for this account. For more information, please check your inbox.",
)
ACCOUNT_PAUSED = Refusal(
    "ACCOUNT_SENDING_PAUSED", "SendingPausedException", "Sending is paused for this account."
)
SET_PAUSED = Refusal(
    "CONFIGURATION_SET_SENDING_PAUSED",
    "SendingPausedException",
    "Sending is paused for this configuration set.",
)
OVER_QUOTA = Refusal(
    "ACCOUNT_DAILY_QUOTA_EXCEEDED", "TooManyRequestsException", "Daily message quota exceeded."
)
THROTTLED = Refusal(
    "ACCOUNT_THROTTLED", "TooManyRequestsException", "Maximum sending rate exceeded."
)


def _unverified(*addresses: str) -> Refusal:
    failed = ", ".join(addresses)
    words = "Email address is not verified. The following identities failed the check"
    return Refusal("MESSAGE_REJECTED", "MessageRejected", f"{words} in region US-EAST-2: {failed}")
