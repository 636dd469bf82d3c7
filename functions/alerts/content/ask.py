"""The asks: what a supporter can do, one model per kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from functions.alerts.content.ask_types import (
    Assembly,
    Bill,
    Deadline,
    Dollars,
    Moves,
    Start,
    Starts,
    Telephone,
)
from functions.alerts.content.bill import bill_link, bill_number, general_assembly
from functions.alerts.content.deadline import written
from functions.alerts.content.giving import donate_link
from functions.alerts.content.reminding import Leads
from functions.alerts.errors import Mistake
from functions.alerts.reading.model import Link, Markdown, Model, Name, Plain, Slug, Text, slugify

Position = Literal["proponent", "opponent", "no_position"]
Testimony = Literal["record_of_appearance_only", "written", "oral", "oral_and_written"]


class BaseAsk(Model):
    """What every ask may have. `closes` is an aware datetime in its own zone."""

    id: Slug  # derived when not written: the kind, the bill or the name
    title: Text | None = None  # the words in bold; the language pack has them for most kinds
    text: Markdown | None = None
    link: Link | None = None
    closes: Deadline | None = None
    remind: Leads = ()  # how long before `closes` the alert goes out again
    outcome: Text | None = None  # said on the page once it is closed
    button: Text | None = None  # the language pack has them


class Donate(BaseAsk):
    """Give money: `link` and `monthly` default to the organization's."""

    ask: Literal["donate"]
    monthly: Link | None = None
    amounts: Annotated[tuple[Dollars, ...], Field(max_length=10)] = ()  # US dollars
    reference: Plain | None = None  # put into the link by the platform's own rule

    @property
    def amount_links(self) -> tuple[tuple[int, str], ...]:
        """Each amount (US dollars) with the link that opens the donate page on it."""
        link = self.link
        return tuple((n, donate_link(link, amount=n)) for n in self.amounts) if link else ()


class Slip(BaseAsk):
    """File a witness slip: one bill for one hearing."""

    ask: Literal["slip"]
    bill: Bill | None = None  # "SB 35"
    name: Text | None = None  # "Safe Zones Act"
    chamber: Literal["house", "senate"] | None = None  # where the hearing is
    committee: Name | None = None
    hearing: Start | None = None
    moved_from: Moves = ()  # the hearings (else the deadlines) it had before
    place: Name | None = None
    amendment: Name | None = None
    position: Position = "proponent"
    testimony: Testimony = "record_of_appearance_only"
    general_assembly: Assembly | None = None

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if not self.bill and not self.name:
            raise Mistake("The slip names no bill.", advice="Write `bill: SB 35`, `name:` or both.")
        if self.hearing and not self.closes and not self.chamber:
            raise Mistake(
                "A hearing alone does not say until when slips can be filed: the two chambers "
                "have different rules.",
                advice="Add `chamber: house` or `chamber: senate`, or write `closes:`.",
            )
        return self


class TakeAction(BaseAsk):
    """Open somebody's action page."""

    ask: Literal["take_action"]
    link: Link


class PhoneNumber(Model):
    """A number and whose it is."""

    name: Name | None = None
    number: Telephone  # as staff write it; `tel` is derived


class Call(BaseAsk):
    """Call somebody: whom, which numbers, what to say."""

    ask: Literal["call"]
    whom: Text
    numbers: Annotated[tuple[PhoneNumber, ...], Field(min_length=1, max_length=40)]
    script: Markdown | None = None


class Comment(BaseAsk):
    """Comment on a docket of an agency until its closing time."""

    ask: Literal["comment"]
    docket: Name
    agency: Name
    link: Link
    closes: Deadline


class Event(BaseAsk):
    """Come to something: `place`, `link` (online) or both."""

    ask: Literal["event"]
    title: Text
    starts: Start
    moved_from: Starts = ()  # when it was to start before
    ends: Start | None = None
    place: Name | None = None
    rsvp: Link | None = None
    interpretation: Text | None = None
    access: Text | None = None

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if not self.place and not self.link:
            raise Mistake(
                "The event is nowhere.", advice="Write `place:`, `link:` (online) or both."
            )
        if self.ends and self.ends <= self.starts:
            raise Mistake(
                f"The event ends ({written(self.ends)}) before it starts ({written(self.starts)}).",
                advice="Mend `starts` or `ends`.",
            )
        return self


class SignUp(BaseAsk):
    """Sign up: somewhere else (`link`) or for a topic of our own list."""

    ask: Literal["sign_up"]
    topic: Slug | None = None

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if bool(self.topic) == bool(self.link):
            raise Mistake(
                "It is not clear where people sign up.",
                advice="Write either `link:` (somebody's page) or `topic:` (our own list).",
            )
        return self


class Share(BaseAsk):
    """Pass it on; `link` defaults to the alert's own page."""

    ask: Literal["share"]


Ask = Annotated[
    Donate | Slip | TakeAction | Call | Comment | Event | SignUp | Share,
    Field(discriminator="ask"),
]

KINDS: Mapping[str, type[BaseAsk]] = {
    "donate": Donate,
    "slip": Slip,
    "take_action": TakeAction,
    "call": Call,
    "comment": Comment,
    "event": Event,
    "sign_up": SignUp,
    "share": Share,
}


def derived_id(raw: Mapping[str, Any]) -> str:
    """The id of an ask as written.

    It is the bill or name of a slip (`sb-35`, `no-registry-act`), else the kind (`donate`,
    `sign-up`). A written `id` wins.
    """
    if isinstance(raw.get("id"), str) and raw["id"].strip():
        return str(raw["id"]).strip()
    kind = str(raw.get("ask") or "ask")
    if kind != "slip":
        return slugify(kind) or "ask"
    bill, name = raw.get("bill"), raw.get("name")
    try:
        title = bill_number(bill) if isinstance(bill, str) else name
    except Mistake:
        title = bill
    return (slugify(title) if isinstance(title, str) else "") or "slip"


def slip_link(ask: Slip) -> str | None:
    """The bill's page on ilga.gov, or None where it cannot be known.

    The General Assembly is that of the hearing or deadline. A link to the slip's form does not
    follow from the bill's number.
    """
    day = ask.hearing or ask.closes
    assembly = ask.general_assembly or (general_assembly(day.date()) if day else None)
    return bill_link(ask.bill, assembly) if ask.bill else None
