"""What is said of everybody in a file, checked: by options, or by a dropped file's metadata."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from functions.alerts.errors import Mistake
from functions.alerts.importing.entries import Wanted
from functions.alerts.importing.languages import read_answers
from functions.alerts.people.written import check_line, read_topics
from functions.alerts.reading.language import check_language

_T = TypeVar("_T")


def read_wanted(told: Mapping[str, str], means: Iterable[str]) -> Wanted:
    """`told` has topic (several with commas), source, agreed-to and language, where it is said.

    Raises Mistake, whose `key` is the name of what is wrong.
    """
    return Wanted(
        topics=_checked("topic", read_topics, told),
        source=_checked("source", check_line, told),
        agreed_to=_checked("agreed-to", check_line, told),
        language=_checked("language", check_language, {"language": "en", **told}),
        means=read_answers(means),
    )


def _checked(name: str, check: Callable[[str], _T], told: Mapping[str, str]) -> _T:
    try:
        return check(told.get(name, ""))
    except Mistake as mistake:
        mistake.key = name
        raise
