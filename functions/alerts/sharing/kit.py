"""The same alert for a partner to send: its mail, its texts to share, a letter about both.

Draft + Partner ─► `check_partner` ─► the organization as the partner is it ─► view ─► templates ─►
Kit. What comes out is for everybody: the fallbacks stand where names were, and no link is a
reader's own. Only the alert's page, its calendars and its picture stay where they are: with us.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import PurePosixPath
from urllib.parse import quote
from zoneinfo import ZoneInfo

from functions.alerts.checks.draft import Draft
from functions.alerts.content.ask import Ask, Donate
from functions.alerts.content.campaign import Campaign
from functions.alerts.content.deadline import last_call
from functions.alerts.content.organization import Organization
from functions.alerts.editions.bidi import subject_line
from functions.alerts.editions.compile import of_use_when_closed
from functions.alerts.editions.item import Button
from functions.alerts.editions.templates import Templates, load_templates
from functions.alerts.editions.view import Footer, MailView, Picture, mail_view
from functions.alerts.errors import Finding, InputError, StateError
from functions.alerts.languages.words import LanguagePack
from functions.alerts.mail.fields import FIELDS, TOKENS, Fields
from functions.alerts.reading.validation import Reading
from functions.alerts.sharing.partner_file import Partner, PartnerFile
from functions.alerts.sharing.partnering import check_partner, theirs
from functions.alerts.sharing.texts import SharedTexts, for_anybody, shared_texts, still_open

_HOME = "the-organization-itself"  # its key among the partners who are thanked
_NOBODY = dict.fromkeys((*FIELDS, *TOKENS), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class KitMail:
    """A kit in one language. `files` are texts by their names; pictures are the caller's to add."""

    files: Mapping[str, bytes]
    shared: SharedTexts


@dataclass(frozen=True, slots=True, kw_only=True)
class Kit:
    """A kit by language, and the warnings and notes about the partner's file and the alert."""

    mails: Mapping[str, KitMail]
    findings: tuple[Finding, ...]


def make_kit(
    draft: Draft, partner: Partner, asker: str, *, templates: Templates | None = None
) -> Kit:
    """Write the alert of `draft` for `partner`, with the asks that are open at `draft.at`.

    `asker` is the partner's key in our organization's `partners:`, where it has one: it is not
    thanked for its own mail.

    Raises:
        StateError: the alert is a card, or every ask has closed.
        InputError: with every problem of the partner's file, and every text of the alert that a
            partner cannot send.

    """
    campaign = draft.campaign
    if draft.compiled is None:
        raise StateError(
            f"“{campaign.id}” is a card: it stands on the page and cannot be mailed.",
            remedy="Write a `subject:` and a `body:` to make it an alert.",
        )
    asks = still_open(campaign.asks, draft.at)
    _require_open(campaign, asks)
    languages = check_partner(partner, draft, asks)
    findings = _findings(partner.reading, draft.reading)
    writer = _Writer(draft, partner, asker, templates or load_templates())
    return Kit(mails={code: writer.mail(code) for code in languages}, findings=findings)


@dataclass(frozen=True, slots=True)
class _Writer:
    draft: Draft
    partner: Partner
    asker: str
    templates: Templates

    def mail(self, code: str) -> KitMail:
        draft, partner, pack = self.draft, self.partner.files[code], self.draft.packs[code]
        home = draft.organization.in_language(code)
        sender = sender_in_place(home, partner)
        campaign = self._campaign(draft.campaign.in_language(code), partner, home)
        original = self._campaign(draft.campaign, self.partner.own, draft.organization)
        asks = still_open(campaign.asks, draft.at)
        view = _view(mail_view(campaign, sender, pack, asks, original=original), partner, pack)
        subject, html, text = Fields(
            subject_line(view.subject, pack.direction),
            self.templates.html(view),
            self.templates.text(view),
        ).render(_NOBODY)
        shared = shared_texts(campaign, sender, pack, asks, original=original)
        page = f"{home.site}/a/{campaign.id}/{code}"
        letter = _letter(view, partner, home, pack, _until(asks, home))
        files = {
            "README.txt": letter,
            "subject.txt": subject,
            "email.html": html,
            "email.txt": text.removesuffix("\n"),
            "page.txt": page,
        }
        written = {name: f"{content}\n".encode() for name, content in files.items()}
        return KitMail(files={**written, **shared.files}, shared=shared)

    def _campaign(self, campaign: Campaign, partner: PartnerFile, home: Organization) -> Campaign:
        """The alert as the partner says it: its page to give, its sign-off, thanks to the others.

        Those who sent it first come first among them.
        """
        names = {home.partners[key]: key for key in campaign.conveners}
        own = {self.asker, names.get(partner.name, ""), names.get(partner.short, "")}
        others = [key for key in campaign.conveners if key not in own]
        asks = [theirs(ask, partner, home) if isinstance(ask, Donate) else ask
                for ask in campaign.asks]  # fmt: skip
        changes = {
            "asks": tuple(asks),
            "signature": partner.signature or partner.short,
            "conveners": (_HOME, *others),
        }
        return campaign.model_copy(update=changes)


