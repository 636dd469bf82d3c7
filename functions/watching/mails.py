"""One look at an alert: everything `alerts check` says of it, and all of its mails to show.

path ─► `campaign_files.load` ─► Draft ─► findings + mails ─► Seen
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from pathlib import Path, PurePosixPath
from zoneinfo import ZoneInfo

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
        findings = examine(draft)
    except InputError as error:  # a mail that cannot be made, or errors beside one that can
        made = locals().get("mails")
        return Seen(findings=error.findings, mails=made, at=_words(at, at.tzinfo))
    except StateError as error:
        return Seen(findings=(_whole(path, error),), mails=None)
    return Seen(findings=findings, mails=mails, at=_words(at, at.tzinfo))
