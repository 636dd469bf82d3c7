"""`alerts supporters import`: an export of another system becomes supporters."""

from __future__ import annotations

import csv
import filecmp
import itertools
import json
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from functions.alerts.errors import Mistake
from functions.cli import output
from functions.cli.launching import wrong_usage
from functions.cli.stack import Stage, deployed

if TYPE_CHECKING:
    from rich.progress import Progress

    from functions.alerts.importing.records import Refused
    from functions.services.import_reading import Order, Reading
    from functions.services.import_spill import Spill
    from functions.services.importing import Checkpoint


_File = Annotated[
    Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="A CSV export.")
]
_Map = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar="COLUMN=FIELD",
        help='What a column is: --map "Home ZIP=zip". Nothing behind the = leaves it out.',
    ),
]
_Means = Annotated[
    list[str] | None,
    typer.Option(metavar="WORD=MEANING", help='An answer: --means "Chinese=zh-Hant".'),
]
_Topic = Annotated[
    list[str] | None, typer.Option(metavar="TOPIC", help="What all of them asked for.")
]
_Source = Annotated[
    str, typer.Option(metavar="TEXT", help="Where they agreed, if the file does not say it.")
]
_AgreedTo = Annotated[
    str, typer.Option(metavar="TEXT", help="What they agreed to, in a few words.")
]
_Language = Annotated[str, typer.Option(metavar="CODE", help="Of rows that name none.")]
_DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")]


def import_(
    file: _File,
    mapped: _Map = None,
    means: _Means = None,
    topic: _Topic = None,
    source: _Source = "",
    agreed_to: _AgreedTo = "",
    language: _Language = "en",
    dry_run: _DryRun = False,
    stage: Stage = "",
) -> None:
    """Put the people of an export on the list.

    It takes what Action Network, EveryAction, VAN, Mailchimp, listmonk and ActionKit export, and
    any table with a first row that names its columns. Nobody who left, bounced, complained or was
    erased is brought back, and who is on the list already stays as they are. Given again, or after
    a crash, it goes on where it was.
    """
    from functions.alerts.importing.columns import read_mapping
    from functions.alerts.importing.wanted import read_wanted
    from functions.services.import_reading import Order

    told = {"source": source, "agreed-to": agreed_to, "language": language}
    try:
        wanted = read_wanted({"topic": ",".join(topic or ()), **told}, means or ())
        mapping = read_mapping(mapped or ())
    except Mistake as mistake:
        raise wrong_usage(mistake, f"--{mistake.key}") from mistake
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--map, --means") from error
    _run(Order(path=file, name=str(file), wanted=wanted, mapped=mapping), stage, dry=dry_run)


def _run(order: Order, stage: str, *, dry: bool) -> None:
    from functions.services.import_reading import read_file
    from functions.services.import_report import done_lines, read_lines, unsaid_lines
    from functions.services.import_spill import Spill

    deployed(stage)  # first of all: to read a file for nothing would be a pity
    with (
        tempfile.TemporaryDirectory(prefix="alerts-import-") as folder,
        _bars() as progress,
        Spill(Path(folder)) as spill,
        _rejected(order.path) as rejected,
    ):
        task = progress.add_task("Reading", total=None)
        reading = read_file(
            order,
            spill,
            rejected.add,
            lambda n, of: progress.update(task, completed=n, total=of),
            rejected.begin,
        )
        for line in read_lines(reading):
            output.say(output.plain(line))
        for line in unsaid_lines(order, reading):
            output.say(f"[yellow]{line}[/]")
        done = _write(order, reading, (spill, progress), stage, dry=dry)
    for line in done_lines(reading, done.tally, dry=dry):
        output.result(output.plain(line))
    if reading.refused:
        output.say(f"The rows that were not imported: {output.plain(str(rejected.path))}")


def _write(
    order: Order,
    reading: Reading,
    using: tuple[Spill, Progress],
    stage: str,
    *,
    dry: bool,
) -> Checkpoint:
    from functions.services.import_report import order_digest
    from functions.services.importing import Checkpoint, Import, note_import

    spill, progress = using
    world = deployed(stage)
    notes = _Notes(order.path)
    digest = order_digest(order, reading, world.settings.supporters_table)
    begin = Checkpoint(digest=digest)
    known = None if dry else notes.read()
    if known and known.digest == begin.digest:
        begin = known
        output.say(f"Going on after {begin.tally.people:,} people.")
    task = progress.add_task("Looking" if dry else "Writing", total=reading.kept)
    who, why = world.caller.name(), f"import {begin.digest[:8]}"
    done = Import(world=world, why=why, who=who, dry=dry, wanted=order.wanted).carry_out(
        spill,
        begin,
        total=reading.kept,
        progress=lambda n, of: progress.update(task, completed=n, total=of),
        kept=lambda checkpoint: dry or notes.write(checkpoint),
    )
    if not dry:
        note_import(done, who, world)
        notes.forget()
    return done


class _Notes:
    """How far the import of a file is, beside it while it is under way: numbers and no address."""

    def __init__(self, path: Path) -> None:
        self._path = path.with_name(f".{path.name}.import.json")

    def read(self) -> Checkpoint | None:
        from functions.services.importing import Checkpoint

        try:
            return Checkpoint.from_json(json.loads(self._path.read_text(encoding="utf-8")))
        except (OSError, ValueError):
            return None

    def write(self, checkpoint: Checkpoint) -> bool:
        new = self._path.with_name(f"{self._path.name}.new")
        new.write_text(json.dumps(checkpoint.to_json()), encoding="utf-8")
        new.replace(self._path)
        return True

    def forget(self) -> None:
        self._path.unlink(missing_ok=True)


class _Rejected:
    """Rows that were not imported: number, reason, and the cells, so that they can be mended."""

    def __init__(self, path: Path, new: Path) -> None:
        self.path, self.new = path, new
        self.count = 0
        new.touch(mode=0o600)
        self._file = new.open("w", newline="", encoding="utf-8-sig")
        self._writer = csv.writer(self._file)

    def begin(self, names: Sequence[str]) -> None:
        """The first row, as the import of the mended file reads it."""
        from functions.alerts.people.exporting import inert

        self._writer.writerow(["row", "why rejected", *map(inert, names)])

    def add(self, refused: Refused) -> None:
        from functions.alerts.people.exporting import inert

        self._writer.writerow([refused.row, refused.reason, *map(inert, refused.cells)])
        self.count += 1

    def close(self) -> None:
        self._file.close()


@contextmanager
def _rejected(path: Path) -> Iterator[_Rejected]:
    """The file takes its name when all is done. One that is there may be half mended: it stays."""
    at = path.with_name(f"{path.stem}.rejected.csv")
    made = _Rejected(at, path.with_name(f".{at.name}.{os.getpid()}"))
    try:
        yield made
        made.close()
        names = (path.with_name(f"{path.stem}.rejected-{n}.csv") for n in itertools.count(2))
        while at.exists() and not filecmp.cmp(made.new, at, shallow=False):
            at = next(names)
        if made.count:
            made.new.replace(at)
            made.path = at
    finally:
        made.close()
        made.new.unlink(missing_ok=True)


@contextmanager
def _bars() -> Iterator[Progress]:
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    console = output.console()
    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    quiet = not console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=quiet) as progress:
        yield progress