def sender_in_place(home: Organization, partner: PartnerFile) -> Organization:
    """Our organization with the partner in its place, all in one language.

    What the partner does not say is ours: colours, the help line, how to file a slip. The site
    stays ours: there is the alert's page.
    """
    own = partner.slip
    slip = {
        "represent": partner.represent,
        "steps": (own.steps if own else ()) or home.slip.steps,
        "notice": (own.notice if own else None) or home.slip.notice,
    }
    return home.model_copy(
        update={
            "name": partner.name,
            "short_name": partner.short,
            "website": partner.website,
            "address": partner.address,
            "donate": partner.donate,
            "colors": partner.colors or home.colors,
            "help": partner.help or home.help,
            "slip": home.slip.model_copy(update=slip),
            "logo": None,  # ours; its own is drawn from its own place
            "i_filed_it": False,
            "partners": {**home.partners, _HOME: home.name},
        }
    )


def _require_open(campaign: Campaign, asks: Sequence[Ask]) -> None:
    if campaign.asks and not asks and not of_use_when_closed(campaign.asks):
        raise StateError(
            f"Every ask of “{campaign.id}” has closed: there is nothing left to send.",
            remedy="Use --as-of to see it as it was earlier.",
        )


def _findings(partner: Reading, alert: Reading) -> tuple[Finding, ...]:
    """Of both files, those that are about a kit. Raises InputError if any of them is an error."""
    said: list[Finding] = []
    wrong = False
    for reading in (partner, alert):
        try:
            said += reading.result()
        except InputError as error:
            said += error.findings
            wrong = True
    kept = tuple(one for one in said if one.file == partner.document.file or "kit-" in one.rule)
    if wrong:
        raise InputError(*kept)
    return kept


def _view(view: MailView, partner: PartnerFile, pack: LanguagePack) -> MailView:
    return replace(
        view,
        logo=_logo(partner),
        image=_moved(view.image, partner) if view.image else None,
        footer=_footer(view.footer, partner, pack),
    )


def _footer(footer: Footer, partner: PartnerFile, pack: LanguagePack) -> Footer:
    """Without our list's links and reason; in their place the partner's own way to leave."""
    leave = partner.unsubscribe
    kept = [link for link in footer.links if "((" not in link.url]
    own = [Button(pack.say("footer.unsubscribe"), leave)] if leave else []
    return replace(
        footer,
        why="",
        links=(*own, *kept),
        to_replace="" if leave else pack.say("kit.unsubscribe_here"),
    )


def _logo(partner: PartnerFile) -> Picture | None:
    folder = partner.picture_folder
    if not partner.logo or not folder:
        return None
    return Picture(url=f"{folder}/{_name(partner.logo.file)}", alt=partner.logo.alt)


def _moved(picture: Picture, partner: PartnerFile) -> Picture:
    if not partner.pictures:
        return picture
    return replace(picture, url=f"{partner.pictures}/{picture.url.rpartition('/')[2]}")


def _name(file: str) -> str:
    return quote(PurePosixPath(file).name)


def _until(asks: Sequence[Ask], home: Organization) -> datetime | None:
    """When the first open ask leaves mails, by the organization's clocks."""
    closing = [last_call(ask.closes).astimezone(UTC) for ask in asks if ask.closes]
    return min(closing).astimezone(ZoneInfo(home.time_zone)) if closing else None


def _letter(
    view: MailView,
    partner: PartnerFile,
    home: Organization,
    pack: LanguagePack,
    until: datetime | None,
) -> str:
    """What the partner's staff should know before they send it, in the folder's language.

    Who sends is who CAN-SPAM means: a way to leave that works for 30 days and is followed within
    ten business days, and a postal address (15 U.S.C. 7704(a)(3) to (5)).
    """
    say, leave = pack.say, partner.unsubscribe
    pictures = [picture.url.rpartition("/")[0] for picture in (view.logo, view.image) if picture]
    told = "kit.upload" if partner.pictures else "kit.pictures"
    parts = [
        say("kit.title", partner=partner.short, alert=for_anybody(view.subject)),
        say("kit.what", partner=partner.short, organization=home.name),
        say("kit.until", moment=pack.moment(until)) if until else "",
        say("kit.sender"),
        say("kit.leaves", link=leave) if leave
        else say("kit.replace", line=pack.say("kit.unsubscribe_here")),
        say("kit.files"),
        *(say(told, address=address) for address in dict.fromkeys(pictures)),
    ]  # fmt: skip
    return "\n\n".join(part for part in parts if part)
