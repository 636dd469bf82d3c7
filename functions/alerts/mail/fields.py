"""Per-recipient fields: `((first_name|friend))` in a compiled edition, filled in one pass.

An edition is split once into literals and fields; per recipient there is only joining. A value is
never read again, so a supporter named `((unsubscribe_url))` or `{{x}}` stays that text.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

NAMES = ("first_name", "last_name")  # what the supporter told us: needs a fallback
LINKS = ("unsubscribe_url", "preferences_url")  # what we make: always there
# What only our own templates write, in the middle of a link: a link to tell that a slip was filed.
TOKENS = ("filed_token",)
FIELDS = NAMES + LINKS
_ALL = FIELDS + TOKENS

Kind = Literal["html", "text"]
# A value for every name of FIELDS and TOKENS; names as `clean_name` leaves them.
Values = Mapping[str, str]

LONGEST_NAME = 100  # characters; more is a pasted paragraph or an attack, not a name

# One level of round brackets may stand in a fallback: ((first_name|friend (or ally)))
_FIELD = re.compile(r"\(\(\s*([a-z][a-z0-9_]*)\s*(?:\|((?:[^()]|\([^()]*\))*))?\)\)")
_UNFINISHED = re.compile(rf"\(\(\s*({'|'.join(_ALL)})\b")
_BRACES = re.compile(r"[{}\\]+")
_SPACES = re.compile(r"[ \t\r\n]+")  # not `\s`: a no-break space is meant
# Invisible, and able to turn the rest of a line around (Trojan Source) or to break JSON and UTF-8:
# zero-width space, embeddings and overrides, word joiner, isolates, byte order mark, surrogates.
# Joiners (U+200C, U+200D) stay: Persian and Indic names are written with them.
_DROPPED = re.compile("[\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class FieldError(ValueError):
    """A field that cannot be filled: `found` says what stands there, `remedy` what to write."""

    def __init__(self, found: str, remedy: str) -> None:
        self.found, self.remedy = found, remedy
        super().__init__(f"{found} {remedy}")


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an edition; `fallback` stands in for an empty value, in its part's own form."""

    name: str
    fallback: str = ""


Pieces = tuple[str | Field, ...]


def split_fields(text: str) -> Pieces:
    """Split `text` into literals and fields in turn.

    Raises FieldError for a name that is not in FIELDS and for a field that is not closed: neither
    may ever reach a reader. Other double brackets (`((see below))`) are plain text.
    """
    pieces: list[str | Field] = []
    end = 0
    for match in _FIELD.finditer(text):
        _append(pieces, text[end : match.start()])
        pieces.append(_known(match))
        end = match.end()
    _append(pieces, text[end:])
    return tuple(pieces)


def field_problems(text: str, *, also: tuple[str, ...] = ()) -> Iterator[FieldError]:
    """Tell what is wrong with the fields in a text that staff wrote, in order.

    `also` names fields that are resolved before the edition exists, such as `deadline`.
    """
    for match in _FIELD.finditer(text):
        name, fallback = match[1], match[2]
        if name not in FIELDS + also:
            yield _unknown(match, FIELDS + also)
        elif name in NAMES and not (fallback or "").strip():
            yield FieldError(
                f"{match[0]} has no fallback, and not every supporter gave a name.",
                f"Write (({name}|friend)), with the word that fits your sentence.",
            )
    unfinished = _UNFINISHED.search(_FIELD.sub("", text))
    if unfinished:
        yield _not_closed(unfinished[0])


def clean_name(name: str) -> str:
    """Make a name one line that is safe in a header and turns no text around it.

    At most LONGEST_NAME characters; controls and line breaks become one space; "" if nothing is
    left, and then the fallback is used.
    """
    if not name.isprintable():  # true for nearly every name, in any script
        name = _CONTROLS.sub(" ", _DROPPED.sub("", name))
    return " ".join(name.split())[:LONGEST_NAME].rstrip()


@dataclass(frozen=True, slots=True)
class SesTemplate:
    """An edition as an inline template of SendBulkEmail; `defaults` is its default data."""

    subject: str
    html: str
    text: str
    defaults: Mapping[str, str]


