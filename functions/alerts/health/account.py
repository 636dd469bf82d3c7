"""The SES account: whether it may send, how fast, how much, at what price."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from functions.alerts.health.point import Point, note, well, wrong
from functions.alerts.planning.estimate import duration
from functions.alerts.planning.price import SES_PLANS
from functions.alerts.sends.pace import usable

LIST = 40_000  # people: the size of list that rate and quota are told for
BOTH = frozenset({"BOUNCE", "COMPLAINT"})
_A_LA_CARTE = "NONE"


@dataclass(frozen=True, slots=True, kw_only=True)
class SesAccount:
    """GetAccount's answer. `rate` is messages a second, `quota` per 24 hours (negative: none).

    `plan` and `next_plan` are SES's words ("": not told), `review` that of the request to leave the
    sandbox; `engagement` whether Virtual Deliverability Manager counts opens and clicks.
    """

    rate: float
    quota: float
    sent: float
    sending: bool
    enforcement: str
    production: bool
    plan: str = ""
    next_plan: str = ""
    suppressed: frozenset[str] = BOTH
    review: str = ""
    engagement: bool = False


def check_account(found: SesAccount) -> Iterator[Point]:
    """May it send, and how much."""
    yield _sandbox(found)
    yield _enforcement(found)
    if not found.sending:
        yield wrong(
            "sending",
            "Sending is paused for the whole account.",
            "Find out who paused it, then turn it on: SES console, Account dashboard.",
        )
    yield _rate(found)
    yield _quota(found)


def check_plan(found: SesAccount) -> Iterator[Point]:
    """What a mail costs: GetAccount tells the plan (SES API v2, PricingAttributes)."""
    plan = found.next_plan or found.plan
    if not plan:
        yield note(
            "price plan",
            f"SES does not tell the account's plan; à la carte would be {_dollars(_A_LA_CARTE)}.",
            "Look at SES console, Account dashboard, Pricing plan.",
        )
        return
    if plan == _A_LA_CARTE:
        when = "" if found.plan == plan else " from next month on"
        yield well("price plan", f"À la carte{when}: {_dollars(plan)} for a million mails.")
        return
    name = plan.capitalize()
    switch = "`aws sesv2 put-account-pricing-attributes --plan NONE` switches to it."
    if plan not in SES_PLANS:
        yield note(
            "price plan",
            f"The account is on {name}; à la carte a million mails are {_dollars(_A_LA_CARTE)}"
            " and nothing here needs what the plan adds.",
            switch,
        )
        return
    saved = round((SES_PLANS[plan] - SES_PLANS[_A_LA_CARTE]) * 1_000_000)
    yield note(
        "price plan",
        f"The account is on {name} ({_dollars(plan)} for a million mails); à la carte saves"
        f" US$ {saved} per million.",
        switch,
    )


def check_suppression(found: SesAccount) -> Iterator[Point]:
    """Whether SES itself refuses whoever bounced or complained before."""
    missing = BOTH - found.suppressed
    if missing:
        kinds = " and ".join(sorted(one.lower() for one in missing))
        yield note(
            "account suppression",
            f"The account's suppression list leaves out {kinds}s; our configuration set has its own"
            " rule, test mails without it do not.",
            "SES console, Suppression list, Account-level settings: add both reasons.",
        )
    else:
        yield well("account suppression", "SES refuses addresses that bounced or complained.")


def _sandbox(found: SesAccount) -> Point:
    if found.production:
        return well("sandbox", "The account is out of the sandbox.")
    asked = {
        "PENDING": " Its request to leave is being looked at.",
        "DENIED": " Its request to leave was denied.",
        "FAILED": " Its request to leave failed.",
    }.get(found.review, "")
    return wrong(
        "sandbox",
        f"The account is in the sandbox: it mails only verified addresses, 200 a day.{asked}",
        "Ask for production access in the SES console (Account dashboard), and say how people"
        " subscribe and unsubscribe.",
    )


def _enforcement(found: SesAccount) -> Point:
    if found.enforcement == "HEALTHY":
        return well("reputation", "Amazon has no complaint about this account.")
    if found.enforcement == "SHUTDOWN":
        return wrong(
            "reputation",
            "Amazon has stopped this account from sending.",
            "Answer its mail to the account's address (Support Center): say what you changed.",
        )
    return wrong(
        "reputation",
        f"Amazon is reviewing this account ({found.enforcement.lower() or 'no word why'}): it may"
        " stop it.",
        "Answer its mail to the account's address, and mail only who asked for it till then.",
    )


def _rate(found: SesAccount) -> Point:
    time = duration(timedelta(seconds=LIST / usable(found.rate)))
    told = f"{found.rate:,.4g} mails a second: {LIST:,} mails take {time}."
    if LIST / usable(found.rate) <= 3600:
        return well("rate", told)
    return note("rate", told, "Ask for a higher rate: Service Quotas, Amazon SES, Sending rate.")


def _quota(found: SesAccount) -> Point:
    if found.quota < 0:
        return well("quota", "No limit per day.")
    left = max(0, int(found.quota - found.sent))
    told = f"{found.quota:,.0f} mails in 24 hours, {left:,} of them left now."
    if found.quota >= LIST:
        return well("quota", told)
    return note(
        "quota",
        f"{told} A list of {LIST:,} does not fit into a day.",
        "Ask for a higher quota: Service Quotas, Amazon SES, Sending quota.",
    )


def _dollars(plan: str) -> str:
    return f"US$ {SES_PLANS[plan] * 1_000_000:,.0f}"
