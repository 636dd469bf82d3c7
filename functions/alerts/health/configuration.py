"""The configuration set: whether it sends, every event reaches us, and nobody is tracked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from functions.alerts.health.account import BOTH
from functions.alerts.health.point import Point, well, wrong

# What settling, receipts and suppression live on (SES API v2, EventType).
NEEDED = frozenset(
    {"SEND", "REJECT", "BOUNCE", "COMPLAINT", "DELIVERY", "DELIVERY_DELAY", "RENDERING_FAILURE"}
)
TRACKING = frozenset({"OPEN", "CLICK"})  # they add a pixel and rewrite links
_DEPLOY = "Deploy the stack again: somebody changed it by hand."


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """Where events go; `topic` is the ARN of an SNS topic ("": it is something else)."""

    name: str
    enabled: bool
    types: frozenset[str]
    topic: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfigurationSet:
    """GetConfigurationSet and its event destinations.

    `engagement` is Virtual Deliverability Manager's counting of opens and clicks: None where the
    set leaves that to the account. `suppressed` None leaves suppression to the account too.
    """

    name: str
    sending: bool
    reputation: bool
    destinations: tuple[Destination, ...]
    suppressed: frozenset[str] | None = None
    engagement: bool | None = None


def check_configuration_set(
    found: ConfigurationSet, topic: str, *, account_tracks: bool, stopped: bool
) -> Iterator[Point]:
    """`topic` is the ARN our events go to; `stopped` says that our kill switch is off as well."""
    yield _sending(found, stopped)
    yield _events(found.destinations, topic)
    yield _tracking(found, account_tracks)
    if not found.reputation:
        yield wrong(
            "reputation metrics",
            "Off: the alarms for bounces and complaints see nothing.",
            _DEPLOY,
        )
    if found.suppressed is not None and not found.suppressed >= BOTH:
        yield wrong(
            "suppression",
            "The configuration set lets mail through to addresses that bounced or complained.",
            _DEPLOY,
        )


def _sending(found: ConfigurationSet, stopped: bool) -> Point:
    if found.sending:
        return well("configuration set", f"{found.name} may send.")
    why = "`alerts stop` turned it off" if stopped else "Our own switch is on: SES's is not"
    return wrong(
        "configuration set",
        f"Sending is off for {found.name}. {why}.",
        "`alerts stop --lift` turns both on.",
    )


def _events(destinations: Sequence[Destination], topic: str) -> Point:
    ours = [one for one in destinations if one.topic == topic and topic]
    if not ours:
        return wrong("events", "SES's events do not go to our topic: no mail is settled.", _DEPLOY)
    told = frozenset[str]().union(*(one.types for one in ours if one.enabled))
    if not told:
        return wrong("events", "The event destination is disabled: no mail is settled.", _DEPLOY)
    if missing := NEEDED - told:
        kinds = ", ".join(sorted(missing)).lower()
        return wrong("events", f"SES does not tell us of: {kinds}.", _DEPLOY)
    return well("events", "SES tells us what becomes of every mail.")


def _tracking(found: ConfigurationSet, account_tracks: bool) -> Point:
    for one in found.destinations:
        if one.enabled and one.types & TRACKING:
            kinds = " and ".join(sorted(one.types & TRACKING)).lower()
            return wrong(
                "tracking",
                f"The event destination {one.name} asks for {kinds} events: SES adds a pixel or"
                " rewrites every link, and supporters are tracked.",
                f"Remove these types from {one.name}, or deploy the stack again.",
            )
    if found.engagement or (found.engagement is None and account_tracks):
        where = "the configuration set" if found.engagement else "the account"
        return wrong(
            "tracking",
            f"Virtual Deliverability Manager counts opens and clicks (on in {where}): SES adds a"
            " pixel and rewrites every link.",
            "SES console, Virtual Deliverability Manager, Settings: turn engagement tracking off.",
        )
    return well("tracking", "No pixel, no rewritten link.")
