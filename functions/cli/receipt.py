"""`alerts receipt`: what became of a send, to the person, and what became of one person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from functions.alerts.errors import StateError
from functions.cli import output
from functions.cli.stack import SendId, Stage, deployed

if TYPE_CHECKING:
    from functions.alerts.outcomes.receipt import Receipt
    from functions.alerts.sends.supporter import Supporter
    from functions.wiring import World


def receipt(
    send: SendId,
    csv: Annotated[bool, typer.Option("--csv", help="The sums as a table.")] = False,
    people: Annotated[
        bool, typer.Option("--people", help="A table of everybody, by id: no address stands in it.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="The sums, for machines.")] = False,
    person: Annotated[
        str, typer.Option("--for", metavar="EMAIL", help="Did this person get it, and if not why?")
    ] = "",
    stage: Stage = "",
) -> None:
    """Say what became of everybody a send meant: the numbers add up, to the person."""
    from functions.alerts.outcomes.recipient import csv_lines
    from functions.services.receipts import draw_receipt, rows

    if sum(map(bool, (csv, people, json, person))) > 1:
        raise typer.BadParameter("One of --csv, --people, --json and --for.", param_hint="--csv")
    world = deployed(stage)
    if person:
        _tell_about(person, send, world)
    elif people:
        for line in csv_lines(rows(send, world)):
            typer.echo(line, nl=False)
    else:
        drawn = draw_receipt(send, world)
        if csv:
            typer.echo(drawn.csv(), nl=False)
        elif json:
            typer.echo(drawn.to_json())
        else:
            for line in (*drawn.lines(), *_reminders(send, world)):
                output.result(output.plain(line))
        for line in as_it_stood(drawn, world):
            output.say(line)


def as_it_stood(receipt: Receipt, world: World) -> Iterator[str]:
    """Of a receipt that can only be shown as it was stored when the send was over: since when."""
    from functions.cli.sends import moment

    at = datetime.fromisoformat(receipt.at)
    if world.now() - at > timedelta(days=1):
        yield (
            f"This is the receipt of {moment(at)}: what Amazon tells of each mail is kept for 90"
            " days only."
        )


def _reminders(send: str, world: World) -> Iterator[str]:
    from functions.cli.sends import moment
    from functions.services.reminders import outlook

    found = world.ledger.read_send(send)
    yield from outlook(found, world, moment) if found else ()


def _tell_about(email: str, send: str, world: World) -> None:
    from functions.services.receipts import recipient

    for supporter in _people(email, world):
        output.result(output.plain(f"{email}: {recipient(send, supporter.id, world).line()}"))


def _people(email: str, world: World) -> list[Supporter]:
    found = world.supporters.find(email)
    if not found:
        raise StateError(
            f"{email} is not on the list.",
            remedy="It never was, is spelled otherwise, or was erased.",
        )
    return found
