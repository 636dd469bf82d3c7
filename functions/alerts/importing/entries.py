"""A row of an export becomes what it says of one person, or the reason why it cannot."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from functions.alerts.errors import Mistake
from functions.alerts.importing.cells import RowError, attributes, cleaned, name_of, shown
from functions.alerts.importing.columns import Columns
from functions.alerts.importing.languages import read_language
from functions.alerts.importing.merging import Entry
from functions.alerts.importing.moments import read_moment
from functions.alerts.importing.records import Record, Refused
from functions.alerts.importing.statuses import NO, NOT_ENTERED, WORDS, YES, Found, worse
from functions.alerts.importing.zips import mend_zip
from functions.alerts.outcomes.left import GIVES_WAY, Leaving
from functions.alerts.people.address import read_address
from functions.alerts.sends.supporter import Status

_LONGEST = 200  # letters of a name, a source or a topic
_MOST_ASKED = 20  # words that are asked about at once
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
# A local part about which there is nothing to think: RFC 5321's dot-string of the letters in use.
_PLAIN = re.compile(r"[A-Za-z0-9_+-]{1,64}(?:\.[A-Za-z0-9_+-]{1,30}){0,3}", re.ASCII)
_SHORT = 60  # letters of an address that no limit of length is about
_MOST_DOMAINS = 100_000  # kept in memory: ten megabytes
_LEAVINGS: Sequence[Leaving] = ("unsubscribed", "bounced", "complained")
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
        self._means = wanted.means
        self._languages: dict[str, str] = {"": ""}
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
        except RowError as error:
            return self._leaver(cells) or Refused(row, line, str(error), cells)

    def read_refused(self, refused: Refused, separator: str) -> Entry | Refused:
        """Of a row whose quotation marks are wrong: that somebody left, if it says so."""
        cells = refused.cells[0].replace('"', "").split(separator) if refused.cells else ()
        return (len(cells) == len(self._names) and self._leaver(cells)) or refused

    def _leaver(self, cells: Sequence[str]) -> Entry | None:
        """Of a row that cannot be read: that somebody left, if it says so, and nothing else.

        To leave it out would bring in whom another row calls subscribed.
        """
        found = self._whole
        for _, _, one in self._said(cells):
            found = worse(found, one) if found and one else found or one
        if found not in GIVES_WAY:
            return None
        filled = (_cell(cells, place).strip() for place in self._places["email"])
        try:
            address = self._address(cleaned("email", next(filter(None, filled), "")))
        except RowError:
            return None
        return Entry(address, cast(Leaving, found), *[""] * (len(Entry._fields) - 2))

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
            raise RowError(NOT_ENTERED[status])
        first, last = name_of(told)
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
            told.get("source", ""),
            agreed,
            told.get("agreed_to", ""),
        )

    def _held_against(self, cells: Sequence[str], width: int) -> None:
        if len(cells) <= self._last:
            raise RowError(f"The row has {len(cells):,} cells, the first row has {width:,}.")
        if any(cell.strip() for cell in cells[width:]):
            raise RowError(
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
                    told[name] = text if plainly else cleaned(name, text)
                    if told[name]:
                        break
        if "attributes" in told:
            told = attributes(told.pop("attributes")) | told
        for name, text in told.items():
            if len(text) > _LONGEST and name != "email":
                raise RowError(f"{shown(name)} is longer than {_LONGEST} letters.")
        return told

    def _address(self, text: str) -> str:
        """As `read_address` has it, in a twentieth of its time where the domain was read before."""
        if not text:
            raise RowError("There is no address in it.")
        local, _, domain = text.rpartition("@")
        domain = domain.lower()
        if domain in self._domains and len(text) <= _SHORT and _PLAIN.fullmatch(local):
            return f"{local}@{domain}"
        try:
            address = read_address(text)
        except Mistake as mistake:
            reason = f"The address cannot be used. {mistake}"
            raise RowError(reason) from mistake
        if len(self._domains) < _MOST_DOMAINS:
            self._domains.add(address.rpartition("@")[2])
        return address

    def _status(self, row: int, cells: Sequence[str], told: Mapping[str, str]) -> Found | None:
        found: Found | None = self._whole
        for word, offers, one in self._said(cells):
            if one is None:
                self._ask("status", word, row, offers)
                return None
            found = worse(found, one) if found else one
        if found == "unsubscribed" and _SPAM.search(told.get("reason", "")):
            return "complained"
        return found or "subscribed"

    def _said(self, cells: Sequence[str]) -> Iterator[tuple[str, Sequence[str], Found | None]]:
        """What each cell about the status says: its word, what that may be, what it is if known."""
        for place in self._places.get("status", ()):
            word = _cell(cells, place).strip().casefold()
            yield word, ("subscribed", "unsubscribed", "never"), self._statuses.get(word)
        for name in _LEAVINGS:
            for place in self._places.get(name, ()):
                word = _cell(cells, place).strip().casefold()
                if word in YES or (word not in NO and read_moment(word)):
                    yield word, (), name
                elif word not in NO:
                    yield word, ("unsubscribed", "subscribed"), None

    def _language(self, row: int, text: str, status: Found) -> str | None:
        """Of who gets no mail any more, no language is asked."""
        word = text.casefold()
        known = self._languages.get(word)
        if known is not None:
            return known
        if status != "subscribed":
            return ""
        answer = self._means.get(word)
        offers = (answer,) if answer else read_language(text)
        if len(offers) == 1:
            self._languages[word] = offers[0]
            return offers[0]
        self._ask("language", text, row, offers)
        return None

    @staticmethod
    def _topics_of(text: str) -> str:
        told = {one.strip().lower().replace(" ", "-") for one in re.split(r"[,;|]", text)} - {""}
        if not all(map(_SLUG.fullmatch, told)):
            raise RowError("A topic has letters that no topic has: write it like slip-alerts.")
        return ",".join(sorted(told))

    def _ask(self, kind: str, word: str, row: int, offers: Sequence[str]) -> None:
        question = self.questions.get((kind, word))
        if question is not None:
            question.times += 1
        elif len(self.questions) < _MOST_ASKED:
            self.questions[kind, word] = Question(kind, word, row, 1, offers)


def _cell(cells: Sequence[str], place: int) -> str:
    return cells[place] if place < len(cells) else ""
