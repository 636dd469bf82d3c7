"""Marks of the texts that a translation was made from, so that it can be told when they change.

`alerts translated` writes them into a campaign file, one line per language:

    es:
      of: a41f03 09bc77 …

Each text has one, of six hex digits: three of where it stands, three of what it says. So it is
known which text has changed, without any history of the file.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from typing import Annotated

from pydantic import AfterValidator

from functions.alerts.errors import Mistake

_HALF = 3  # hex digits: a changed text passes for the same one time in 4,096
_MARKS = re.compile(r"[0-9a-f]{6}(?: [0-9a-f]{6})*")


def mark(field: str, text: str) -> str:
    """The mark of the text at `field` (dotted, `asks.sb-35.text`); line breaks do not count."""
    return _digest(field) + _digest(" ".join(text.split()))


def changed(field: str, text: str, marks: str) -> bool:
    """Whether the text was another one when `marks` were written; one that was not there is not."""
    known = {one[:_HALF]: one[_HALF:] for one in marks.split()}
    now = mark(field, text)
    return now[:_HALF] in known and known[now[:_HALF]] != now[_HALF:]


def marks_of(texts: Iterable[tuple[str, str]]) -> str:
    """The line for these texts, each with its field."""
    return " ".join(mark(field, text) for field, text in texts)


def _check(value: str) -> str:
    value = " ".join(value.split())
    if not _MARKS.fullmatch(value):
        raise Mistake(
            "This is not what `alerts translated` writes: marks of the texts that were translated.",
            advice="Run `alerts translated` on this file, or delete the line.",
        )
    return value


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:_HALF]


Marks = Annotated[str, AfterValidator(_check)]
