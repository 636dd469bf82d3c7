"""The base of every model that is read from a file, and the types of its fields.

A type says how a value is written (`Text`, `Markdown`, `Link` …) and, by its `Written` marker,
what later steps do with it: translate it, look for fields and tags in it, propose https for it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import PurePosixPath
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
)

from functions.alerts.errors import Mistake
from functions.alerts.reading.link import check_link

Kind = Literal["text", "name", "markdown", "link"]

# A subject is cut at 40 to 70 characters by mail clients; 998 octets is the longest header line
# (RFC 5322, 2.1.1), which 240 characters of four octets just keep.
MAX_TEXT = 240
# Gmail clips a mail at 102 KB of HTML: half of it for the longest text leaves room for the rest.
MAX_MARKDOWN = 50_000


class Model(BaseModel):
    """Frozen, and strict about unknown keys: a typo is a finding, never silently ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, defer_build=True)


@dataclass(frozen=True, slots=True)
class Written:
    """Marks a field that people write.

    `text` and `markdown` must be translated, a `name` may be (names of people, rooms and
    committees mostly stay), a `link` is the same in every language.
    """

    kind: Kind


# Embeddings and overrides turn the rest of a line around, and a line that shows nothing shows
# that something is missing; `readable` says both.
_TURNING = re.compile("[\u202a-\u202e]")
_FILLERS = "\u115f\u1160\u3164\uffa0"  # Hangul letters without a shape


def _readable(value: str) -> str:
    turning = _TURNING.search(value)
    if turning:
        raise Mistake(
            f"There is an invisible character (U+{ord(turning[0]):04X}) that turns the text around "
            f"{_behind(value[: turning.start()])}.",
            *([] if "\n" in value else [_TURNING.sub("", value)]),
            advice="Mails set each language in its own direction without it.",
        )
    if value and not any(_shows(character) for character in value):
        raise Mistake("There is nothing to see in this text.", advice="Write it, or delete it.")
    return value


def _behind(before: str) -> str:
    return f"after “{before[-30:]}”" if before else "at its start"


def _shows(character: str) -> bool:
    return unicodedata.category(character)[0] not in "CMZ" and character not in _FILLERS


def _one_line(value: str) -> str:
    value = _readable(value.strip())
    broken = re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", value)
    if broken:
        what = "a line break" if broken[0] in "\r\n\u2028\u2029" else "a control character"
        raise Mistake(
            f"There is {what} after “{value[: broken.start()][-30:]}”.",
            " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+", " ", value).split()),
        )
    return value


def _printable(value: str) -> str:
    broken = re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", value)
    if broken:
        before = value[: broken.start()][-30:]
        raise Mistake(
            f"There is a control character (U+{ord(broken[0]):04X}) after “{before}”.",
            advice="Delete it.",
        )
    return _readable(value.strip())


def _slug(value: str) -> str:
    value = value.strip()
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", value):
        made = slugify(value)
        raise Mistake(
            f"`{value}` has other characters than small letters, digits and single hyphens.",
            *([made] if made else []),
            advice="" if made else "Write it like welcoming-award.",
        )
    return value


def slugify(text: str) -> str:
    """`text` as small ASCII letters, digits and hyphens: `SB 35` gives `sb-35`. May be empty."""
    plain = text.lower().translate(_ACCENTS)
    return re.sub(r"[^a-z0-9]+", "-", re.sub(r"[’']", "", plain)).strip("-")[:60].strip("-")


_ACCENTS = str.maketrans("áàâäãåéèêëíìîïóòôöõúùûüñç", "aaaaaaeeeeiiiiooooouuuunc")


_LONGEST_PATH = 200  # file systems take 255 octets per name


def _picture(value: str) -> str:
    path = PurePosixPath(value)
    if len(value) > _LONGEST_PATH or not value.isprintable():
        raise Mistake(
            f"`{value[:60]}` cannot be the name of a file.", advice="Name it like images/daca.png."
        )
    if path.is_absolute() or ".." in path.parts or "\\" in value or ":" in value:
        raise Mistake(
            f"`{value}` is not a file beside the campaigns.",
            f"images/{PurePosixPath(value.replace(chr(92), '/')).name or 'picture.png'}",
        )
    if path.suffix.lower() not in (".png", ".jpg", ".jpeg", ".gif"):
        raise Mistake(
            f"`{value}` is no picture that mail programs show.", advice="Use PNG, JPEG or GIF."
        )
    return value


_Line = AfterValidator(_one_line)
_Short = Field(min_length=1, max_length=MAX_TEXT)

Text = Annotated[str, StringConstraints(min_length=1), _Line, _Short, Written("text")]  # one line
Name = Annotated[str, StringConstraints(min_length=1), _Line, _Short, Written("name")]  # one line
Plain = Annotated[str, StringConstraints(min_length=1), _Line, _Short]  # one line, no translation
# May have paragraphs, **bold**, lists, links.
Markdown = Annotated[
    str,
    AfterValidator(_printable),
    Field(min_length=1, max_length=MAX_MARKDOWN),
    Written("markdown"),
]
Link = Annotated[str, AfterValidator(check_link), Field(min_length=1), Written("link")]
Slug = Annotated[str, BeforeValidator(lambda v: _slug(v) if isinstance(v, str) else v)]
Picture = Annotated[str, AfterValidator(_picture)]


class Image(Model):
    """A picture beside the campaigns; `alt` says what it shows, `credit` who made it."""

    file: Picture  # relative to the folder of organization.yaml, e.g. images/daca.png
    alt: Text
    credit: Name | None = None


@dataclass(frozen=True, slots=True)
class Shape:
    """What a field holds: its marker, a model inside it, and whether there are many of them."""

    name: str
    key: str  # as the writer sees it
    kind: Kind | None
    model: type[Model] | None
    many: Literal["", "list", "map"]


@cache
def shapes(model: type[BaseModel]) -> tuple[Shape, ...]:
    """The shapes of a model's fields, in order."""
    return tuple(
        _shape(name, info.alias or name, (info.annotation, *info.metadata))
        for name, info in model.model_fields.items()
    )


def _shape(name: str, key: str, parts: tuple[Any, ...]) -> Shape:
    kind: Kind | None = None
    inner: type[Model] | None = None
    many: Literal["", "list", "map"] = ""
    waiting = list(parts)
    while waiting:
        part = waiting.pop()
        origin = get_origin(part)
        if isinstance(part, Written):
            kind = part.kind
        elif isinstance(part, type) and issubclass(part, Model):
            inner = part
        elif origin in (tuple, dict):
            many = "list" if origin is tuple else "map"
            waiting += get_args(part)
        elif origin in (Annotated, Union, UnionType):
            waiting += get_args(part)
    return Shape(name, key, kind, inner, many)
