"""`alerts recover`: after the list was restored from a backup, whoever left since leaves again."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from functions.cli import output
from functions.cli.stack import Stage, deployed

if TYPE_CHECKING:
    from functions.services.recovering import Recovered

_SINCE = "2018-04-09T14:00:00Z"


def recover(
    since: Annotated[
        str,
        typer.Option(metavar="TIME", help=f"What the list was restored to, in UTC: {_SINCE}."),
    ],
    stage: Stage = "",
) -> None:
    """Take off a restored list whoever left, bounced, complained or was erased since its backup."""
    from rich.progress import BarColumn, Progress, TextColumn

    from functions.services.planning import switch_off
    from functions.services.recovering import recover as replay

    at, world = read_since(since), deployed(stage)
    columns = (TextColumn("{task.description}"), BarColumn())
    console = output.console()
    quiet = not console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=quiet) as progress:
        task = progress.add_task("Reading who left", total=None)
        done = replay(
            at,
            world,
            who=world.caller.name(),
            progress=lambda n, of: progress.update(task, completed=n, total=of),
        )
    for line in _told(done):
        output.result(line)
    off = switch_off(world)
    if off:
        output.say(f"Sending is off: {output.plain(off)}. `alerts stop --lift` turns it on.")
    else:
        output.say("[bold red]Sending is on.[/] It should have been off until now: see README.")


def read_since(text: str) -> datetime:
    """A time in ISO form with its zone; wrong usage without one."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"Write it as {_SINCE}.", param_hint="--since") from error
    if at.tzinfo is None:
        raise typer.BadParameter(
            f"Say in which zone: {text}Z is UTC, as AWS writes it.", param_hint="--since"
        )
    return at.astimezone(UTC)


def _told(done: Recovered) -> list[str]:
    total = sum(done.changed.values())
    parts = [f"{count:,} {status}" for status, count in sorted(done.changed.items())]
    told = f": {', '.join(parts)}" if parts else ""
    return [
        f"{total:,} people taken off the list again{told}.",
        f"{done.unchanged:,} more had left before the backup, or are not on the list.",
    ]
