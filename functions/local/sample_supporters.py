"""Two hundred invented supporters, always the same, with the names and fates that break senders.

All addresses end in `.example`, which belongs to nobody (RFC 2606). A label after `+` tells the
stand-in for SES what becomes of the mail: see `ses_events.fate`.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterator
from dataclasses import replace

from functions.alerts.sends.supporter import Status, Supporter

# First and last names of many origins; combined by number, so no pair is anybody in particular.
_FIRST = (
    *("María José", "José", "Zoë", "Siân", "Łukasz", "Nguyễn", "Ángel", "Renée", "Björn", "Aoife"),
    *("Fatima", "Kwame", "Mei", "Olga", "Ibrahim", "Ewa", "Marisol", "Noor", "Tadeusz", "Ana"),
)
_LAST = (
    *("O’Brien", "D'Angelo", "Núñez", "Müller", "Wójcik", "Đặng", "Peña", "García-López"),
    *("Smith", "Okafor", "Haddad", "Kowalska", "Lee"),
)
_ARABIC = (("فاطمة", "حداد"), ("محمد", "الخطيب"), ("ليلى", "نصّار"), ("يوسف", "منصور"))

COUNT = 200
TOPIC = "welcoming-illinois"


def sample_supporters(topic: str = TOPIC) -> tuple[Supporter, ...]:
    """Make the supporters, all of whom asked for `topic`: the odd ones first, then the rest."""
    people = tuple(_people(frozenset({topic})))
    return tuple(sorted(people, key=lambda person: person.id))


def suppressed_address() -> str:
    """Name the address that stands on the SES account's own suppression list."""
    return "blocked.earlier@people.example"


def _people(topics: frozenset[str]) -> Iterator[Supporter]:
    odd = tuple(_odd_ones())
    for number in range(COUNT):
        person = odd[number] if number < len(odd) else _usual(number)
        yield replace(person, id=_id(number), topics=topics)


def _odd_ones() -> Iterator[Supporter]:
    """One of each kind that has gone wrong in somebody's sender before."""
    yield _person("<b>Bold</b> & Co", "O'Hara", "angle.brackets@people.example")
    yield _person("((unsubscribe_url))", "{{h0}}", "double.braces@people.example")
    yield _person("  ", "", "no.name@people.example")
    yield _person('Anne "Annie"', r"Back\slash", "quotes@people.example", "es")
    yield _person("Zoë\u202egnirts", "Line\nBreak", "controls@people.example")
    yield _person("Ana", "Gone", "ana.gone@people.example", "es", status="unsubscribed")
    yield _person("Earl", "Blocked", suppressed_address())
    yield _person("Hal", "Bounce", "hal+bounce@people.example")
    yield _person("Cora", "Complaint", "cora+complaint@people.example")
    yield _person("Sol", "Slow", "sol+slow@people.example", "es")
    for first, last in _ARABIC:
        yield _person(first, last, f"arabic.{_ARABIC.index((first, last))}@people.example", "ar")


def _usual(number: int) -> Supporter:
    first, last = _FIRST[number % len(_FIRST)], _LAST[number % len(_LAST)]
    email = f"{_plain(first)}.{_plain(last)}.{number}@people.example"
    return _person(first, last, email, "es" if number % 5 < 2 else "en")


def _person(
    first: str, last: str, email: str, language: str = "en", *, status: Status = "subscribed"
) -> Supporter:
    return Supporter(
        id="",
        email=email,
        status=status,
        language=language,
        first_name=first,
        last_name=last,
        source="sample",
        joined="2018-01-15",
    )


def _id(number: int) -> str:
    return hashlib.sha256(f"sample supporter {number}".encode()).hexdigest()[:32]


def _plain(name: str) -> str:
    """Write a name in the letters of an address."""
    bare = unicodedata.normalize("NFKD", name.lower().replace("ł", "l").replace("đ", "d"))
    return "".join(letter for letter in bare if letter.isascii() and letter.isalnum())
