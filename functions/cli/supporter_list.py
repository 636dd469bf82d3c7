"""`alerts supporters count`, `export`, `suppressed`: the list as a whole."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, TextIO

import typer

from functions.alerts.errors import Mistake
from functions.cli import output
from functions.cli.launching import wrong_usage
from functions.cli.stack import Stage, Why, deployed

if TYPE_CHECKING:
    from functions.alerts.sends.segment import Segment

To = Annotated[
    str,
    typer.Option(
        metavar="SEGMENT",
        help="Like topic=daca,language=es,ar; without it everybody. As in `alerts send --to`.",
    ),
]
Which = Literal["subscribed", "pending", "unsubscribed", "bounced", "complained", "all"]
_STATUSES = ("subscribed", "pending", "unsubscribed", "bounced", "complained")


def count(to: To = "", stage: Stage = "") -> None:
    """Say how many are on the list, by what they are and the language they read."""
    from functions.services.listing import count as counted

    segment, world = _segment(to), deployed(stage)
    with _bar("Reading the list") as progress:
        found = counted(segment, world, progress)
    for status in _STATUSES:
        of_it = {lang: n for (one, lang), n in sorted(found.items()) if one == status}
        if of_it or status == "subscribed":
            languages = ", ".join(f"{code} {n:,}" for code, n in of_it.items())
            sum_ = f"{status:<13}{sum(of_it.values()):>9,}"
            output.result(output.plain(f"{sum_}  {languages}".rstrip()))


def export(
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The CSV file to write.")],
    to: To = "",
    status: Annotated[
        Which,
        typer.Option(
            metavar="STATUS",
            help="subscribed, pending, unsubscribed, bounced, complained or all. Whoever reads the"
            " file into another system may mail everybody in it.",
        ),
    ] = "subscribed",
    reason: Why = "",
    stage: Stage = "",
) -> None:
    """Write people into a CSV file that our own import, Mailchimp and listmonk take.

    The file holds addresses: only you can read it. It is not replaced if it is
    there already. That somebody exported stands in the audit.
    """
    from functions.alerts.people.exporting import COLUMNS, row_of
    from functions.alerts.sends.audit import Entry
    from functions.services.listing import people

    segment, world = _segment(to), deployed(stage)
    why = _without_address(reason)
    at, who = world.now().isoformat(timespec="seconds"), world.caller.name()
    wanted = frozenset(_STATUSES if status == "all" else (status,))
    written = 0
    with _private(out) as file, _bar("Reading the list") as progress:
        world.ledger.write_audit(Entry(at=at, who=who, what="export supporters", reason=why))
        rows = csv.writer(file)
        rows.writerow(COLUMNS)
        for person in people(segment, wanted, world, progress):  # type: ignore[arg-type]
            rows.writerow(row_of(person))
            written += 1
    output.result(output.plain(f"{written:,} people are in {out}."))


def suppressed(
    take_over: Annotated[
        bool,
        typer.Option("--import", help="Mark them here as Amazon does: bounced or complained."),
    ] = False,
    stage: Stage = "",
) -> None:
    """Hold Amazon's own suppression list against ours.

    Amazon sends nothing to an address on it, whoever asks. With --import those
    who are on the list here are marked, so that nobody counts on their mails.
    `alerts supporters subscribe` with a --reason takes an address off both.
    """
    from functions.services.suppression import hold_against

    world = deployed(stage)
    with _bar("Reading Amazon's list") as progress:
        found = hold_against(
            world,
            take_over=take_over,
            who=world.caller.name(),
            progress=lambda done: progress(done, 0),
        )
    done = "are marked now" if take_over else "are mailed in vain: --import marks them"
    output.result(f"{found.listed:,} addresses are on Amazon's list:")
    output.result(f"{found.foreign:>9,} are not on ours")
    output.result(f"{found.known:>9,} are gone here too")
    output.result(f"{found.open:>9,} {done}")


def _segment(to: str) -> Segment:
    from functions.alerts.planning.written_segment import parse_segment
    from functions.alerts.sends.segment import Segment

    try:
        return parse_segment(to, None, mailed=False) if to else Segment()
    except Mistake as mistake:
        raise wrong_usage(mistake, "--to") from mistake


def _without_address(reason: str) -> str:
    from functions.alerts.people.written import check_reason

    try:
        return check_reason(reason, None)
    except Mistake as mistake:
        raise wrong_usage(mistake, "--reason") from mistake


@contextmanager
def _private(path: Path) -> Iterator[TextIO]:
    """A new file that nobody else may read; gone again if it does not become whole.

    Its name is taken at once, empty, by a file that nobody made before; so it replaces nothing.
    """
    try:
        path.touch(mode=0o600, exist_ok=False)
    except FileExistsError as error:
        raise typer.BadParameter("It is there already.", param_hint="--out") from error
    except OSError as error:
        raise typer.BadParameter(f"{error.strerror}.", param_hint="--out") from error
    descriptor, partial = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)  # of 0600
    try:
        with open(descriptor, "w", encoding="utf-8", newline="") as file:  # noqa: PTH123
            yield file
        Path(partial).replace(path)
    except BaseException:
        Path(partial).unlink(missing_ok=True)
        path.unlink(missing_ok=True)
        raise


@contextmanager
def _bar(doing: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar for people; nothing where nobody looks."""
    from rich.progress import BarColumn, Progress, TextColumn

    console = output.console()
    columns = (TextColumn("{task.description}"), BarColumn())
    quiet = not console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=quiet) as progress:
        task = progress.add_task(doing, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total or None)
