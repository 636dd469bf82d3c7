"""An export that somebody dropped into the import bucket becomes supporters.

import bucket ─► import queue ─► rows read and merged ─► the list; a report beside the file

What was said with the file stands in its metadata: topic, source, agreed-to, language, map, means
(`map` and `means` may be several, separated by semicolons). A file too long for one invocation is
gone on with in the next one, from the checkpoint in a message of its own.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote_plus

from functions import logs
from functions.alerts.errors import Finding, InputError, Mistake, NeverRetry
from functions.alerts.importing.columns import read_mapping
from functions.alerts.importing.ports import Dropped
from functions.alerts.importing.records import Refused
from functions.alerts.importing.wanted import read_wanted
from functions.queued import Answer, failures
from functions.services.import_reading import Order, Reading, read_file
from functions.services.import_report import done_lines, order_digest, read_lines, unsaid_lines
from functions.services.import_spill import Spill
from functions.services.importing import Checkpoint, Import, note_import
from functions.wiring import World, world

ENDS = (".csv", ".CSV")  # of the files; infra/s3.yml names the same
# Left when an invocation hands over: a part takes seconds, its last waits for DynamoDB minutes.
_LEFT = 200_000  # milliseconds
_VERSION = 1


@dataclass(frozen=True, slots=True)
class _Task:
    key: str
    checkpoint: Checkpoint | None = None


def handler(event: Mapping[str, Any], context: Any) -> Answer:
    """Serve the import queue."""
    here = world("import_supporters")
    logs.configure(here.settings.log_level)
    left: Callable[[], int] = context.get_remaining_time_in_millis
    return import_supporters(event, here, left)


def import_supporters(event: Mapping[str, Any], world: World, left: Callable[[], int]) -> Answer:
    """Import the files of one invocation; `left` tells its milliseconds that are left."""
    failed = []
    for record in event["Records"]:
        try:
            for task in _tasks(record["body"]):
                _import(task, world, left)
        except Exception as error:
            logs.trouble("import_failed", error, message=record["messageId"])
            failed.append(record["messageId"])
    return failures(failed)


def _tasks(body: str) -> Iterator[_Task]:
    """What a message is about: S3's word of new files, or ours of one that is half done."""
    try:
        told = json.loads(body)
        if told.get("v") == _VERSION and told.get("kind") == "import":
            yield _Task(str(told["key"]), Checkpoint.from_json(told["checkpoint"]))
            return
        keys = [unquote_plus(one["s3"]["object"]["key"]) for one in told.get("Records", ())]
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise NeverRetry("The message is no word of a file to import.") from error
    yield from (_Task(key) for key in keys if key.endswith(ENDS))


def _import(task: _Task, world: World, left: Callable[[], int]) -> None:
    with tempfile.TemporaryDirectory(prefix="import-") as folder:
        place = Path(folder)
        (place / "rows").touch(mode=0o600)
        try:
            dropped = world.imports.fetch(task.key, place / "file")
            if dropped is not None:  # or it is done: the message came twice
                _read_and_do(task, dropped, place, (world, left))
        except InputError as error:
            told = (f"{_where(f.line)}{f.found} {f.remedy}" for f in error.findings)
            _report(place, task.key, ("Nothing was imported.", *told), world)
            logs.trouble("import_refused", findings=len(error.findings))


def _read_and_do(
    task: _Task, dropped: Dropped, place: Path, here: tuple[World, Callable[[], int]]
) -> None:
    world, left = here
    order = _order(dropped, place / "file")
    (place / "parts").mkdir(mode=0o700)
    with Spill(place / "parts") as spill, (place / "rows").open("w", encoding="utf-8") as rows:
        reading = read_file(order, spill, lambda one: _note(one, rows.write), lambda n, of: None)
        rows.flush()
        digest = order_digest(order, reading, world.settings.supporters_table)
        had = task.checkpoint
        begin = had if had and had.digest == digest else Checkpoint(digest=digest)
        doing = Import(world=world, why=f"import {digest[:8]}", wanted=order.wanted)
        now = doing.carry_out(
            spill, begin, total=reading.kept, kept=lambda checkpoint: left() > _LEFT
        )
    if not now.over:
        message = {"v": _VERSION, "kind": "import", "key": task.key, "checkpoint": now.to_json()}
        world.import_queue.put([message])
        logs.event("import_goes_on", part=now.part, people=now.tally.people)
        return
    _finish(dropped, place, (order, reading, now), world)


def _finish(
    dropped: Dropped, place: Path, done: tuple[Order, Reading, Checkpoint], world: World
) -> None:
    """The audit and the report first: a crash before the file is deleted does all of it again."""
    order, reading, now = done
    note_import(now, "import_supporters", world)
    how = (*read_lines(reading), *unsaid_lines(order, reading))
    _report(place, dropped.key, (*how, "", *done_lines(reading, now.tally, dry=False)), world)
    world.imports.delete(dropped)
    refused = sum(reading.refused.values())
    logs.event("import_done", people=now.tally.people, refused=refused)


def _order(dropped: Dropped, path: Path) -> Order:
    """What the file's metadata says. InputError for what it cannot say."""
    said = {**dropped.said, "topic": ",".join(_several(dropped.said.get("topic", "")))}
    try:
        wanted = read_wanted(said, _several(said.get("means", "")))
        mapped = read_mapping(_several(said.get("map", "")))
    except ValueError as error:
        remedy = "Drop the file again with metadata that says it right."
        finding = Finding(
            level="error", file="metadata", line=None, field="", found=_wrong(error), remedy=remedy
        )
        raise InputError(finding) from error
    return Order(path=path, name=dropped.key, wanted=wanted, mapped=mapped)


def _wrong(error: ValueError) -> str:
    named = f"{error.key}: " if isinstance(error, Mistake) and error.key else ""
    return f"In the file's metadata: {named}{error}"


def _several(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def _note(refused: Refused, write: Callable[[str], object]) -> None:
    """Row number and reason: what stands in the row does not leave the file."""
    write(f"row {refused.row}: {refused.reason}\n")


def _where(row: int | None) -> str:
    return f"row {row}: " if row else ""


def _report(place: Path, key: str, lines: tuple[str, ...], world: World) -> None:
    rows, whole = place / "rows", place / "report"
    with whole.open("w", encoding="utf-8") as report, rows.open(encoding="utf-8") as refused:
        report.writelines(f"{line}\n" for line in lines)
        report.writelines(refused)
    world.imports.report(key, whole)
