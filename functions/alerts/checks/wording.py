"""Looks for what filters and readers know from junk mail: shouting, urgency, signs in the subject.

Google's guidelines for senders (https://support.google.com/mail/answer/81126, “Message headers” and
“Display names”) are about the subject and the sender's name; what they ask for is asked for here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from functions.alerts.checks.capitals import check_capitals
from functions.alerts.checks.draft import Draft, Said
from functions.alerts.checks.mending import tell
from functions.alerts.checks.word_lists import phrases, word_lists
from functions.alerts.content.organization import ParsedOrganization
from functions.alerts.errors import Level, Mistake

# What an inbox line shows: here marks weigh more than in a text.
_LINES = ("subject", "preheader", "headline")

_SIGN = "[\U0001f300-\U0001faff\u2600-\u27bf\u2b00-\u2bff\u231a-\u23ff]"
_TURNED = "[\ufe0f\U0001f3fb-\U0001f3ff]*"  # in colour, with a tone of skin
# A flag is two letters, a family several signs with joiners (Unicode, UTS 51).
_EMOJI = re.compile(f"[\U0001f1e6-\U0001f1ff]{{2}}|{_SIGN}{_TURNED}(?:\u200d{_SIGN}{_TURNED})*")
# What imitates a verified sender, an inbox's own signs or a warning of the system.
_IMITATING = re.compile("[✅✓✔☑✉⚠❗❕‼📧📨📩📬📫🔔🔴🆕🔒🛡]\ufe0f?")
_MOST_EMOJI = 1

_MARKS = re.compile(r"([!?¡¿؟！？])\1+")
_REPLY = re.compile(r"(?i)^\s*(?:re|fwd?|rv|رد)\s*:\s*")


def check_wording(draft: Draft) -> None:
    """Tell of marks and capitals that shout, and of subjects that look like junk mail."""
    for said in draft.said:
        if said.kind == "link":
            continue
        _check_marks(draft, said)
        check_capitals(draft, said, line=said.name in _LINES)
        if _is_subject(draft, said):
            _check_reply(draft, said)
            _check_emoji(draft, said)
            _check_pressing(draft, said)


def check_sender_name(parsed: ParsedOrganization) -> None:
    """Warn of a display name (organization.yaml's `short_name`) that Gmail punishes.

    Gmail's guidelines: it identifies the sender and does nothing else; no emoji, no subject.
    """
    mistake = _of_sender(parsed.organization.short_name)
    if mistake:
        parsed.reading.mistake(("short_name",), mistake, "warning", rule="sender-name")


def _of_sender(name: str) -> Mistake | None:
    plain = " ".join(_EMOJI.sub("", name).split())
    if plain != name:
        return Mistake(
            f"“{name}” is whom mails come from, and has a sign in it: Gmail holds that against a "
            "sender, since such signs imitate verified ones.",
            *([plain] if plain else []),
            advice="" if plain else "Write the organization’s name.",
        )
    pressing = next(_pressing(name, "en"), None)
    if pressing or _REPLY.match(name):
        return Mistake(
            f"“{name}” is whom mails come from, and reads like a subject: Gmail holds that against "
            "a sender.",
            advice="Write the organization’s name alone.",
        )
    return None


def _is_subject(draft: Draft, said: Said) -> bool:
    """The subject, or the headline where that stands in for it; cards have none."""
    if said.ask or not draft.campaign.mailable:
        return False
    written = "subject" in draft.reading.document.value
    return said.name == ("subject" if written else "headline")


def _check_marks(draft: Draft, said: Said) -> None:
    line = said.name in _LINES
    longest = max((len(match[0]) for match in _MARKS.finditer(said.text)), default=0)
    if longest < (2 if line else 3):
        return
    worst = next(match for match in _MARKS.finditer(said.text) if len(match[0]) == longest)
    near = said.text if line else _around(said.text, worst)  # a line is offered whole
    tell(
        draft,
        said,
        f"“{_around(said.text, worst)}” shouts; filters know such marks from junk mail.",
        near=near,
        instead=_MARKS.sub(r"\1", near),
        rule="shouting",
        level=_level(draft, said),
    )


def _around(text: str, match: re.Match[str]) -> str:
    """A mark with the word it stands at, as typed."""
    begins = re.search(r"\S*$", text[: match.start()])
    ends = re.match(r"\S*", text[match.end() :])
    return (begins[0] if begins else "") + match[0] + (ends[0] if ends else "")


def _level(draft: Draft, said: Said) -> Level:
    return "warning" if _is_subject(draft, said) else "note"


def _check_reply(draft: Draft, said: Said) -> None:
    reply = _REPLY.match(said.text)
    if reply:
        tell(
            draft,
            said,
            f"“{reply[0].strip()}” says that this answers somebody, and it does not: Gmail holds "
            "that against a sender, and the law forbids it (CAN-SPAM: misleading subjects).",
            near=reply[0],
            instead="",
            rule="false-reply",
            level="warning",
        )


def _check_emoji(draft: Draft, said: Said) -> None:
    imitating = list(dict.fromkeys(_IMITATING.findall(said.text)))
    signs = _EMOJI.findall(said.text)
    if imitating:
        look = "looks like a sign" if len(imitating) == 1 else "look like signs"
        found = f"{' '.join(imitating)} {look} of the inbox itself; Gmail takes that for deceit."
        tell(
            draft,
            said,
            found,
            near=said.text,
            instead=" ".join(_IMITATING.sub("", said.text).split()),
            rule="emoji",
            level="warning",
        )
    elif len(signs) > _MOST_EMOJI:
        tell(
            draft,
            said,
            f"There are {len(signs)} signs in the subject ({''.join(signs)}): read aloud, each is "
            "a phrase of its own, and filters know many of them from junk mail.",
            near=said.text,
            instead=_without(said.text, keep=_MOST_EMOJI),
            rule="emoji",
            level="note",
        )


def _without(text: str, *, keep: int) -> str:
    ends = [match.end() for match in _EMOJI.finditer(text)][:keep][-1]
    return text[:ends] + _EMOJI.sub("", text[ends:])


def _check_pressing(draft: Draft, said: Said) -> None:
    typed = [*_pressing(said.text, said.language)]
    if not typed:
        return
    dated = any(ask.closes for ask in draft.campaign.asks)
    instead = (
        "Say until when: ((deadline|soon)) becomes the next deadline."
        if dated
        else "Say what has happened, or what the mail is about."
    )
    words = " and ".join(f"“{one}”" for one in typed)
    draft.reading.report(
        said.path,
        f"{words} in a subject: filters know it from junk mail, and it tells nothing.",
        instead,
        "note",
        rule="pressing-subject",
    )


def _pressing(text: str, language: str) -> Iterator[str]:
    lists = word_lists(language)
    pattern = phrases(lists.pressing + lists.money) if lists else None
    if pattern:
        yield from dict.fromkeys(match[0] for match in pattern.finditer(text))
