"""`alerts supporters`: one person on the list: look, put on, take off, erase."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from functions.alerts.errors import Mistake
from functions.cli import output
from functions.cli.launching import Yes, home_organization, wrong_usage
from functions.cli.stack import Stage, Why, deployed

if TYPE_CHECKING:
    from functions.alerts.sends.supporter import Supporter
    from functions.services.people import Known
    from functions.wiring import World

Email = Annotated[str, typer.Argument(metavar="EMAIL", help="Somebody's address.")]
Source = Annotated[
    str, typer.Option(metavar="TEXT", help="Where they said so: phone, a meeting's sheet.")
]
AgreedTo = Annotated[
    str, typer.Option("--agreed-to", metavar="TEXT", help="To what, in a few words.")
]
Topics = Annotated[str, typer.Option("--topic", metavar="TOPICS", help="Like welcoming,daca.")]
Language = Annotated[
    str,
    typer.Option(metavar="LANGUAGE", help="es or Spanish; else what is kept, or your first one."),
]
FirstName = Annotated[str, typer.Option("--first-name", metavar="NAME")]
LastName = Annotated[str, typer.Option("--last-name", metavar="NAME")]
Zip = Annotated[str, typer.Option("--zip", metavar="ZIP")]
Back = Annotated[
    str, typer.Option(metavar="TEXT", help="Why somebody who left or bounced comes back.")
]
_DONE = {
    "entered": "They are on the list.",
    "confirmed": "They are on the list; a confirmation they had not given is not needed.",
    "stays": "They were on the list already; what you said of them is added.",
    "is back": "They are on the list again.",
}


def show(email: Email, stage: Stage = "") -> None:
    """Print all that is kept of an address, and who changed what of it."""
    world, known = _known(email, stage)
    for line in _kept(known):
        output.result(output.plain(line))
    if held := world.suppressions.find(known.address):
        output.result(f"            {held.status} by Amazon's own list: it sends nothing there.")
    for entry in world.ledger.audit_of(known.id):
        output.result(output.plain(entry.line()))


def subscribe(
    email: Email,
    source: Source,
    agreed_to: AgreedTo,
    topics: Topics = "",
    language: Language = "",
    first_name: FirstName = "",
    last_name: LastName = "",
    zip: Zip = "",
    reason: Back = "",
    stage: Stage = "",
) -> None:
    """Put somebody on the list who said to you that they want to be.

    Say where, and what they agreed to. Somebody who left, bounced, complained or
    was erased comes back only with a --reason; that also takes the address off
    Amazon's own list. Of somebody who is on the list topics are added.
    """
    from functions.services.staff_changes import subscribe as put_on

    world, known = _known(email, stage)
    wish = _wish(
        language=language or ("" if known.person else _home_language()),
        topics=topics,
        **{"--source": source, "--agreed-to": agreed_to},
        **{"--first-name": first_name, "--last-name": last_name, "--zip": zip},
    )
    why = _reason(reason, known)
    output.result(_DONE[put_on(wish, known, world, who=world.caller.name(), why=why)])


def unsubscribe(email: Email, reason: Why = "", stage: Stage = "") -> None:
    """Take somebody off the list, while they are on the phone. Mails on their way still come."""
    from functions.services.staff_changes import unsubscribe as take_off

    world, known = _known(email, stage)
    why = _reason(reason, known)
    if take_off(known, world, who=world.caller.name(), why=why):
        output.result("They are off the list: nothing that is not handed to Amazon yet goes out.")
    else:
        output.result(f"They were off the list already: {known.stands}.")


def erase(email: Email, reason: Why = "", yes: Yes = False, stage: Stage = "") -> None:
    """Erase somebody everywhere, for good.

    Only a keyed hash of the address stays, so that no import brings it back.
    """
    from functions.services.staff_changes import erase as forget

    world, known = _known(email, stage)
    why = _reason(reason, known)
    stands = "is not on the list" if known.stands is None else f"is {known.stands}"
    output.say(
        f"This address {stands}. Erased, nothing can be brought back: not the name, not the topics,"
        " not what they agreed to. Backups of the list forget it within 35 days, what is on"
        " its way within 14. To stop mails alone, unsubscribe."
    )
    if not yes and not typer.confirm("Erase everything that is kept of it?", err=True):
        output.refuse("Nothing was changed.")
    output.say("The whole list is looked through; that may take a minute.")
    if forget(known.address, world, who=world.caller.name(), why=why):
        output.result("Erased. Only a keyed hash of the address stays.")
    else:
        output.result("There was nothing to erase. It is noted that it must not be entered.")


def _known(email: str, stage: str) -> tuple[World, Known]:
    """The stack, and what stands under an address; wrong usage for what is no address."""
    from functions.alerts.people.address import read_address
    from functions.services.people import look_up

    try:
        address = read_address(email)
    except Mistake as mistake:
        raise wrong_usage(mistake, "EMAIL") from mistake
    world = deployed(stage)
    return world, look_up(address, world)


def _kept(known: Known) -> Iterator[str]:
    yield f"address     {known.address}"
    yield f"id          {known.id}"
    if known.stands is None:
        yield "status      not on the list"
        return
    yield f"status      {known.stands}"
    if known.person is None:
        yield "            All that is kept is the id, a keyed hash: it must not be entered again."
        return
    person = known.person
    told = {
        "language": person.language,
        "name": f"{person.first_name} {person.last_name}".strip(),
        "zip": person.zip,
        "district": person.district,
        "topics": ", ".join(sorted(person.topics)),
        "joined": person.joined,
        "source": person.source,
        "agreed": person.agreed,
        "agreed to": person.agreed_to,
    }
    yield from (f"{name:<11} {text}" for name, text in told.items() if text)
    if until := person.waits_until():
        yield f"            Not confirmed yet; gone after {until:%Y-%m-%d %H:%M} UTC."


def _wish(*, language: str, topics: str, **texts: str) -> Supporter:
    """What was said of a person, checked; wrong usage names the option."""
    from functions.alerts.importing.languages import read_language
    from functions.alerts.people.written import check_line, read_topics
    from functions.alerts.sends.supporter import Supporter

    lines = {}
    for option, text in texts.items():
        try:
            lines[option[2:].replace("-", "_")] = check_line(text)
        except Mistake as mistake:
            raise wrong_usage(mistake, option) from mistake
    for option in ("--source", "--agreed-to"):
        if not texts[option].strip():
            raise typer.BadParameter("Say it in a few words.", param_hint=option)
    try:
        asked = read_topics(topics)
    except Mistake as mistake:
        raise wrong_usage(mistake, "--topic") from mistake
    codes = read_language(language) if language else ("",)
    if len(codes) != 1:
        offers = f"Write {' or '.join(codes)}." if codes else "Write its code, e.g. es."
        raise typer.BadParameter(f"Which language is that? {offers}", param_hint="--language")
    return Supporter(id="", email="", status="subscribed", language=codes[0], topics=asked, **lines)


def _home_language() -> str:
    organization = home_organization()
    return organization.languages[0] if organization else "en"


def _reason(reason: str, known: Known) -> str:
    from functions.alerts.people.written import check_reason

    try:
        return check_reason(reason, known.person)
    except Mistake as mistake:
        raise wrong_usage(mistake, "--reason") from mistake
