"""One cell of an export: what nobody sees taken out of it, what is dangerous refused."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from functions.alerts.importing.columns import field_of, plain
from functions.alerts.importing.encoding import LOST

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")
# Without width, or turning the line around: nobody sees them in a name.
_UNSEEN = re.compile("[\u00ad\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_FORMULA = ("=", "+", "@", "-")
_INERT = tuple(f"'{sign}" for sign in _FORMULA)  # as exports make them inert
_NOTHING = frozenset({"-", "--", "—", "n/a", "N/A", "#N/A", "NULL", "null", "None"})


class RowError(Exception):
    """A row is refused; its text is the reason and repeats nothing of the row."""


def cleaned(name: str, text: str) -> str:
    """A cell with what nobody sees taken out of it; what a spreadsheet would run is refused."""
    if name == "email":
        return text[1:] if text.startswith(_INERT) else text
    if LOST in text:
        raise RowError(f"{shown(name)} has letters that are not in the file's encoding.")
    if _CONTROL.search(text):
        raise RowError(f"{shown(name)} has a control character (NUL or the like).")
    bare = " ".join(_UNSEEN.sub("", text).split())
    if bare in _NOTHING:
        return ""
    if bare.startswith(_INERT):
        bare = bare[1:]
    if bare.startswith(_FORMULA) and name not in {"zip", "attributes"}:
        raise RowError(f"{shown(name)} begins like a formula, with {bare[0]}.")
    return bare


def shown(name: str) -> str:
    """A field as a reason names it."""
    return name.replace("_", " ").capitalize()


def name_of(told: Mapping[str, str]) -> tuple[str, str]:
    """First and last name; a whole name is cut at its first space, or turned at its comma."""
    first, last = told.get("first_name", ""), told.get("last_name", "")
    whole = told.get("name", "")
    if first or last or not whole:
        return first, last
    if "," in whole:
        last, _, first = (part.strip() for part in whole.partition(","))
        return first, last
    first, _, last = whole.partition(" ")
    return first, last


def attributes(text: str) -> dict[str, str]:
    """Listmonk's attributes, by the names that columns have; anything but texts is left out."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise RowError("The attributes are no JSON.") from error
    told = {}
    for key, value in found.items() if isinstance(found, dict) else ():
        name = field_of(plain(str(key)[:100]))
        # An address and a status in there would be somebody's note, not the system's.
        if name and name not in {"email", "status", "attributes"} and isinstance(value, str | int):
            told[name] = cleaned(name, str(value).strip())
    return {name: value for name, value in told.items() if value}
