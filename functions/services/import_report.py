"""What is told of an import: numbers and rows, and nobody who left."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator

from functions.alerts.errors import visible
from functions.alerts.importing.columns import FIELDS, plain
from functions.alerts.importing.encoding import NAMES
from functions.services.import_reading import Order, Reading
from functions.services.importing import Tally

_SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_SHOWN = 10  # ignored columns
_LONGEST = 60  # letters of a column's name
_LISTMONK = {"uuid", "email", "attributes", "status", "updatedat"}  # its cmd/subscribers.go


def order_digest(order: Order, reading: Reading, table: str) -> str:
    """Names a file's content, what was said about it and the list it is for: 32 hex digits."""
    wanted = order.wanted
    told = [
        *(reading.digest, sorted(wanted.topics), wanted.source, wanted.agreed_to, wanted.language),
        *(sorted(wanted.means.items()), sorted(order.mapped.items()), table),
    ]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:32]


def read_lines(reading: Reading) -> Iterator[str]:
    """How the file was understood, and what of it was not."""
    columns = reading.columns
    how = _SEPARATORS.get(reading.separator, reading.separator)
    yield f"{reading.rows:,} rows, in {NAMES[reading.encoding]}, separated by {how}."
    used = (
        f"{_named(columns.names[place])} = {field}"
        for field in FIELDS
        for place in columns.places.get(field, ())
    )
    yield f"Columns: {', '.join(used)}."
    if columns.whole:
        yield f"It is an export of those who are {columns.whole}: so is every row."
    if columns.ignored:
        more = len(columns.ignored) - _SHOWN
        names = ", ".join(map(_named, columns.ignored[:_SHOWN]))
        yield f"Left out: {names}{f' and {more:,} more' if more > 0 else ''}."
    if reading.bad_zips:
        yield f"{reading.bad_zips:,} ZIPs could not be read and are left empty."
    if reading.undated:
        yield f"{reading.undated:,} times of agreement could not be read and are left empty."
    if _LISTMONK.issubset(map(plain, columns.names)):
        yield (
            "listmonk does not export who left a list or never confirmed it: see README.md,"
            " “Bringing a list in”."
        )


def _named(column: str) -> str:
    """A column's name, safe for a terminal."""
    return visible(column[:_LONGEST])


def unsaid_lines(order: Order, reading: Reading) -> Iterator[str]:
    """What is not on record afterwards of those who agreed."""
    places, wanted = reading.columns.places, order.wanted
    if not wanted.agreed_to and "agreed_to" not in places:
        yield "Nobody says what they agreed to (--agreed-to, or agreed-to in a file's metadata)."
    if not wanted.source and "source" not in places:
        yield "Nobody says where they agreed (--source, or source in a file's metadata)."


def done_lines(reading: Reading, tally: Tally, *, dry: bool) -> Iterator[str]:
    """What became of everybody, or would become of them."""
    told = (
        (tally.entered, "new on the list"),
        (tally.confirmed, "waited for their confirmation and are on the list now"),
        (tally.stayed, "were on the list already; nothing of theirs is changed"),
        (tally.left, "taken off the list, as the file says"),
        (tally.gone, "left or bounced elsewhere: noted, so that no import brings them in"),
        (tally.kept_out, "not brought back: they left, bounced, complained or were erased"),
    )
    yield "Nothing was changed: this is what would happen." if dry else "The import is done."
    for number, what in told:
        if number:
            yield f"{number:>9,}  {what}"
    doubles = reading.kept - tally.people
    if doubles > 0:
        yield f"{doubles:>9,}  rows were of an address that another row has too"
    refused = sum(reading.refused.values())
    if refused:
        yield f"{refused:>9,}  rows were not imported:"
        for reason, times in reading.refused.most_common():
            yield f"{times:>9,}    {reason}"
