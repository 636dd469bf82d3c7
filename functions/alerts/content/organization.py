"""Who sends: written once in organization.yaml, used by every mail and page.

bytes ─► Document ─► OrganizationFile (as written) ─► Organization, one per language
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from typing import Annotated, Any

from pydantic import AfterValidator, Field, create_model

from functions.alerts.content.identity import Color, Languages, MailAddress, Site
from functions.alerts.content.page_links import Links, renamed
from functions.alerts.content.translated_organization import read_translations
from functions.alerts.content.translation import overlaid, untranslated, words_of
from functions.alerts.content.zone import check_zone
from functions.alerts.errors import Finding, InputError, Mistake
from functions.alerts.reading.document import examine_document
from functions.alerts.reading.doubles import refuse_doubles
from functions.alerts.reading.language import check_language, language_or_typed
from functions.alerts.reading.model import Image, Link, Markdown, Model, Name, Plain, Slug, Text
from functions.alerts.reading.texts import check_texts
from functions.alerts.reading.tree import Path
from functions.alerts.reading.validation import Reading

# Fields of the steps: what each slip says in sections III, IV and II of the form.
STEP_FIELDS = ("position", "testimony", "represent")


class Colors(Model):
    """Colours as `#rrggbb`: `main` for headings and links, `accent` for buttons."""

    main: Color = "#1b4f8a"
    accent: Color = "#b3261e"


class Giving(Model):
    """Where people give: once and, if there is such a page, monthly."""

    once: Link
    monthly: Link | None = None


class HelpLine(Model):
    """Stands in every footer: a person in danger may read this mail."""

    text: Text
    link: Link


def _no_field(value: str) -> str:
    if "((" in value:
        raise Mistake(f"`{value}` has a ((field)) in it.", advice="Write the words themselves.")
    return value


class SlipSettings(Model):
    """How to file a witness slip; `represent` is what goes into section II of the form."""

    represent: Annotated[Plain, AfterValidator(_no_field)] = "Self"  # in English, as the form is
    steps: tuple[Markdown, ...] = ()
    notice: Text | None = None


class PageTexts(Model):
    """The words at the head of the Calls to Action page."""

    title: Text
    intro: Markdown


class OrganizationFile(Model):
    """organization.yaml as it is written, without its translations."""

    name: Name
    short_name: Name
    website: Link
    site: Site  # where this product's own pages live
    mission: Text | None = None
    address: Name  # postal: the law wants it in every mail (CAN-SPAM)
    time_zone: Annotated[str, AfterValidator(check_zone)]
    languages: Languages  # the first is the default
    sender: MailAddress = Field(alias="from")
    reply_to: MailAddress
    logo: Image | None = None
    # Defaults are constructed: to validate them would build a validator for each at import.
    colors: Colors = Colors.model_construct()
    donate: Giving | None = None
    help: HelpLine | None = None
    slip: SlipSettings = SlipSettings.model_construct()
    i_filed_it: bool = False  # whether supporters can tell that they filed, and get no reminder
    topics: dict[Slug, Name] = Field(default_factory=dict)  # what supporters can choose from
    partners: dict[Slug, Name] = Field(default_factory=dict)
    page: PageTexts | None = None
    links: Links = Links.model_construct()


class Organization(OrganizationFile):
    """An organization in one language (`language`); `in_language` gives it in another."""

    language: str  # of these texts; filled in by the reader
    translated: dict[str, Organization] = Field(default={}, repr=False)  # the other languages
    texts: tuple[str, ...] = Field(default=(), repr=False)  # dotted fields that need translation
    untranslated: dict[str, tuple[str, ...]] = Field(default={}, repr=False)  # by language

    def in_language(self, language: str) -> Organization:
        """The organization with what is translated into `language`, the rest as it is here.

        Whether that is enough for a mail is `Campaign.missing`'s to say. Asked of the default one.
        """
        return self.translated.get(language, self)

    def missing(self, language: str) -> tuple[str, ...]:
        """The dotted fields (`help.text`) that have no translation into `language`."""
        return () if language == self.language else self.untranslated.get(language, self.texts)


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedOrganization:
    """An organization that can be used, and the warnings about its file in file order.

    `reading` is its file, for checks that look at more than whether it can be used.
    """

    organization: Organization
    findings: tuple[Finding, ...]
    reading: Reading = field(repr=False, compare=False)


def parse_organization(data: bytes, file: str) -> Organization:
    """The organization that the bytes of `file` describe, in its default language.

    Raises `InputError` with every problem that was found.
    """
    return read_organization(data, file).organization


def read_organization(data: bytes, file: str) -> ParsedOrganization:
    """Like `parse_organization`, with what is doubtful in the file."""
    document, found = examine_document(data, file)
    if document is None:
        raise InputError(*found)
    reading = Reading(document, {}, list(found))
    raw = reading.without_empty(document.value)
    translations = raw.pop("translations", {})
    written = reading.model(OrganizationFile, raw, (), also=("translations",))
    refuse_doubles(reading, raw.get("languages"), ("languages",), language_or_typed)
    check_texts(reading, OrganizationFile, raw, (), also=_fields)
    words = read_translations(
        reading, OrganizationFile, organization_words(), raw, translations, fields=_fields
    )
    findings = reading.result()
    if written is None:  # an error was reported, so `result` has raised
        raise InputError(*reading.findings)
    return ParsedOrganization(
        organization=_finished(raw, words, reading.context), findings=findings, reading=reading
    )


def _fields(path: Path) -> tuple[str, ...] | None:
    """The steps are filled for each slip; everything else is said as it stands."""
    return STEP_FIELDS if ("slip", "steps") in pairwise(path) else None


@cache
def organization_words() -> type[Model]:
    """What may stand under `translations:` in organization.yaml, for one language.

    Links are translated by their names: `links: {About us: Sobre nosotros}`.
    """
    names: Any = (dict[str, Name] | None, None)
    return create_model("OrganizationTranslation", __base__=words_of(OrganizationFile), links=names)


def _finished(
    raw: dict[str, Any], words: Mapping[str, dict[str, Any]], context: Mapping[str, Any]
) -> Organization:
    language = check_language(raw["languages"][0])
    texts = tuple(untranslated(OrganizationFile, raw, {}))
    lacking = {
        code: tuple(untranslated(OrganizationFile, raw, theirs)) for code, theirs in words.items()
    }

    def said(code: str, content: Mapping[str, Any], **more: Any) -> Organization:
        return Organization.model_validate(
            {**content, "language": code, "texts": texts, "untranslated": lacking, **more},
            context=dict(context),
        )  # fmt: skip

    others = {
        code: _renamed(said(code, _translated(raw, theirs)), theirs)
        for code, theirs in words.items()
    }
    return said(language, raw, translated=others)


def _translated(raw: Mapping[str, Any], words: Mapping[str, Any]) -> dict[str, Any]:
    return overlaid(
        OrganizationFile, raw, {key: word for key, word in words.items() if key != "links"}
    )


def _renamed(organization: Organization, words: Mapping[str, Any]) -> Organization:
    names: Mapping[str, str] = words.get("links") or {}
    return organization.model_copy(update={"links": renamed(organization.links, names)})
