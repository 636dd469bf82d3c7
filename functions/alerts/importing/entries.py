"""A row of an export becomes what it says of one person, or the reason why it cannot."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from functions.alerts.errors import Mistake
from functions.alerts.importing.columns import Columns, field_of, plain
from functions.alerts.importing.encoding import LOST
from functions.alerts.importing.languages import read_language
from functions.alerts.importing.merging import Entry
from functions.alerts.importing.moments import read_moment
from functions.alerts.importing.records import Record, Refused
from functions.alerts.importing.statuses import NO, NOT_ENTERED, WORDS, YES, Found, worse
from functions.alerts.importing.zips import mend_zip
from functions.alerts.people.address import read_address
from functions.alerts.sends.supporter import Status

_LONGEST = 200  # letters of a name, a source or a topic
_MOST_ASKED = 20  # words that are asked about at once
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")
# Without width, or turning the line around: nobody sees them in a name.
_UNSEEN = re.compile("[\u00ad\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_FORMULA = ("=", "+", "@", "-")
_INERT = tuple(f"'{sign}" for sign in _FORMULA)  # as exports make them inert
_NOTHING = frozenset({"-", "--", "—", "n/a", "N/A", "#N/A", "NULL", "null", "None"})
# A local part about which there is nothing to think: RFC 5321's dot-string of the letters in use.
_PLAIN = re.compile(r"[A-Za-z0-9_+-]{1,64}(?:\.[A-Za-z0-9_+-]{1,30}){0,3}", re.ASCII)
_SHORT = 60  # letters of an address that no limit of length is about
_MOST_DOMAINS = 100_000  # kept in memory: ten megabytes
_SPAM = re.compile(r"spam|abuse", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a person who imports says about all rows; a row that says it itself is believed.

    `means` are answers: a word as it stands in the file, casefolded → a language code or status.
    """

    topics: frozenset[str] = frozenset()
    source: str = ""
    agreed_to: str = ""
    language: str = "en"
    means: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Question:
    """A word that is asked about: where it stands first, how often, and what it may mean."""

    kind: str  # "language" or "status"
    word: str
    row: int
    times: int
    offers: Sequence[str]


class _RowError(Exception):
    """A row is refused; its text is the reason and repeats nothing of the row."""


