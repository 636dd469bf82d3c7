"""One action alert as data, in one or more languages.

bytes ─► Document ─► CampaignFile + asks (as written) ─► checks ─► Campaign, one per language
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal
from zoneinfo import ZoneInfo

from pydantic import Field

from functions.alerts.content.ask import KINDS, Ask, BaseAsk
from functions.alerts.content.ask_list import RawAsk, check_ask, complete, name_asks, read_asks
from functions.alerts.content.button_words import check_buttons
from functions.alerts.content.campaign_languages import read_languages
from functions.alerts.content.organization import Organization
from functions.alerts.content.reminding import Reminded, check_reminders
from functions.alerts.content.translated_campaign import (
    CampaignWords,
    Original,
    lacking,
    read_words,
    typed_codes,
    whole,
)
from functions.alerts.errors import Finding, InputError, Mistake
from functions.alerts.reading.alert_file import read_id, refuse_organization
from functions.alerts.reading.document import examine_document
from functions.alerts.reading.doubles import refuse_doubles
from functions.alerts.reading.edition_fields import EDITION_FIELDS, check_edition_fields
from functions.alerts.reading.model import Image, Markdown, Model, Slug, Text
from functions.alerts.reading.texts import check_texts
from functions.alerts.reading.validation import Reading

# Keys of the file that `CampaignFile` leaves to others.
_READ_APART = ("asks", "languages", "translations")


class CampaignFile(Model):
    """A campaign file as it is written, without asks, languages and translations."""

    topic: Slug | None = None
    level: Literal["federal", "state", "local"]
    conveners: tuple[str, ...] = Field(default=(), alias="with", max_length=40)
    subject: Text | None = None
    preheader: Text | None = None
    headline: Text | None = None
    body: Markdown | None = None
    image: Image | None = None
    closing: Text | None = None
    signature: Text | None = None


class Campaign(CampaignFile):
    """A campaign in one language (`language`); `in_language` gives it in another.

    Defaults are filled in: the headline is the subject and the other way round, the signature and
    the donate page are the organization's, deadlines of slips follow from their hearings.
    """

    id: Slug  # the file's name
    language: str  # of these texts
    languages: tuple[str, ...]  # the first is the default
    asks: tuple[Ask, ...] = ()
    translated: dict[str, Campaign] = Field(default={}, repr=False)  # complete languages only
    lacking: dict[str, tuple[str, ...]] = Field(default={}, repr=False)  # by language
    # A digest's: by the ask's id the campaign it is from, and its id there.
    origins: dict[str, tuple[str, str]] = Field(default={}, repr=False)

    @property
    def mailable(self) -> bool:
        """Whether it can be mailed: it has subject (or headline) and body. Else it is a card."""
        return bool((self.subject or self.headline) and self.body)

    def in_language(self, language: str) -> Campaign:
        """The whole campaign in `language`, or in the default language: never a mixture.

        The default stands in for a language that lacks one text. Asked of the default one.
        """
        return self.translated.get(language, self)

    def missing(self, language: str) -> tuple[str, ...]:
        """What a mail in `language` lacks; empty when the language is complete.

        Dotted fields: `asks.sb-35.text`, `organization.help.text`.
        """
        if language == self.language or language in self.translated:
            return ()
        return self.lacking.get(language, (language,))


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """A campaign that can be used, and the warnings and notes about it in file order.

    `reading` is its file, for checks that look at more than whether it can be used.
    """

    campaign: Campaign
    findings: tuple[Finding, ...]
    reading: Reading = field(repr=False, compare=False)


def parse_campaign(
    data: bytes, file: str, organization: Organization, *, packs: Collection[str] | None = None
) -> Parsed:
    """The campaign that the bytes of `file` describe, in its default language.

    `file` is named in findings, and its name without `.yaml` is the campaign's id. Times without
    a zone are in the organization's. `packs` are the languages that can be mailed, if that is to
    be asked. Raises `InputError` with every problem that was found.
    """
    document, found = examine_document(data, file)
    if document is None:
        raise InputError(*found)
    refuse_organization(document)
    reading = Reading(document, {"zone": ZoneInfo(organization.time_zone)}, list(found))
    draft = _read(reading, organization, packs)
    reading.result()
    campaign = _finished(draft, organization, reading.context)
    original, typed = draft.original, typed_codes(reading)
    words = {typed[code]: said for code, said in draft.words.items()}
    check_edition_fields(reading, original.model, original.raw, original.asks, words, campaign.asks)
    return Parsed(campaign=campaign, findings=reading.result(), reading=reading)


@dataclass(slots=True)
class _Draft:
    """A campaign file after reading: still as written, right once nothing is reported."""

    id: str
    original: Original
    words: dict[str, CampaignWords]
    lacking: dict[str, tuple[str, ...]]


def _read(reading: Reading, organization: Organization, packs: Collection[str] | None) -> _Draft:
    raw = reading.without_empty(reading.document.value)
    asks, words = raw.pop("asks", []), raw.pop("translations", {})
    languages = read_languages(reading, raw.pop("languages", None), organization, packs)
    named = name_asks(reading, asks)
    written = reading.model(CampaignFile, raw, (), also=_READ_APART)
    refuse_doubles(reading, raw.get("with"), ("with",))
    check_texts(reading, CampaignFile, raw, (), also=EDITION_FIELDS)
    if written:
        _check_campaign(reading, written, organization)
    present = _asks(reading, named, organization, mail=bool(raw.get("body")))
    original = Original(CampaignFile, raw, present, languages)
    said = read_words(reading, original, words, also=EDITION_FIELDS)
    return _Draft(read_id(reading), original, said, lacking(reading, original, said, organization))


def _asks(
    reading: Reading, named: list[RawAsk | None], organization: Organization, *, mail: bool
) -> list[RawAsk]:
    whole: list[BaseAsk | None] = []
    for number, (raw, ask) in enumerate(zip(named, read_asks(reading, named), strict=True)):
        if raw:
            model = KINDS[raw["ask"]]
            check_texts(reading, model, raw, ("asks", number), also=EDITION_FIELDS)
        whole.append(check_ask(reading, ask, number, organization) if ask else None)
    check_buttons(reading, whole, organization, mail=mail)
    asked = [
        Reminded(("asks", number), ask.id, ask.closes, ask.remind)
        for number, ask in enumerate(whole)
        if ask
    ]
    check_reminders(reading, asked, mail=mail)
    return [raw for raw in named if raw]


def _check_campaign(reading: Reading, written: CampaignFile, organization: Organization) -> None:
    for number, key in enumerate(written.conveners):
        if key not in organization.partners:
            names = list(organization.partners)
            near = difflib.get_close_matches(key, names, 1) or [
                slug for slug, name in organization.partners.items() if name == key
            ]
            known = ", ".join(names) or "none yet"
            found = f"`{key}` is no partner in organization.yaml (there: {known})."
            reading.mistake(
                ("with", number), Mistake(found, *near, advice="" if near else _PARTNER)
            )
    if not written.subject and not written.headline:
        reading.report(
            (),
            "There is neither a subject nor a headline.",
            "Write `subject: …` (for an alert) or `headline: …` (for a card).",
        )


_PARTNER = "Add it to `partners:` there."


def _finished(draft: _Draft, organization: Organization, context: Mapping[str, Any]) -> Campaign:
    original = draft.original
    default, *others = original.languages
    translated = {
        code: _build(draft, code, *whole(original, draft.words[code]), organization, context)
        for code in others
        if not draft.lacking.get(code)
    }
    campaign = _build(draft, default, original.raw, original.asks, organization, context)
    return campaign.model_copy(update={"translated": translated})


def _build(
    draft: _Draft,
    language: str,
    raw: Mapping[str, Any],
    asks: Sequence[RawAsk],
    organization: Organization,
    context: Mapping[str, Any],
) -> Campaign:
    home = organization.in_language(language)
    models = [KINDS[ask["ask"]].model_validate(ask, context=dict(context)) for ask in asks]
    title = raw.get("headline") or raw.get("subject")
    defaults = {"subject": raw.get("subject") or title, "headline": title}
    return Campaign.model_validate(
        {
            **raw,
            **defaults,
            "signature": raw.get("signature") or home.short_name,
            "id": draft.id,
            "language": language,
            "languages": draft.original.languages,
            "lacking": draft.lacking,
            "asks": tuple(complete(ask, home) for ask in models),
        },
        context=dict(context),
    )
