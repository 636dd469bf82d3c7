"""What `alerts new KIND` writes: a commented campaign file to go on from, with the answers in it.

questions ─► answers ─► `new_campaign` ─► text that parses without an error
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from functions.alerts.content.campaign import parse_campaign
from functions.alerts.content.organization import Organization, parse_organization
from functions.alerts.errors import Finding, InputError, StateError
from functions.alerts.reading.model import slugify
from functions.alerts.reading.questions import HEADLINE, MAIL, QUESTIONS
from functions.alerts.reading.source import plain_or_quoted

__all__ = ["QUESTIONS", "new_campaign", "problems"]

_HELP: Mapping[str, str] = {
    "level": "federal, state or local: where the Calls to Action page lists it",
    "topic": "who gets it, unless a send says otherwise",
    "closes": "the organization's time zone; the weekday is checked",
    "starts": "the organization's time zone; the weekday is checked",
    "text": "Markdown: **bold**, [links](https://…)",
    "bill": "without a number, delete this line and write `name:`",
}


def new_campaign(kind: str, answers: Mapping[str, str]) -> str:
    """The text of a campaign file of `kind` (a key of `QUESTIONS`), ending in a line end.

    `answers` are by the questions' keys; missing and empty ones become examples. Raises
    `StateError` for a kind that is not there.
    """
    if kind not in QUESTIONS:
        raise StateError(
            f"There is no campaign file of the kind “{kind}”.",
            remedy=f"Choose one of {', '.join(QUESTIONS)}.",
        )
    file = _File(kind, answers)
    return "\n".join(["# yaml-language-server: $schema=schema/campaign.json", *file.lines()]) + "\n"


def problems(kind: str, text: str, home: Organization | None = None) -> tuple[Finding, ...]:
    """What prevents `text`, which `new_campaign` made, from being an alert: wrong answers.

    `home` is the organization it is for; without one, what only it knows is not asked.
    """
    try:
        parse_campaign(
            text.encode("utf-8", "replace"), f"{slugify(kind)}.yaml", home or _stranger()
        )
    except InputError as error:
        return tuple(finding for finding in error.findings if finding.level == "error")
    return ()


@cache
def _stranger() -> Organization:
    """Some organization: dates need a zone, and gifts a page."""
    return parse_organization(_STRANGER.encode(), "organization.yaml")


_STRANGER = """\
name: Example
short_name: Example
website: https://www.example.org
site: https://alerts.example.org
address: 1 Main Street
time_zone: America/Chicago
languages: [en]
from: alerts@example.org
reply_to: alerts@example.org
donate: {once: https://www.example.org/donate}
"""


@dataclass(frozen=True, slots=True)
class _File:
    kind: str
    answers: Mapping[str, str]

    def lines(self) -> Iterator[str]:
        """The file's lines below the first."""
        yield "# The file's name is the alert's id. `alerts check` says what is wrong or missing."
        yield from self._head()
        yield ""
        yield "asks:  # donate, slip, take_action, call, comment, event, sign_up, share"
        yield f"  - ask: {'donate' if self.kind == 'alert' else self.kind}"
        yield from self._ask()
        if self.kind == "alert":
            yield from _MORE_ASKS
        yield ""
        yield "# Everything a translator touches is below this line."
        yield "# translations:"
        yield "#   es:"
        yield f"#     {'headline' if self.kind == 'sign_up' else 'subject'}: …"

    def _head(self) -> Iterator[str]:
        yield self._line("level")
        if self.kind == "sign_up":
            yield "# A card: it has no subject and body, stands on the page and cannot be mailed."
            yield self._line("headline")
            return
        yield self._line("topic")
        yield ""
        yield self._line("subject")
        yield "body: |  # Markdown; an empty line begins a new paragraph"
        yield from self._block("body", "  ")

    def _ask(self) -> Iterator[str]:
        for question in QUESTIONS[self.kind]:
            if question in (*MAIL, HEADLINE):
                continue
            if question.key == "number":
                yield "    numbers:"
                yield f"      - number: {plain_or_quoted(self._answer('number'))}"
            elif question.key in ("text", "script"):
                yield from self._text(question.key)
            else:
                yield self._line(question.key, "    ")
            if question.key in ("closes", "starts") and self.kind in ("slip", "event"):
                yield _MOVES

    def _text(self, key: str) -> Iterator[str]:
        if not self._answer(key, given=True):
            yield f"    # {key}: {self._answer(key)}"
            return
        yield f"    {key}: |"
        yield from self._block(key, "      ")

    def _line(self, key: str, indent: str = "") -> str:
        given = self._answer(key, given=True)
        question = next(one for one in QUESTIONS[self.kind] if one.key == key)
        start = "" if given or question.needed else "# "
        text = plain_or_quoted(given or question.example)
        told = f"  # {_HELP[key]}" if key in _HELP else ""
        return f"{indent}{start}{key}: {text}{told}"

    def _block(self, key: str, indent: str) -> Iterator[str]:
        typed = self.answers.get(key, "").splitlines()
        lines = ["".join(c for c in line if c.isprintable()).strip() for line in typed]
        if not any(lines):
            lines = [self._answer(key)]
        yield from (f"{indent}{line}" if line else "" for line in lines)

    def _answer(self, key: str, *, given: bool = False) -> str:
        """The answer on one line; if there is none, the example or (`given`) nothing."""
        text = "".join(c if c.isprintable() else " " for c in self.answers.get(key, ""))
        question = next(one for one in QUESTIONS[self.kind] if one.key == key)
        words = " ".join(text.split())
        if key == "level":
            words = words.lower()
        return words or ("" if given else question.example)


_MOVES = "    # moved_from: Monday 2030-01-14 3:00 PM  # once it moved: when it was to be before"

_MORE_ASKS = (
    "",
    "  # - ask: slip",
    "  #   bill: SB 35",
    "  #   name: Safe Zones Act",
    "  #   closes: Tuesday 2030-01-15 3:00 PM  # or `hearing:` and `chamber:`; the rest follows",
    "  #   remind: 24h  # before that, those who got the mail and did not press “I filed it”",
)