class Entries:
    """Reads the records of one file.

    `questions` are the words it could not read. `undated` and `bad_zips` count cells that were
    filled in and could not be read: they are left empty.
    """

    def __init__(self, columns: Columns, wanted: Wanted) -> None:
        self._places = columns.places
        self._names = columns.names
        self._last = columns.last
        self._whole = cast(Found | None, columns.whole or None)
        self._wanted = wanted
        self._topics = ",".join(sorted(wanted.topics))
        self._languages: dict[str, str] = {"": wanted.language}
        self._statuses: dict[str, Found] = {
            **WORDS,
            **{word: cast(Found, to) for word, to in wanted.means.items() if to in WORDS.values()},
        }
        self._domains: set[str] = set()  # that are good, as they are stored
        self.questions: dict[tuple[str, str], Question] = {}
        self.undated = self.bad_zips = 0

    def read(self, record: Record) -> Entry | Refused | None:
        """The entry of a record; None if a word of it is asked about."""
        row, line, cells = record
        try:
            return self._entry(row, cells)
        except _RowError as error:
            return Refused(row, line, str(error), cells)

    def _entry(self, row: int, cells: Sequence[str]) -> Entry | None:
        width = len(self._names)
        if len(cells) != width:
            self._held_against(cells, width)
        told = self._cells(cells)
        email = self._address(told.get("email", ""))
        status = self._status(row, cells, told)
        if status is None:
            return None
        if status in NOT_ENTERED:
            raise _RowError(NOT_ENTERED[status])
        first, last = _name_of(told)
        language = self._language(row, told.get("language", ""), status)
        if language is None:
            return None
        agreed = read_moment(told["agreed"]) if told.get("agreed") else ""
        self.undated += bool(told.get("agreed")) and not agreed
        zip_code = mend_zip(told["zip"]) if told.get("zip") else ""
        self.bad_zips += bool(told.get("zip")) and not zip_code
        return Entry(
            email,
            cast(Status, status),
            language,
            first,
            last,
            zip_code,
            told.get("district", ""),
            self._topics_of(told.get("topics", "")),
            told.get("source") or self._wanted.source,
            agreed,
            told.get("agreed_to") or self._wanted.agreed_to,
        )

    def _held_against(self, cells: Sequence[str], width: int) -> None:
        if len(cells) <= self._last:
            raise _RowError(f"The row has {len(cells):,} cells, the first row has {width:,}.")
        if any(cell.strip() for cell in cells[width:]):
            raise _RowError(
                f"The row has {len(cells):,} cells, the first row has {width:,}: put a cell that"
                " holds the separator into quotation marks."
            )

    def _cells(self, cells: Sequence[str]) -> dict[str, str]:
        """Field → its cell, trimmed; of several columns the first that is filled in."""
        told = {}
        for name, places in self._places.items():
            for place in places:
                text = cells[place].strip() if place < len(cells) else ""
                if text:
                    plainly = text.isascii() and text.isprintable() and text[0] not in "=+@-'"
                    told[name] = text if plainly else _cleaned(name, text)
                    if told[name]:
                        break
        if "attributes" in told:
            told = _attributes(told.pop("attributes")) | told
        for name, text in told.items():
            if len(text) > _LONGEST and name != "email":
                raise _RowError(f"{_shown(name)} is longer than {_LONGEST} letters.")
        return told

    def _address(self, text: str) -> str:
        """As `read_address` has it, in a twentieth of its time where the domain was read before."""
        if not text:
            raise _RowError("There is no address in it.")
        local, _, domain = text.rpartition("@")
        domain = domain.lower()
        if domain in self._domains and len(text) <= _SHORT and _PLAIN.fullmatch(local):
            return f"{local}@{domain}"
        try:
            address = read_address(text)
        except Mistake as mistake:
            reason = f"The address cannot be used. {mistake}"
            raise _RowError(reason) from mistake
        if len(self._domains) < _MOST_DOMAINS:
            self._domains.add(address.rpartition("@")[2])
        return address

    def _status(self, row: int, cells: Sequence[str], told: Mapping[str, str]) -> Found | None:
        found: Found | None = self._whole
        for place in self._places.get("status", ()):
            word = cells[place].strip().casefold()
            one = self._statuses.get(word)
            if one is None:
                self._ask("status", word, row, ("subscribed", "unsubscribed"))
                return None
            found = worse(found, one) if found else one
        for name in ("unsubscribed", "bounced", "complained"):
            for place in self._places.get(name, ()):
                word = cells[place].strip().casefold()
                if word in YES or (word not in NO and read_moment(word)):
                    found = worse(found or "subscribed", name)
                elif word not in NO:
                    self._ask("status", word, row, ("unsubscribed", "subscribed"))
                    return None
        if found == "unsubscribed" and _SPAM.search(told.get("reason", "")):
            return "complained"
        return found or "subscribed"

    def _language(self, row: int, text: str, status: Found) -> str | None:
        """Of who gets no mail any more, no language is asked."""
        word = text.casefold()
        known = self._languages.get(word)
        if known is not None:
            return known
        if status != "subscribed":
            return self._wanted.language
        answer = self._wanted.means.get(word)
        offers = (answer,) if answer else read_language(text)
        if len(offers) == 1:
            self._languages[word] = offers[0]
            return offers[0]
        self._ask("language", text, row, offers)
        return None

    def _topics_of(self, text: str) -> str:
        if not text:
            return self._topics
        told = {one.strip().lower().replace(" ", "-") for one in re.split(r"[,;|]", text)} - {""}
        if not all(map(_SLUG.fullmatch, told)):
            raise _RowError("A topic has letters that no topic has: write it like slip-alerts.")
        return ",".join(sorted(told | self._wanted.topics))

    def _ask(self, kind: str, word: str, row: int, offers: Sequence[str]) -> None:
        question = self.questions.get((kind, word))
        if question is not None:
            question.times += 1
        elif len(self.questions) < _MOST_ASKED:
            self.questions[kind, word] = Question(kind, word, row, 1, offers)


def _cleaned(name: str, text: str) -> str:
    """A cell with what nobody sees taken out of it; what a spreadsheet would run is refused."""
    if name == "email":
        return text[1:] if text.startswith(_INERT) else text
    if LOST in text:
        raise _RowError(f"{_shown(name)} has letters that are not in the file's encoding.")
    if _CONTROL.search(text):
        raise _RowError(f"{_shown(name)} has a control character (NUL or the like).")
    bare = " ".join(_UNSEEN.sub("", text).split())
    if bare in _NOTHING:
        return ""
    if bare.startswith(_INERT):
        bare = bare[1:]
    if bare.startswith(_FORMULA) and name not in {"zip", "attributes"}:
        raise _RowError(f"{_shown(name)} begins like a formula, with {bare[0]}.")
    return bare


def _shown(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _name_of(told: Mapping[str, str]) -> tuple[str, str]:
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


def _attributes(text: str) -> dict[str, str]:
    """Listmonk's attributes, by the names that columns have; anything but texts is left out."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _RowError("The attributes are no JSON.") from error
    told = {}
    for key, value in found.items() if isinstance(found, dict) else ():
        name = field_of(plain(str(key)[:100]))
        # An address and a status in there would be somebody's note, not the system's.
        if name and name not in {"email", "status", "attributes"} and isinstance(value, str | int):
            told[name] = _cleaned(name, str(value).strip())
    return {name: value for name, value in told.items() if value}
