"""Which column of an export is what: recognised by its name, or told with `--map`.

Names come from what the systems write: Action Network's reports, EveryAction's and VAN's lists,
Mailchimp's audience export, listmonk's subscribers.csv, ActionKit's core_user, and plain tables.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from functions.alerts.errors import Finding
from functions.alerts.importing.records import Record, Records

SEPARATORS = (",", ";", "\t", "|")
_MOST_COLUMNS = 2_000

# Field → the names of its columns, in plain letters and digits; of several the first one that is
# filled in counts.
NAMES: Mapping[str, tuple[str, ...]] = {
    field: tuple(names.split())
    for field, names in {
        "email": "email emailaddress preferredemail preferredemailaddress primaryemail"
        " personalemail emails mail correo correoelectronico",
        "first_name": "firstname first fname givenname nombre",
        "last_name": "lastname last lname surname familyname apellido apellidos",
        "name": "name fullname contactname",
        "zip": "zip zipcode zippostal zippostalcode postalcode postal zip5 mzip5 homezip"
        " codigopostal",
        # ActionKit's core_user has numbers of its own table of languages: they are asked about.
        "language": "language preferredlanguage lang languagename locale idioma langid",
        "district": "district",
        "topics": "topics",
        "source": "source signupsource originsource sourcecode origin",
        "agreed": "agreed confirmtime optintime can2subscriptiondate subscriptiondate subscribedat"
        " optindate datesubscribed datejoined signupdate joined createdat datecreated created"
        " dateadded",
        "agreed_to": "agreedto consent",
        # A word, of every column: the most restrictive one counts.
        "status": "status subscriptionstatus can2subscriptionstatus emailstatus"
        " emailsubscriptionstatus subscribed emailoptin optin",
        # Yes or no, or a time.
        "unsubscribed": "unsubscribed optout optedout emailoptout donotemail unsubtime"
        " unsubscribedat",
        "bounced": "bounced bouncing isbounced cleantime",
        "complained": "complained spamcomplaint spam",
        "reason": "unsubreason unsubreasonother",
        # listmonk's JSON: in it, names as above.
        "attributes": "attributes",
    }.items()
}
# Mailchimp's files of those who are not subscribed, by the names it gives them.
_WHOLE = re.compile(r"(nonsubscribed|unsubscribed|cleaned)_[a-z_]*export", re.IGNORECASE)
# What a column may be mapped to.
FIELDS = tuple(NAMES)
# Ours, in a file of rejected rows that comes back mended.
_IGNORED = frozenset({"row", "line", "whyrejected"})


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each field stands: field → places in a row, in order of preference.

    `whole` is the status of every row where the file itself says it: Mailchimp exports those who
    left, those whose mail came back and those who never subscribed into files of their own.
    `last` is the last place in use.
    """

    places: Mapping[str, tuple[int, ...]]
    names: Sequence[str]
    whole: str = ""
    ignored: Sequence[str] = field(default=())

    @property
    def last(self) -> int:
        """A row with fewer cells lacks some that count."""
        return max(place for places in self.places.values() for place in places)


def plain(name: str) -> str:
    """A column's name in letters and digits, so that `E-mail` and `Email` are one."""
    return "".join(letter for letter in name.casefold() if letter.isalnum())


@cache
def field_of(name: str) -> str | None:
    """The field that a plain name stands for."""
    return next((found for found, names in NAMES.items() if name in names), None)


def detect_separator(head: str) -> str:
    """The separator of a file that begins so: the one that makes the best header."""
    lines = [line for line in head.splitlines() if line.strip()][:2]
    if lines and lines[0].strip('"').lower().startswith("sep=") and len(lines[0].strip('"\r')) == 5:
        return lines[0].strip('"')[4]
    header = lines[0] if lines else ""
    return max(SEPARATORS, key=lambda separator: _score(header, separator))


