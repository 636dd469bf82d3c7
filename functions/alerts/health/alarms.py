"""The alarms: whether each reaches the topic, and the topic a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from functions.alerts.health.point import Point, note, well, wrong


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """One alarm; `actions` are ARNs, `rings` is the state ALARM, `about` its description."""

    name: str
    actions: tuple[str, ...]
    enabled: bool = True
    rings: bool = False
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """Somebody told by the alarm topic; the address is not kept."""

    protocol: str
    confirmed: bool


def check_alarms(wanted: Sequence[str], found: Sequence[Alarm], topic: str) -> Iterator[Point]:
    """`wanted` are the names of the stack's alarms, `topic` the alarm topic's ARN."""
    there = {one.name for one in found}
    for name in sorted(set(wanted) - there):
        yield wrong("alarms", f"The alarm {name} is gone.", "Deploy the stack again.")
    for one in found:
        if not one.enabled or topic not in one.actions:
            what = "has its actions turned off" if not one.enabled else "tells nobody we know"
            yield wrong("alarms", f"The alarm {one.name} {what}.", "Deploy the stack again.")
        if one.rings:
            yield wrong("alarms", f"{one.name} rings.", one.about or "Look at it in CloudWatch.")
    if found and there >= set(wanted) and all(topic in a.actions and a.enabled for a in found):
        yield well("alarms", f"All {len(found)} alarms reach the alarm topic.")


def check_subscriptions(found: Sequence[Subscription]) -> Iterator[Point]:
    """A topic without a confirmed subscriber is an alarm that nobody hears."""
    confirmed = sum(one.confirmed for one in found)
    waiting = len(found) - confirmed
    if not confirmed:
        what = "was not confirmed yet" if waiting else "is not there"
        yield wrong(
            "alarm mailbox",
            f"The alarm topic's subscription {what}: no alarm reaches anybody.",
            "Press the link in the mail “AWS Notification - Subscription Confirmation”; it is void"
            " after three days: deploy with another alarm_address and back to get a new one.",
        )
        return
    yield well("alarm mailbox", f"{confirmed} confirmed subscription{'s'[: confirmed != 1]}.")
    if waiting:
        yield note(
            "alarm mailbox",
            f"{waiting} more did not press the link in AWS's mail yet.",
            "Ask them to, or remove them in the SNS console.",
        )
