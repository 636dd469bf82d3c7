"""Reads a whole export before anything is changed: what it says, and what has to be asked first.

file ─► encoding, digest ─► columns ─► rows ─► entries in a spill, refused rows to whoever asks
"""

from __future__ import annotations

import hashlib
import io
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Literal

from functions.alerts.errors import Finding, InputError, Mistake
from functions.alerts.importing.columns import Columns, detect_separator, read_columns
from functions.alerts.importing.encoding import chunks, detect_encoding
from functions.alerts.importing.entries import Entries, Question, Wanted
from functions.alerts.importing.merging import Entry
from functions.alerts.importing.records import Records, Refused
from functions.services.import_spill import Spill

_HEAD = 1 << 16  # characters that tell the separator
_REASONS = 40  # that are counted apart; a hostile file has as many as rows
_OTHERS = "Other reasons."
_EVERY = 2_000  # rows between two signs of life

Refuse = Callable[[Refused], None]
Progress = Callable[[int, int], None]  # bytes or people done, of how many


@dataclass(slots=True, kw_only=True)
class Reading:
    """What was found in a file. `digest` names its content, `refused` counts rows by reason."""

    digest: str
    encoding: str
    separator: str
    columns: Columns
    rows: int = 0
    kept: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    undated: int = 0
    bad_zips: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What to import, and what was said about it: `mapped` by `--map`, the rest as `Wanted`."""

    path: Path
    name: str  # of the file, as findings call it
    wanted: Wanted = field(default_factory=Wanted)
    mapped: Mapping[str, str] = field(default_factory=dict)


def read_file(
    order: Order,
    spill: Spill,
    refuse: Refuse,
    progress: Progress,
    named: Callable[[Sequence[str]], None] = lambda names: None,
) -> Reading:
    """Read every row into the spill. Raises InputError where something has to be asked or mended.

    `named` gets the names of the columns, then `refuse` each row that is not imported. Nothing is
    changed anywhere.
    """
    with order.path.open("rb") as file:
        encoding = _encoding(file, order.name)
        digest = _digest(file)
        file.seek(0)
        with io.TextIOWrapper(file, encoding, errors="replace", newline="") as text:
            separator = detect_separator(text.read(_HEAD))
            text.seek(0)
            records = Records(text, separator)
            columns, findings = read_columns(records, order.mapped, order.name)
            if columns is None:
                raise InputError(*findings)
            named(columns.names)
            found = Reading(digest=digest, encoding=encoding, separator=separator, columns=columns)
            size = order.path.stat().st_size
            _read_rows(records, order, found, (spill, refuse, lambda: progress(file.tell(), size)))
    spill.close()
    return found


def _read_rows(
    records: Records, order: Order, found: Reading, to: tuple[Spill, Refuse, Callable[[], None]]
) -> None:
    spill, refuse, alive = to
    entries = Entries(found.columns, order.wanted)
    read, add = entries.read, spill.add
    for record in records:
        if isinstance(record, Refused):
            one: Entry | Refused | None = entries.read_refused(record, found.separator)
        else:
            one = read(record)
        found.rows += 1
        if isinstance(one, Entry):
            add(one)
            found.kept += 1
        elif one is not None:
            told = one.reason in found.refused or len(found.refused) < _REASONS
            found.refused[one.reason if told else _OTHERS] += 1
            refuse(one)
        if not found.rows % _EVERY:
            alive()
    alive()
    found.undated, found.bad_zips = entries.undated, entries.bad_zips
    if entries.questions:
        raise InputError(*(_asked(one, order.name) for one in entries.questions.values()))
    if not found.rows:
        found_nobody = "The file has no row but the one that names its columns."
        raise InputError(
            _finding(order.name, None, found_nobody, "Export it again, with people in it.")
        )


def _encoding(file: BinaryIO, name: str) -> str:
    try:
        return detect_encoding(file)
    except Mistake as mistake:
        raise InputError(_finding(name, None, mistake.found, mistake.remedy)) from mistake


def _digest(file: BinaryIO) -> str:
    digest = hashlib.sha256()
    for chunk in chunks(file):
        digest.update(chunk)
    return digest.hexdigest()


def _asked(question: Question, name: str) -> Finding:
    if "@" in question.word:  # a column was taken for another: its cells may be addresses
        found = f"A {question.kind} with an @ in it is none."
        return _finding(name, question.row, found, 'Is it another column? --map "Column=field".')
    shown = f"“{question.word[:60]}”" if question.word else "An empty cell"
    times = f" ({question.times:,} rows)" if question.times > 1 else ""
    if question.kind == "language" and len(question.offers) > 1:
        found = f"{shown} may be {' or '.join(question.offers)}{times}."
    elif question.kind == "language":
        found = f"{shown} is no language that is known{times}."
    else:
        found = f"{shown} is no status that is known{times}."
    offers = question.offers or ("es",)
    means = " or ".join(f'--means "{question.word[:60]}={offer}"' for offer in offers)
    return _finding(name, question.row, found, f"Say what it means: {means}.")


def _finding(
    name: str, row: int | None, found: str, remedy: str, level: Literal["error"] = "error"
) -> Finding:
    return Finding(level=level, file=name, line=row, field="", found=found, remedy=remedy)
