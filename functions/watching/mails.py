"""One look at an alert: everything `alerts check` says of it, and all of its mails to show.

path ─► `campaign_files.load` ─► Draft ─► findings + mails ─► Seen
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path, PurePosixPath
from zoneinfo import ZoneInfo

from functions.alerts.checks.draft import Draft
from functions.alerts.checks.examine import examine
from functions.alerts.editions.compile import Compiled
from functions.alerts.errors import Finding, InputError, StateError
from functions.alerts.languages.words import load_packs
from functions.alerts.mail.edition import Edition, Revision
from functions.alerts.mail.message import compose
from functions.alerts.mail.token import NOBODY, PREVIEW_KEYS
from functions.alerts.sends.supporter import Supporter
from functions.campaign_files import Loaded, load
from functions.checked_files import draft_of

Clock = Callable[[str], datetime]  # an IANA time zone -> the time to look at it for, aware


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One edition as its reader gets it. `number` of `of` counts those of its language.

    `begins` and `ends` are in words ("" for none), `asks` how many are open. `goes_out` is whether
    it is ever mailed, `current` whether it is the one that goes out now. In `html` pictures come
    from `/images/`.
    """

    language: str
    name: str
    direction: str
    number: int
    of: int
    subject: str
    preheader: str
    html: str = field(repr=False)
    text: str = field(repr=False)
    begins: str
    ends: str
    asks: int
    goes_out: bool
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Mails:
    """All mails of an alert; none for a card. `lacking` are the languages left out, and why.

    `pictures` are the files of its images by the names that mails know them by.
    """

    sender: str
    shown: tuple[Shown, ...]
    lacking: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    pictures: Mapping[str, Path] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What came of reading it once. `mails` is None if none could be made; `at` in words."""

    findings: tuple[Finding, ...]
    mails: Mails | None
    at: str = ""


def look_at(path: Path, clock: Clock) -> Seen:
    """Read the alert at `path` and check it. What is wrong with it is among the findings."""
    try:
        loaded = load(path)
    except InputError as error:
        return Seen(findings=error.findings, mails=None)
    at = clock(loaded.organization.time_zone).astimezone(ZoneInfo(loaded.organization.time_zone))
    draft = draft_of(loaded, at=at)
    try:
        mails = _mails(loaded, draft.compiled, at)
    except InputError as error:
        return Seen(findings=error.findings, mails=None)
    except StateError as error:
        return Seen(findings=(_whole(path, error),), mails=None)
    return Seen(findings=findings_of(draft), mails=mails, at=moment_in_words(at))


def moment_in_words(moment: datetime) -> str:
    """Write a time for staff, in its own zone: `Tue Apr 10, 2:30 PM CDT`."""
    return f"{moment:%a %b} {moment.day}, {moment.hour % 12 or 12}:{moment:%M %p %Z}"


def findings_of(draft: Draft) -> tuple[Finding, ...]:
    """Everything the checks say, errors too."""
    try:
        return examine(draft)
    except InputError as error:
        return error.findings


def _whole(path: Path, error: StateError) -> Finding:
    return Finding(
        level="error", file=str(path), line=None, field="", found=error.reason, remedy=error.remedy
    )


def _mails(loaded: Loaded, compiled: Compiled | None, at: datetime) -> Mails:
    name = loaded.organization.short_name
    if compiled is None:
        return Mails(sender=name, shown=())
    images = [image for image in (loaded.campaign.image, loaded.organization.logo) if image]
    return Mails(
        sender=name,
        shown=tuple(_every(compiled.revision, at)),
        lacking=dict(compiled.fallbacks),
        pictures={PurePosixPath(one.file).name: loaded.folder / one.file for one in images},
    )


def _every(revision: Revision, at: datetime) -> Iterator[Shown]:
    for language in revision.languages:
        editions = [one for one in revision.editions if one.language == language]
        for number, edition in enumerate(editions, start=1):
            yield _shown(revision, edition, number, len(editions), at)


def _shown(revision: Revision, edition: Edition, number: int, of: int, at: datetime) -> Shown:
    mail = compose(edition, revision.sender, _reader(edition), PREVIEW_KEYS)
    # The preheader has fields too, and as a text part it is filled like one.
    above = replace(edition, text=edition.preheader)
    preheader = compose(above, revision.sender, _reader(edition), PREVIEW_KEYS).text
    closed = edition.ends is None and edition.begins is not None
    return Shown(
        language=edition.language,
        name=load_packs()[edition.language].name,
        direction=edition.direction,
        number=number,
        of=of,
        subject=mail.subject,
        preheader=preheader,
        html=mail.html.replace(f"{revision.sender.site}/images/", "/images/"),
        text=mail.text,
        begins=_local(edition.begins, at),
        ends=_local(edition.ends, at),
        asks=len(edition.open_asks),
        goes_out=revision.send_when_closed or not closed,
        current=revision.at(edition.language, at) == edition,
    )


def _local(moment: datetime | None, at: datetime) -> str:
    return moment_in_words(moment.astimezone(at.tzinfo)) if moment else ""


def _reader(edition: Edition) -> Supporter:
    """Somebody with a long name, with an accent and an apostrophe: what slips show by."""
    return Supporter(
        id=NOBODY,
        email="reader@people.example",
        status="subscribed",
        language=edition.language,
        first_name="María José",
        last_name="O’Brien",
    )
