"""What staff write about a person: short, in one line, and in the audit nothing of the person."""

from __future__ import annotations

import re

from functions.alerts.errors import Mistake
from functions.alerts.sends.supporter import Supporter

_LONGEST = 200  # characters
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
_WORD = re.compile(r"\w+")
_SHORT = 3  # letters: a name as short as Al or Jo may be any other word


def check_line(text: str) -> str:
    """One line of at most 200 characters, trimmed. Raises Mistake."""
    line = " ".join(text.split())
    if len(line) > _LONGEST:
        raise Mistake(f"It is longer than {_LONGEST} characters.", advice="Say it shorter.")
    if not line.isprintable():
        raise Mistake("It has characters that nobody sees.", advice="Type it anew.")
    return line


def read_topics(text: str) -> frozenset[str]:
    """Topics as they are written on the command line: `welcoming,daca`. Raises Mistake."""
    topics = frozenset(one.strip().lower() for one in text.split(",")) - {""}
    wrong = sorted(one for one in topics if not _SLUG.fullmatch(one))
    if wrong:
        raise Mistake(f"`{wrong[0]}` is no topic.", advice="Write it like slip-alerts.")
    return topics


def check_reason(text: str, person: Supporter | None) -> str:
    """A reason for the audit. Raises Mistake if the person can be told from it: an @, a name."""
    reason = check_line(text)
    words = {word.casefold() for word in _WORD.findall(reason)}
    names = _WORD.findall(f"{person.first_name} {person.last_name}") if person else []
    if "@" in reason or words & {n.casefold() for n in names if len(n) >= _SHORT}:
        raise Mistake(
            "It names the person, and the audit outlasts them.",
            advice="Say why without an address or a name: `asked on the phone`.",
        )
    return reason
