"""The outbox: every mail of a run as a folder to look at, with no server and no network.

mails ─► `mails/…eml` and `….html`; editions ─► `editions/…html`; all of it ─► `index.html`
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from functions.alerts.errors import StateError
from functions.alerts.languages.words import load_packs
from functions.alerts.mail.edition import Edition, Revision
from functions.alerts.mail.message import compose
from functions.alerts.mail.token import NOBODY, PREVIEW_KEYS
from functions.alerts.outcomes.receipt import Receipt
from functions.alerts.sends.supporter import Supporter
from functions.local.fragments import ROOT
from functions.local.ses_message import Mail

TEMPLATES = ROOT / "templates" / "outbox"
_MARK = 'content="action-alerts outbox"'  # in every index.html of ours, and in no other
_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif"})  # what mail programs show
_LANG = re.compile(r'<html\b[^>]*\blang="([\w-]+)"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A mail in the list; `name` is its file's, without the ending."""

    name: str
    message_id: str
    to: str
    language: str
    subject: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """An edition on the contact sheet; `until` is in words, empty for the last one."""

    file: str
    language: str
    direction: str
    subject: str
    asks: int
    until: str
    current: bool


class Outbox:
    """A folder being filled; made by `open_outbox`. `site` is where the mails' images live."""

    def __init__(self, folder: Path, site: str) -> None:
        self.folder, self._site = folder, site
        self.mails: list[Listed] = []
        for name in ("mails", "editions", "images"):
            (folder / name).mkdir()

    def deliver(self, mail: Mail) -> None:
        """Write one mail: the `.eml` exactly as it goes out, the `.html` to look at."""
        to = mail.sent.recipients[0]
        name = (
            f"{len(self.mails) + 1:03}-{re.sub(r'[^a-z0-9]+', '-', to.partition('@')[0].lower())}"
        )
        html = mail.html or ""
        (self.folder / "mails" / f"{name}.eml").write_bytes(mail.eml)
        self._write(f"mails/{name}.html", html)
        found = _LANG.search(html)
        self.mails.append(
            Listed(
                name=name,
                message_id=mail.sent.message_id,
                to=to,
                language=found[1] if found else "",
                subject=mail.sent.subject,
                at=mail.sent.at,
            )
        )

    def show_editions(self, revision: Revision, now: datetime) -> list[Screen]:
        """Write every edition as one reader without secrets would see it; the screens of them."""
        counts: dict[str, int] = {}
        screens = []
        for edition in revision.editions:
            counts[edition.language] = counts.get(edition.language, 0) + 1
            file = f"editions/{edition.language}-{counts[edition.language]}.html"
            message = compose(edition, revision.sender, _reader(edition), PREVIEW_KEYS)
            self._write(file, message.html)
            screens.append(_screen(edition, file, message.subject, revision, now))
        return screens

    def copy_images(self, folder: Path) -> None:
        """Copy the pictures of the campaigns, so that the mails show them here."""
        for image in sorted(folder.glob("*.*")):
            if image.suffix.lower() in _PICTURES:
                shutil.copy(image, self.folder / "images" / image.name)

    def write_index(
        self,
        revision: Revision,
        now: datetime,
        *,
        receipt: Receipt | None = None,
        told: Mapping[str, Sequence[str]] = {},
        people: Mapping[str, str] = {},
    ) -> None:
        """Write the contact sheet and the list of mails, with times in `now`'s own zone.

        `receipt`, `told` (SES's event types by message id) and `people` (names as they are known,
        by address) are there for a send, not for tests.
        """
        packs = load_packs()
        self._render(
            revision=revision,
            as_of=moment_in_words(now, now.tzinfo),
            receipt=receipt,
            screens=self.show_editions(revision, now),
            names={code: packs[code].name for code in revision.languages},
            people=people,
            became=became(self.mails, told) if receipt else {},
        )

    def _render(self, **values: Any) -> None:
        environment = Environment(
            loader=FileSystemLoader(TEMPLATES),
            undefined=StrictUndefined,
            autoescape=select_autoescape(),
            trim_blocks=True,
            lstrip_blocks=True,
        )
        page = environment.get_template("index.html").render(mails=self.mails, **values)
        (self.folder / "index.html").write_text(page, encoding="utf-8")

    def _write(self, file: str, html: str) -> None:
        # For looking only: a mail's pictures come from the organization's site, which a sample
        # does not have.
        shown = html.replace(f"{self._site}/images/", "../images/")
        (self.folder / file).write_text(shown, encoding="utf-8")


@contextmanager
def open_outbox(folder: Path, site: str, *, option: str = "--out") -> Iterator[Outbox]:
    """Fill a new folder beside `folder`; put it there at the end, whole, or leave all as it was.

    Raises StateError, before anything is done, if `folder` holds anything but an older outbox; it
    names the command's `option` for another one.
    """
    _check_replaceable(folder, option)
    folder.parent.mkdir(parents=True, exist_ok=True)
    new = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        yield Outbox(new, site)
        new.chmod(0o755)
        _swap(new, folder)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _swap(new: Path, folder: Path) -> None:
    old = new.with_name(f"{new.name}-old")
    if folder.exists():
        folder.rename(old)
    new.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def _check_replaceable(folder: Path, option: str) -> None:
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    index = folder / "index.html"
    if not (index.is_file() and _MARK in index.read_text(encoding="utf-8", errors="replace")):
        raise StateError(
            f"{folder} is there already and is no outbox: nothing was written.",
            remedy=f"Name another folder with {option}, or move it away.",
        )


def _reader(edition: Edition) -> Supporter:
    return Supporter(
        id=NOBODY,
        email="reader@people.example",
        status="subscribed",
        language=edition.language,
        first_name="María José",
        last_name="O’Brien",
    )


def _screen(edition: Edition, file: str, subject: str, revision: Revision, now: datetime) -> Screen:
    return Screen(
        file=file,
        language=edition.language,
        direction=edition.direction,
        subject=subject,
        asks=len(edition.open_asks),
        until=moment_in_words(edition.ends, now.tzinfo) if edition.ends else "",
        current=revision.at(edition.language, now) == edition,
    )


def moment_in_words(moment: datetime, zone: tzinfo | None) -> str:
    """Write a time for the staff who look at the outbox: `Tue Apr 10, 2:30 PM CDT`."""
    local = moment.astimezone(zone)
    return f"{local:%a %b} {local.day}, {local.hour % 12 or 12}:{local:%M %p %Z}"


def became(mails: Sequence[Listed], told: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Say in words what SES's events told of each mail, by message id."""
    words = {"Complaint": "marked as spam", "Bounce": "bounced", "Delivery": "delivered"}
    found: dict[str, str] = {}
    for mail in mails:
        types = told.get(mail.message_id, ())
        found[mail.message_id] = next((words[t] for t in words if t in types), "on its way")
    return found