class Fields:
    """The three parts of one edition, split once; all methods are safe to call from many threads.

    Raises FieldError for a field that does not exist, see `split_fields`.
    """

    def __init__(self, subject: str, html: str, text: str) -> None:
        self._subject, self._html, self._text = map(split_fields, (subject, html, text))
        # A key of SES's data, whether its value is escaped, shown at all; field's name, fallback.
        self._slots: list[tuple[str, bool, bool, str, str]] = []
        self._marks: dict[tuple[Kind, Field], str] = {}  # what stands for a field in the template
        self._give_keys("html", _distinct(self._html))
        self._give_keys("text", _distinct(self._subject + self._text))
        self._literals: dict[str, str] = {}
        self._template = SesTemplate(
            self._for_ses(self._subject, "text"),
            self._for_ses(self._html, "html"),
            self._for_ses(self._text, "text"),
            {key: run for run, key in self._literals.items()},
        )

    def ses_template(self) -> SesTemplate:
        """Give the edition for SendBulkEmail: each field as `{{h0}}` or `{{t0}}{{t1}}`.

        SES substitutes as Handlebars does (SES developer guide, "Advanced email personalization")
        and escapes nothing, so html and text have keys of their own.
        """
        return self._template

    def replacement(self, values: Values) -> dict[str, str]:
        """Give one recipient's data for `ses_template`: a value for every key that stands in it.

        It holds the defaults as well, so nothing hangs on how SES merges the two.
        """
        data = {}
        for key, escaped, shown, name, fallback in self._slots:
            value = values[name]
            shows = value if shown else ""
            data[key] = (html.escape(shows) if escaped else shows) if value else fallback
        if self._template.defaults:
            data.update(self._template.defaults)
        return data

    @property
    def names(self) -> frozenset[str]:
        """The fields that stand in it."""
        return frozenset(slot[3] for slot in self._slots)

    def render(self, values: Values) -> tuple[str, str, str]:
        """Give one recipient's subject, html and text, as SES makes them from the template."""
        return (
            _joined(self._subject, values, escaped=False),
            _joined(self._html, values, escaped=True),
            _joined(self._text, values, escaped=False),
        )

    def _give_keys(self, kind: Kind, fields: list[Field]) -> None:
        """Give each field of a part its key in SES's data; where fallbacks differ, the name too.

        So a long name goes out once, and the fallbacks' own keys are empty beside it.
        """
        names = [field.name for field in fields]
        several = sorted({name for name in names if names.count(name) > 1})
        shared = {name: self._slot(kind, True, Field(name)) for name in several}
        for field in fields:
            own = self._slot(kind, field.name not in shared, field)
            self._marks[kind, field] = shared.get(field.name, "") + own

    def _slot(self, kind: Kind, shown: bool, field: Field) -> str:
        key = f"{kind[0]}{sum(slot[0][0] == kind[0] for slot in self._slots)}"
        self._slots.append((key, kind == "html", shown, field.name, field.fallback))
        return f"{{{{{key}}}}}"

    def _for_ses(self, pieces: Pieces, kind: Kind) -> str:
        return "".join(
            self._marks[kind, piece]
            if isinstance(piece, Field)
            else self._braces_as_data(piece, first=n == 0, last=n == len(pieces) - 1)
            for n, piece in enumerate(pieces)
        )

    def _braces_as_data(self, literal: str, *, first: bool, last: bool) -> str:
        r"""Turn the runs of braces and backslashes that Handlebars would read into data.

        That is a run with `{{` in it, and one that touches a field: `{`, `\` before it and `}`
        behind it change what the field's own braces mean.
        """

        def keep(match: re.Match[str]) -> str:
            touches = (match.start() == 0 and not first) or (
                match.end() == len(literal) and not last
            )
            if "{{" not in match[0] and not touches:
                return match[0]
            key = self._literals.setdefault(match[0], f"x{len(self._literals)}")
            return f"{{{{{key}}}}}"

        return _BRACES.sub(keep, literal)


def _append(pieces: list[str | Field], literal: str) -> None:
    unfinished = _UNFINISHED.search(literal)
    if unfinished:
        raise _not_closed(unfinished[0])
    if literal:
        pieces.append(literal)


def _known(match: re.Match[str]) -> Field:
    if match[1] not in _ALL:
        raise _unknown(match, FIELDS)
    return Field(match[1], _SPACES.sub(" ", match[2] or "").strip(" "))


def _unknown(match: re.Match[str], known: tuple[str, ...]) -> FieldError:
    nearest = get_close_matches(match[1], known, n=1)
    meant = f"Write (({nearest[0]}…)) if you meant that; the" if nearest else "The"
    return FieldError(f"{match[0]} is no field.", f"{meant} fields are: {', '.join(known)}.")


def _not_closed(beginning: str) -> FieldError:
    return FieldError(
        f"The field that begins with {beginning} does not end.",
        "Write it as ((first_name|friend)): two brackets at each end, none between them.",
    )


def _distinct(pieces: Pieces) -> list[Field]:
    return list(dict.fromkeys(piece for piece in pieces if isinstance(piece, Field)))


def _joined(pieces: Pieces, values: Values, *, escaped: bool) -> str:
    return "".join(
        [
            piece if isinstance(piece, str) else _filled(piece, values[piece.name], escaped)
            for piece in pieces
        ]
    )


def _filled(field: Field, value: str, escaped: bool) -> str:
    if not value:
        return field.fallback
    return html.escape(value) if escaped else value