def _score(header: str, separator: str) -> tuple[int, int]:
    try:
        cells = next(csv.reader([header], delimiter=separator), [])
    except csv.Error:
        cells = header.split(separator)
    known = sum(1 for cell in cells if field_of(plain(cell[:100])))
    return known, len(cells)


def read_columns(
    records: Records, mapped: Mapping[str, str], file: str
) -> tuple[Columns | None, list[Finding]]:
    """The columns of a file's header, or the findings that say why it cannot be used.

    `mapped` is what `--map` told: a column's name → a field, or "" to leave the column out.
    """
    header = records.header()
    if header is None:
        return None, [
            _finding(file, 1, "The file is empty.", "Export it again; its first row names columns.")
        ]
    if not isinstance(header, Record):
        return None, [_finding(file, header.line, header.reason, "Mend the first row.")]
    names = [name.strip("\ufeff \t\r\n\u00a0\u200b'") for name in header.cells]
    problem = _no_header(names)
    if problem:
        return None, [_finding(file, header.line, *problem)]
    chosen = {plain(name): to for name, to in mapped.items()}
    missing = [name for name in mapped if plain(name) not in set(map(plain, names))]
    if missing:
        there = ", ".join(f"“{name[:40]}”" for name in names[:20])
        return None, [
            _finding(file, header.line, f"No column is called “{name}”.", f"There is {there}.")
            for name in missing
        ]
    found = _placed(names, chosen, file)
    if "email" not in found.places:
        remedy = 'Say which column it is: --map "Column=email".'
        return None, [_finding(file, header.line, "No column holds addresses.", remedy)]
    return found, []


def _no_header(names: Sequence[str]) -> tuple[str, str] | None:
    if len(names) > _MOST_COLUMNS:
        return f"The first row has {len(names):,} columns.", f"At most {_MOST_COLUMNS:,} are read."
    if any("@" in name for name in names):
        return (
            "The first row holds an address, not the names of columns.",
            "Put a first row that says what each column is: email, first name, ZIP …",
        )
    return None


def _placed(names: Sequence[str], chosen: Mapping[str, str], file: str) -> Columns:
    by_name: dict[str, dict[str, int]] = {}
    ignored = []
    for place, name in enumerate(names):
        key = plain(name[:100])
        to = chosen[key] if key in chosen else field_of(key)
        if to:
            # What was mapped by hand comes first.
            by_name.setdefault(to, {}).setdefault("" if key in chosen else key, place)
        elif key and key not in _IGNORED:
            ignored.append(name)
    places = {}
    for to, here in by_name.items():
        order = ("", *NAMES[to])
        places[to] = tuple(here[key] for key in sorted(here, key=order.index))
    keys = {plain(name[:100]) for name in names} - chosen.keys()
    return Columns(places, names, _whole(keys, file), ignored)


def _whole(keys: set[str], file: str) -> str:
    """Those who never subscribed have the columns of those who did: only the name tells."""
    name = _WHOLE.match(re.split(r"[/\\]", file)[-1])
    kind = name[1].lower() if name else ""
    left = "unsubtime" in keys or kind == "unsubscribed"
    cleaned = "cleantime" in keys or kind == "cleaned"
    if left != cleaned:
        return "unsubscribed" if left else "bounced"
    return "never" if kind == "nonsubscribed" else ""


def read_mapping(told: Iterable[str]) -> dict[str, str]:
    """What `--map` told, as `Column=field`. Raises ValueError that says what is wrong."""
    mapped = {}
    for one in told:
        name, equals, to = one.rpartition("=")
        to = to.strip().lower().replace(" ", "_").replace("-", "_")
        if not equals or not name.strip() or (to and to not in FIELDS):
            raise ValueError(
                f"{one!r} is no mapping. Write “Column=field”, the field one of"
                f" {', '.join(FIELDS)}, or nothing to leave the column out."
            )
        mapped[name.strip()] = to
    return mapped


def _finding(file: str, line: int, found: str, remedy: str) -> Finding:
    return Finding(level="error", file=file, line=line, field="", found=found, remedy=remedy)
