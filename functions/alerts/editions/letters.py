"""An organization's letters, compiled: see `mail/letter.py`.

organization + language pack ─► the view of a mail without asks ─► `note.mjml`, `note.txt` ─► Letter
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from markupsafe import Markup

from functions.alerts.content.organization import Organization
from functions.alerts.editions.bidi import subject_line
from functions.alerts.editions.compile import sender_of
from functions.alerts.editions.item import Button
from functions.alerts.editions.markdown import Rich
from functions.alerts.editions.palette import Bare, palette
from functions.alerts.editions.templates import Templates, load_templates
from functions.alerts.editions.typesetting import Typesetting
from functions.alerts.editions.view import Footer, MailView, logo_of
from functions.alerts.errors import StateError
from functions.alerts.languages.words import LanguagePack
from functions.alerts.mail.letter import KINDS, LINK, Letter, LetterKind, Letters

_PARAGRAPH = '<p style="margin:0 0 16px">{}</p>'


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteView(MailView):
    """A letter: a mail with one button and nothing to do but press it."""

    button: Button
    after: str  # what stands under the button


def compile_letters(
    organization: Organization,
    packs: Mapping[str, LanguagePack],
    *,
    templates: Templates | None = None,
) -> Letters:
    """Compile all letters in the organization's languages, as far as there are packs.

    Raises StateError if its default language has none, InputError if a template or a header is
    not as it has to be.
    """
    default, *others = organization.languages
    if default not in packs:
        raise StateError(
            f"“{organization.name}” writes in “{default}”; there is no language pack for it.",
            remedy=f"Use one of {', '.join(sorted(packs))}, or add templates/words/{default}.yaml.",
        )
    languages = (default, *(code for code in others if code in packs))
    templates = templates or load_templates()
    return Letters(
        sender=sender_of(organization),
        languages=languages,
        letters={
            code: _in_language(organization.in_language(code), packs[code], templates)
            for code in languages
        },
    )


def _in_language(
    organization: Organization, pack: LanguagePack, templates: Templates
) -> dict[LetterKind, Letter]:
    return {kind: _letter(kind, organization, pack, templates) for kind in KINDS}


def _letter(
    kind: LetterKind, organization: Organization, pack: LanguagePack, templates: Templates
) -> Letter:
    view = _view(kind, organization, pack)
    return Letter(
        subject=subject_line(view.subject, pack.direction),
        html=templates.html(view, "note"),
        text=templates.text(view, "note"),
    )


def _view(kind: LetterKind, organization: Organization, pack: LanguagePack) -> NoteView:
    name = organization.short_name
    helping = organization.help
    how = pack.say(f"letters.{kind}_how")
    return NoteView(
        language=Bare(pack.code),
        direction=Bare(pack.direction),
        typesetting=Typesetting.of(pack.code, pack.unbroken),
        start=Bare("right" if pack.direction == "rtl" else "left"),
        colors=palette(organization.colors.main, organization.colors.accent),
        subject=pack.say(f"letters.{kind}_subject", organization=name),
        preheader=how,
        logo=logo_of(organization),
        organization=organization.name,
        website=organization.website,
        headline=pack.say(f"letters.{kind}_title"),
        image=None,
        body=_rich([pack.say(f"letters.{kind}_text", organization=name), how]),
        intro="",
        blocks=(),
        closing="",
        signature="",
        conveners="",
        button=Button(pack.say(f"letters.{kind}_button"), LINK),
        after=pack.say("letters.not_you"),
        footer=Footer(
            help_intro=pack.say("footer.help") if helping else "",
            help=Button(helping.text, helping.link) if helping else None,
            sent_by=pack.say("footer.sent_by", organization=organization.name),
            address=organization.address,
            why=pack.say("letters.why", organization=name),
            links=(),
        ),
    )


def _rich(texts: Sequence[str]) -> Rich:
    """Plain paragraphs: what stands in them is escaped here, turned round where it is written."""
    html = "".join(_PARAGRAPH.format(escape(text)) for text in texts)
    return Rich(Markup(html), "\n\n".join(texts))  # noqa: S704 (escaped here)
