"""Letters: mails to one person outside of sends, such as the one that asks to confirm.

organization + language packs ─► `editions/letters.py`, at `alerts publish` ─► Letters ─► SendEmail

A letter says nothing that anybody typed into a form, its reader's name neither: only its link is
filled in. No pydantic and no Jinja: whoever waits for a letter waits for what sends it.
"""

from __future__ import annotations

import html
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

from functions.alerts.errors import StateError
from functions.alerts.mail.edition import Sender
from functions.alerts.mail.envelope import from_header

VERSION = 1

# confirm: sign up, by its link. already: is on the list; the link is for topics and language.
# fresh: the link to see, change, download or erase what is kept.
LetterKind = Literal["confirm", "already", "fresh"]
KINDS: tuple[LetterKind, ...] = get_args(LetterKind)

LINK = "((link))"  # where the letter's own link goes, in `html` and in `text`


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One letter in one language; `html` and `text` hold `LINK`."""

    subject: str
    html: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Letters:
    """All letters of an organization, by language and kind. The first language is the default."""

    sender: Sender
    languages: tuple[str, ...]
    letters: Mapping[str, Mapping[LetterKind, Letter]]

    def language(self, wanted: str) -> str:
        """The language a reader of `wanted` is written in."""
        return wanted if wanted in self.letters else self.languages[0]

    def get(self, kind: LetterKind, language: str) -> Letter:
        """The letter in that language, or in the default one; StateError if it was never made."""
        letter = self.letters[self.language(language)].get(kind)
        if letter is None:
            raise StateError(
                f"There is no letter “{kind}”: what is published is older than this release.",
                remedy="Run `alerts publish` with any alert; it writes the letters too.",
            )
        return letter

    def to_json(self) -> str:
        """As it is stored."""
        return json.dumps({"v": VERSION, **asdict(self)}, ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str | bytes) -> Letters:
        """The inverse of `to_json`; kinds and keys added by later versions are passed over."""
        content: dict[str, Any] = json.loads(text)
        return cls(
            sender=Sender(**content["sender"]),
            languages=tuple(content["languages"]),
            letters={code: _letters(told) for code, told in content["letters"].items()},
        )


def letter_request(
    letter: Letter, sender: Sender, address: str, link: str, configuration_set: str
) -> dict[str, Any]:
    """Give the arguments of SES v2's SendEmail.

    `address` is one that `read_address` gave, `link` an https address of our own. `Auto-Submitted`
    (RFC 3834, section 5) keeps out-of-office answers away.
    """
    return {
        "FromEmailAddress": from_header(sender),
        "ReplyToAddresses": [sender.reply_to],
        "Destination": {"ToAddresses": [address]},
        "Content": {
            "Simple": {
                "Subject": _utf8(letter.subject),
                "Body": {
                    "Html": _utf8(letter.html.replace(LINK, html.escape(link))),
                    "Text": _utf8(letter.text.replace(LINK, link)),
                },
                "Headers": [{"Name": "Auto-Submitted", "Value": "auto-generated"}],
            }
        },
        "ConfigurationSetName": configuration_set,
    }


def _utf8(text: str) -> dict[str, str]:
    return {"Data": text, "Charset": "UTF-8"}


def _letters(told: Mapping[str, Mapping[str, str]]) -> dict[LetterKind, Letter]:
    fields = Letter.__dataclass_fields__
    return {
        kind: Letter(**{name: text for name, text in told[kind].items() if name in fields})
        for kind in KINDS
        if kind in told
    }
