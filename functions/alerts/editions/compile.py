"""Campaign to editions: one mail per language and per interval between the asks' deadlines.

campaign ─► languages that are complete ─► intervals ─► open asks ─► view ─► templates ─► edition
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from functions.alerts.content.ask import Ask
from functions.alerts.content.campaign import Campaign
from functions.alerts.content.deadline import last_call
from functions.alerts.content.organization import Organization
from functions.alerts.editions.bidi import isolate_text, subject_line
from functions.alerts.editions.templates import Templates, load_templates
from functions.alerts.editions.view import mail_view
from functions.alerts.errors import Finding, InputError, StateError
from functions.alerts.languages.words import LanguagePack
from functions.alerts.mail.edition import Edition, Revision, Sender
from functions.alerts.mail.fields import FieldError
from functions.alerts.mail.message import require_mailable


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """From `begins` (inclusive) to `ends` (exclusive), in UTC; None is "since ever", "for ever"."""

    begins: datetime | None
    ends: datetime | None

    def holds(self, ask: Ask) -> bool:
        """Say whether mails of this interval carry the ask."""
        closes = _last_call(ask)
        return closes is None or (self.ends is not None and self.ends <= closes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Compiled:
    """A revision, and the languages left out of it with what each of them lacks."""

    revision: Revision
    fallbacks: Mapping[str, tuple[str, ...]]


def compile_revision(
    campaign: Campaign,
    organization: Organization,
    packs: Mapping[str, LanguagePack],
    *,
    templates: Templates | None = None,
) -> Compiled:
    """Compile all editions of a campaign.

    A language that lacks one text is left out whole: its readers get the default language. The
    texts come from the campaign and the organization, the product's own phrases from `packs`.

    Raises:
        StateError: the campaign is a card, or its default language has no pack.
        InputError: a template holds an element that MJML would drop, or SES would not take a mail.

    """
    _mailable(campaign, packs)
    fallbacks = _fallbacks(campaign, packs)
    languages = tuple(code for code in campaign.languages if code not in fallbacks)
    templates = templates or load_templates()
    editions = tuple(
        edition
        for code in languages
        for edition in _editions(campaign, organization.in_language(code), packs[code], templates)
    )
    revision = Revision(
        campaign=campaign.id,
        topic=campaign.topic,
        sender=sender_of(organization),
        languages=languages,
        editions=editions,
        send_when_closed=of_use_when_closed(campaign.asks),
    )
    for edition in editions:
        try:
            require_mailable(edition, revision.sender)
        except FieldError as error:
            raise InputError(_unfillable(campaign, edition, error)) from error
    return Compiled(revision=revision, fallbacks=fallbacks)


def intervals(asks: Sequence[Ask]) -> tuple[Interval, ...]:
    """List the intervals between last calls, in order; one that never ends comes last."""
    closings = sorted({closes for ask in asks if (closes := _last_call(ask))})
    begins, ends = [None, *closings], [*closings, None]
    return tuple(Interval(begins=b, ends=e) for b, e in zip(begins, ends, strict=True))


def of_use_when_closed(asks: Sequence[Ask]) -> bool:
    """Say whether the mail is of use after the last deadline: an ask stays open, or it has none."""
    return not asks or any(ask.closes is None for ask in asks)


def _last_call(ask: Ask) -> datetime | None:
    """Tell when mails stop carrying the ask, in UTC; None if it never closes."""
    return last_call(ask.closes).astimezone(UTC) if ask.closes else None


def _editions(
    original: Campaign, organization: Organization, pack: LanguagePack, templates: Templates
) -> Iterator[Edition]:
    campaign = original.in_language(pack.code)
    for interval in intervals(campaign.asks):
        asks = [ask for ask in campaign.asks if interval.holds(ask)]
        view = mail_view(campaign, organization, pack, asks, original=original)
        yield Edition(
            language=pack.code,
            direction=pack.direction,
            begins=interval.begins,
            ends=interval.ends,
            open_asks=tuple(ask.id for ask in asks),
            subject=subject_line(view.subject, pack.direction),
            preheader=isolate_text(view.preheader, pack.direction),
            html=templates.html(view),
            text=templates.text(view),
        )


def _fallbacks(
    campaign: Campaign, packs: Mapping[str, LanguagePack]
) -> Mapping[str, tuple[str, ...]]:
    lacking = {code: campaign.missing(code) for code in campaign.languages[1:]}
    for code in lacking.keys() - packs.keys():
        lacking[code] = (f"templates/words/{code}.yaml", *lacking[code])
    return {code: fields for code, fields in lacking.items() if fields}


def _mailable(campaign: Campaign, packs: Mapping[str, LanguagePack]) -> None:
    default = campaign.languages[0]
    if not campaign.mailable:
        raise StateError(
            f"“{campaign.id}” is a card: it stands on the page and cannot be mailed.",
            remedy="Write a `subject:` and a `body:` to make it an alert.",
        )
    if default not in packs:
        raise StateError(
            f"“{campaign.id}” is written in “{default}”, and there is no language pack for it.",
            remedy=f"Use one of {', '.join(sorted(packs))}, or add templates/words/{default}.yaml.",
        )


def _unfillable(campaign: Campaign, edition: Edition, error: FieldError) -> Finding:
    """A field that came about where texts meet: reading the file found none in either."""
    return Finding(
        level="error",
        file=f"{campaign.id}.yaml",
        line=None,
        field="",
        found=f"In the mail in “{edition.language}”: {error.found}",
        remedy=f"{error.remedy} Look for round brackets beside each other.",
    )


def sender_of(organization: Organization) -> Sender:
    """What the headers of all its mails say."""
    host = urlsplit(organization.site).hostname or organization.site
    return Sender(
        name=organization.short_name,
        address=organization.sender,
        reply_to=organization.reply_to,
        list_id=host,
        site=organization.site,
    )
