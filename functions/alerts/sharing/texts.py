"""What people pass on by hand: a text for WhatsApp, one for Facebook, one as SMS.

campaign + organization in one language, its pack, open asks ─► SharedTexts. They are for everybody:
no token is in them, no name of a reader, and one link, to the alert's own page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import inf

from functions.alerts.content.ask import Ask, Event
from functions.alerts.content.campaign import Campaign
from functions.alerts.content.deadline import last_call
from functions.alerts.content.organization import Organization
from functions.alerts.editions.bidi import isolate_text
from functions.alerts.editions.item import Context, Item
from functions.alerts.editions.kinds import item
from functions.alerts.languages.words import LanguagePack
from functions.alerts.mail.fields import NAMES, Field, split_fields
from functions.alerts.sharing.segments import Segments, plain_letters, sms_segments

# An SMS that people forward stays short: asks that would need more than this are counted.
MOST_SEGMENTS = 2

# WhatsApp's own marks (faq.whatsapp.com, "How to format your messages"): they work where a word
# begins or ends, and in our texts they are meant as they stand.
_MARK = re.compile(r"(?<!\w)[*_~`]|[*_~`](?!\w)")
_LOOKALIKE = {"*": "∗", "_": "＿", "~": "∼", "`": "ˋ"}


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedTexts:
    """The three texts, each ending in a line end; `segments` are those of `sms`.

    `typed` are the segments that the same SMS would take with the quotes and dashes of the alert;
    `made_plain` are the characters of it that were written plainer.
    """

    whatsapp: str
    facebook: str
    sms: str
    segments: Segments
    typed: Segments
    made_plain: tuple[str, ...]

    @property
    def files(self) -> dict[str, bytes]:
        """The texts as files, by their names."""
        texts = {"whatsapp": self.whatsapp, "facebook": self.facebook, "sms": self.sms}
        return {f"{name}.txt": text.encode() for name, text in texts.items()}


def still_open(asks: Sequence[Ask], at: datetime) -> list[Ask]:
    """The asks that a mail at `at` (aware) carries: those before their last call."""
    return [ask for ask in asks if ask.closes is None or at < last_call(ask.closes)]


def shared_texts(
    campaign: Campaign,
    organization: Organization,
    pack: LanguagePack,
    asks: Sequence[Ask],
    *,
    original: Campaign | None = None,
) -> SharedTexts:
    """Write the texts with `asks` open, all in the language of `campaign` and `organization`.

    `original` is the campaign in its default language, where that is another one.
    """
    context = Context.of(
        campaign, organization, pack, asks, link_color="#000000", original=original
    )
    items = [item(ask, number, context) for number, ask in enumerate(asks, start=1)]
    typed, text = _sms(asks, items, context)
    return SharedTexts(
        whatsapp=_long(items, context, bold=True),
        facebook=_long(items, context, bold=False),
        sms=f"{text}\n",
        segments=sms_segments(text),
        typed=sms_segments(typed),
        made_plain=tuple(one for one in sms_segments(typed).forcing if one not in text),
    )


def _long(items: Sequence[Item], context: Context, *, bold: bool) -> str:
    """The headline, each ask with what one must know to take part, the link."""
    pack, campaign = context.pack, context.campaign
    parts = [_line(campaign.headline or campaign.subject or "", context, bold=bold, strong=True)]
    if items:
        parts.append(_line(pack.count("asks.intro", len(items)), context, bold=bold))
    parts += ["\n".join(_ask(one, context, bold=bold)) for one in items]
    parts.append(f"{_line(pack.say('sharing.link'), context, bold=bold)}\n{context.web_view}")
    return "\n\n".join(part for part in parts if part) + "\n"


def _ask(one: Item, context: Context, *, bold: bool) -> Iterator[str]:
    yield f"{one.number}. {_line(one.title, context, bold=bold, strong=True)}"
    # When and where an event is belongs to it; a bill's committee is read on the page.
    said = (*(one.details if one.kind == "event" else ()), one.deadline)
    yield from (_line(text, context, bold=bold) for text in said if text)


def _line(text: str, context: Context, *, bold: bool, strong: bool = False) -> str:
    """One line of text for anybody; `strong` is what WhatsApp (`bold`) shows in bold."""
    shown = isolate_text(for_anybody(context.plain(text)), context.pack.direction)
    if not bold:
        return shown
    shown = _MARK.sub(lambda match: _LOOKALIKE[match[0]], shown)
    return f"*{shown}*" if strong and shown else shown


def _sms(asks: Sequence[Ask], items: Sequence[Item], context: Context) -> tuple[str, str]:
    """The SMS as the alert has its letters, and with plain ones; what closes first first."""
    pairs = sorted(zip(asks, items, strict=True), key=lambda pair: _closing(pair[0]))
    lines = [for_anybody(_in_short(ask, one, context)) for ask, one in pairs]
    for told in range(len(lines), 0, -1):
        typed = _sms_text(lines, told, context)
        if told == 1 or sms_segments(plain_letters(typed)).count <= MOST_SEGMENTS:
            return typed, plain_letters(typed)
    typed = _sms_text(lines, 0, context)
    return typed, plain_letters(typed)


def _sms_text(lines: Sequence[str], told: int, context: Context) -> str:
    campaign, pack = context.campaign, context.pack
    headline = for_anybody(context.plain(campaign.headline or campaign.subject or ""))
    said = [*lines[:told]] if lines else [headline]
    rest = len(lines) - told
    more = [pack.count("sharing.more", rest)] if rest else []
    said[0] = f"{context.organization.short_name}: {said[0]}"
    return "\n".join([*said, *more, context.web_view])


def _closing(ask: Ask) -> float:
    return ask.closes.timestamp() if ask.closes else inf


def _in_short(ask: Ask, one: Item, context: Context) -> str:
    """An ask with its deadline; an event closes when it begins, unless an answer is due before."""
    if ask.closes is None:
        return one.title
    if isinstance(ask, Event) and ask.closes >= ask.starts:
        return f"{one.title}: {context.pack.moment(ask.starts)}"
    said = context.pack.deadline(ask.closes)
    return context.pack.say("sharing.by", title=one.title, deadline=said)


def for_anybody(text: str) -> str:
    """`text` as somebody reads it whose name nobody knows, without links of single readers."""
    pieces = split_fields(text)
    return "".join(_shown(piece) if isinstance(piece, Field) else piece for piece in pieces)


def _shown(field: Field) -> str:
    return field.fallback if field.name in NAMES else ""
