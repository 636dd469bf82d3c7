"""Who sends somebody else's alert: a partner's file, as short as it can be.

bytes ─► Document ─► PartnerFile, one per language ─► `kit.py`. An organization.yaml can be used as
it is: what a kit has no use for may stand there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from typing import Annotated, Any

from pydantic import AfterValidator, Field, create_model

from functions.alerts.content.identity import Languages, MailAddress, Site
from functions.alerts.content.organization import (
    STEP_FIELDS,
    Colors,
    Giving,
    HelpLine,
    PageTexts,
    SlipSettings,
)
from functions.alerts.content.page_links import Links
from functions.alerts.content.translated_organization import read_translations
from functions.alerts.content.translation import overlaid, untranslated, words_of
from functions.alerts.errors import InputError, Mistake
from functions.alerts.reading.document import examine_document
from functions.alerts.reading.doubles import refuse_doubles
from functions.alerts.reading.language import check_language, language_or_typed
from functions.alerts.reading.link import check_link
from functions.alerts.reading.model import Image, Link, Model, Name, Plain, Slug, Text
from functions.alerts.reading.texts import check_texts
from functions.alerts.reading.tree import Path
from functions.alerts.reading.validation import Reading

_LONGEST = 500  # characters; what mail programs put a link in for is a word or two


def _unsubscribe(value: str) -> str:
    """A link, or what the partner's mail program puts its link in for: `*|UNSUB|*`, `{{ link }}`.

    Such a thing begins with a sign that no link begins with.
    """
    if not re.match(r"[*{\[%$#]", value):
        return check_link(value)
    if len(value) > _LONGEST or re.search(r"[\"'<>`]", value) or "((" in value:
        raise Mistake(
            f"`{value[:60]}` cannot stand in a mail as a link.",
            advice="Write the address, or what your mail program puts it in for: '*|UNSUB|*'.",
        )
    return value


def _folder(value: str) -> str:
    if not value.startswith("https://") or re.search(r"[?#]", value):
        secure = re.split(r"[?#]", value.replace("http:", "https:", 1))[0]
        raise Mistake(
            f"Mail programs cannot fetch pictures from `{value}`.",
            *([secure] if secure.startswith("https://") else []),
            advice="It is the https address of a folder, without ? and #.",
        )
    return value.rstrip("/")


class PartnerFile(Model):
    """A partner's file as it is written, without its translations; see README for the defaults."""

    name: Name
    short_name: Name | None = None
    website: Link
    address: Name  # postal: the partner is who sends the mail (CAN-SPAM)
    languages: Languages | None = None  # the first is the one the file is written in
    donate: Giving | None = None
    signature: Name | None = None
    unsubscribe: Annotated[Plain, AfterValidator(_unsubscribe)] | None = None
    pictures: Annotated[Link, AfterValidator(_folder)] | None = (
        None  # where the partner puts the kit's pictures
    )
    logo: Image | None = None
    colors: Colors | None = None
    help: HelpLine | None = None
    slip: SlipSettings | None = None
    # What else its own organization.yaml may have.
    site: Site | None = None
    mission: Text | None = None
    time_zone: Plain | None = None
    sender: MailAddress | None = Field(default=None, alias="from")
    reply_to: MailAddress | None = None
    i_filed_it: bool = False
    topics: dict[Slug, Name] = Field(default_factory=dict)
    partners: dict[Slug, Name] = Field(default_factory=dict)
    page: PageTexts | None = None
    links: Links = Links()

    @property
    def short(self) -> str:
        """What it is called in a sentence."""
        return self.short_name or self.name

    @property
    def represent(self) -> str:
        """What its supporters put into section II of a witness slip."""
        written = self.slip is not None and "represent" in self.slip.model_fields_set
        return self.slip.represent if self.slip and written else self.short

    @property
    def picture_folder(self) -> str | None:
        """Where its own pictures are, once it put them there; None where nothing is known."""
        return self.pictures or (f"{self.site}/images" if self.site else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """A partner in every language that its file speaks; `languages` begins with the default.

    `lacking` are the dotted fields by language that it wrote in its default language only.
    `reading` is its file, for whoever looks at what the kit of one alert needs.
    """

    languages: tuple[str, ...]
    files: Mapping[str, PartnerFile]
    lacking: Mapping[str, tuple[str, ...]]
    reading: Reading = field(repr=False, compare=False)

    @property
    def own(self) -> PartnerFile:
        """The partner in its file's own language."""
        return self.files[self.languages[0]]


def parse_partner(data: bytes, file: str, languages: Sequence[str]) -> Partner:
    """The partner that the bytes of `file` describe.

    `languages` are the alert's: a file that says none has them all, and is written in the first.
    Raises `InputError` with every problem that was found.
    """
    document, found = examine_document(data, file)
    if document is None:
        raise InputError(*found)
    reading = Reading(document, {}, list(found))
    raw = reading.without_empty(document.value)
    translations = raw.pop("translations", {})
    written = reading.model(PartnerFile, raw, (), also=("translations",))
    refuse_doubles(reading, raw.get("languages"), ("languages",), language_or_typed)
    check_texts(reading, PartnerFile, raw, (), also=_fields)
    spoken = {**raw, "languages": raw.get("languages") or list(languages)}
    words = read_translations(
        reading, PartnerFile, partner_words(), spoken, translations, fields=_fields, whole=False
    )
    reading.result()
    if written is None:  # an error was reported, so `result` has raised
        raise InputError(*reading.findings)
    return _finished(reading, raw, words, written.languages or tuple(languages))


def _fields(path: Path) -> tuple[str, ...] | None:
    """The steps are filled for each slip; everything else is said as it stands."""
    return STEP_FIELDS if ("slip", "steps") in pairwise(path) else None


@cache
def partner_words() -> type[Model]:
    """What may stand under `translations:` in a partner's file, for one language."""
    names: Any = (dict[str, Name] | None, None)
    return create_model("PartnerTranslation", __base__=words_of(PartnerFile), links=names)


def _finished(
    reading: Reading,
    raw: Mapping[str, Any],
    words: Mapping[str, dict[str, Any]],
    languages: tuple[str, ...],
) -> Partner:
    codes = tuple(check_language(code) for code in languages)
    said = {code: {**words.get(code, {}), "links": None} for code in codes}
    return Partner(
        languages=codes,
        files={
            code: PartnerFile.model_validate(overlaid(PartnerFile, raw, said[code]))
            for code in codes
        },
        lacking={
            code: tuple(untranslated(PartnerFile, dict(raw), said[code])) for code in codes[1:]
        },
        reading=reading,
    )
