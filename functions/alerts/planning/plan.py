"""A launch held against the state: why it cannot be, with remedies, before anything is queued."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from functions.alerts.mail.edition import Revision
from functions.alerts.planning.estimate import Estimate
from functions.alerts.sends.ports import Account


class Refusal(NamedTuple):
    """Why a send may not be launched, and what a person can do about it."""

    reason: str
    remedy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Our own guards against a slip of the hand, in people; None: none."""

    send: int | None = None
    day: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A launch, and the state it is held against. Times are aware.

    `switch_off` is why the kill switch is off (empty: it is on); `verified` whether SES knows the
    sender, `set_on` whether it sends for our configuration set. `estimate` is for `starts`.
    `booked` are the people of sends that have not begun and start less than a day from it,
    `begun` those of sends that are going on.
    """

    revision: Revision
    starts: datetime
    now: datetime
    account: Account
    switch_off: str
    verified: bool
    set_on: bool
    estimate: Estimate
    limits: Limits = Limits()
    booked: int = 0
    begun: int = 0


def refusals(plan: Plan) -> tuple[Refusal, ...]:
    """Everything that speaks against the launch, at once; empty when nothing does."""
    return tuple(refusal for check in _CHECKS for refusal in check(plan))


# A command takes seconds, and a person some more to say yes.
_SLACK = timedelta(minutes=5)
DAY = timedelta(hours=24)


def is_past(starts: datetime, now: datetime) -> bool:
    """Whether it is too late to plan something for `starts`."""
    return starts < now - _SLACK


def _time(plan: Plan) -> Iterator[Refusal]:
    if is_past(plan.starts, plan.now):
        yield Refusal(
            f"{plan.estimate.moment(plan.starts)} is past.",
            "Give a later time, or --now.",
        )


def _asks(plan: Plan) -> Iterator[Refusal]:
    if all(plan.revision.at(one, plan.starts) is None for one in plan.revision.languages):
        yield Refusal(
            "Every ask will have closed by then: nobody would be mailed.",
            "Choose an earlier time, or mend the deadlines in the alert's file.",
        )


def _switch(plan: Plan) -> Iterator[Refusal]:
    if plan.switch_off:
        yield Refusal(f"Sending is off: {plan.switch_off}.", "`alerts stop --lift` turns it on.")


def _account(plan: Plan) -> Iterator[Refusal]:
    if not plan.account.enabled:
        yield Refusal(
            "Amazon has paused or suspended this account's sending.",
            "The SES console (Account dashboard) says why, and what Amazon wants to hear.",
        )
    if plan.account.sandbox:
        yield Refusal(
            "The account is in SES's sandbox: it can only mail verified addresses, 200 a day.",
            "Ask for production access in the SES console (Account dashboard).",
        )
    if not plan.set_on:
        yield Refusal(
            "Sending is off for our configuration set.", "`alerts stop --lift` turns it on."
        )
    if not plan.verified:
        address = plan.revision.sender.address
        yield Refusal(
            f"Amazon does not know the sender {address}: neither it nor its domain is verified.",
            "Put the stack's three DKIM records into the domain's DNS, then try again.",
        )


def _audience(plan: Plan) -> Iterator[Refusal]:
    if plan.estimate.recipients:
        return
    skipped = sum(plan.estimate.skipped.values())
    whom = f"all {skipped:,} would be skipped" if skipped else "nobody is in the segment"
    yield Refusal(
        f"Nobody would be mailed: {whom} ({plan.estimate.sentence}).",
        "Look at --to, or import supporters.",
    )


def _quota(plan: Plan) -> Iterator[Refusal]:
    left = plan.account.left
    if left is None:
        return
    if plan.starts >= plan.now + DAY:  # by then today's mails no longer count
        left += plan.account.sent
    if plan.estimate.recipients > left:
        yield Refusal(
            f"{plan.estimate.recipients:,} people are more than Amazon lets this account mail by"
            f" then: {left:,} in 24 hours.",
            "Ask Amazon for a higher quota (Service Quotas, SES), or mail a smaller segment.",
        )


def _own_limits(plan: Plan) -> Iterator[Refusal]:
    people, limits = plan.estimate.recipients, plan.limits
    if limits.send is not None and people > limits.send:
        yield Refusal(
            f"{people:,} people are more than the {limits.send:,} a send may have here.",
            "Mail a smaller segment, or raise MOST_PER_SEND if they are all meant.",
        )
    day = people + plan.booked
    if plan.starts < plan.now + DAY:  # of who has begun some are in Amazon's count already
        day += max(plan.account.sent, plan.begun)
    if limits.day is not None and day > limits.day:
        yield Refusal(
            f"With this one, {day:,} people are mailed in 24 hours, more than {limits.day:,}.",
            "Choose a later time, or raise MOST_PER_DAY if they are all meant.",
        )


_CHECKS: tuple[Callable[[Plan], Iterator[Refusal]], ...] = (
    _time,
    _asks,
    _switch,
    _account,
    _audience,
    _quota,
    _own_limits,
)
