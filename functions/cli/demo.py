"""`alerts demo`: the main job from end to end on a laptop, with no AWS account."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from functions.cli import output
from functions.cli.arguments import instant

MONDAY = "2018-04-09T09:00"  # the Monday before the award alert's first deadline
ZONE = "America/Chicago"


def demo(
    as_of: Annotated[
        str, typer.Option("--as-of", metavar="TIME", help="Pretend it is this time in Chicago.")
    ] = MONDAY,
    out: Annotated[Path, typer.Option(help="Where the mails go.")] = Path("outbox"),
) -> None:
    """Send the award alert to 200 sample supporters on embedded AWS; no mail leaves here."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    from functions.local.demo import run_demo

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=output.console(), transient=True) as progress:
        task = progress.add_task("Sending the award alert", total=None)

        def show(done: int, total: int) -> None:
            progress.update(task, completed=done, total=total)

        outcome = run_demo(as_of=instant(as_of, ZONE), out=out, progress=show)
    typer.echo(outcome.receipt)
    output.result(f"\nOpen [bold]{output.plain(str(out / 'index.html'))}[/] to see the mails.")
