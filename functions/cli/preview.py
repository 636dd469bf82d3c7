"""`alerts preview`: one mail exactly as it would go out, as files to look at."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from functions.alerts.errors import StateError
from functions.alerts.sends.supporter import Supporter
from functions.cli import output
from functions.cli.arguments import LAST_CALL, AsOf, CampaignFile, instant
from functions.cli.shared import tell_segments

if TYPE_CHECKING:
    from functions.alerts.editions.compile import Compiled
    from functions.alerts.mail.edition import Revision
    from functions.alerts.sharing.texts import SharedTexts
    from functions.campaign_files import Loaded

SOMEBODY = "supporter@example.org"
_NAMED = re.compile(r"(.*)<([^<>]*)>\s*", re.DOTALL)  # the last brackets hold the address


def preview(
    campaign: CampaignFile,
    out: Annotated[Path, typer.Option(help="The folder to write to.")],
    lang: Annotated[
        str, typer.Option(metavar="CODE", help="The language; without it the alert's first.")
    ] = "",
    as_of: AsOf = None,
    person: Annotated[
        str,
        typer.Option("--for", metavar="PERSON", help='"Zoë Núñez <zoe@a.example>", say.'),
    ] = SOMEBODY,
) -> None:
    """Write one mail exactly as it would go out, and texts to share.

    The mail is subject.txt, email.html, email.txt and email.eml. whatsapp.txt, facebook.txt and
    sms.txt hold its open asks and the link of the alert's own page, for people to pass on.
    """
    from functions.alerts.editions.compile import compile_revision
    from functions.alerts.languages.words import load_packs
    from functions.campaign_files import load

    loaded = load(campaign)
    recipient = _recipient(person)
    compiled = compile_revision(loaded.campaign, loaded.organization, load_packs())
    moment = instant(as_of, loaded.organization.time_zone)
    language = lang or compiled.revision.languages[0]
    files = _mail(compiled.revision, language, moment, recipient)
    shown = language if language in compiled.revision.languages else compiled.revision.languages[0]
    shared = _shared(loaded, shown, moment)
    files |= shared.files
    output.write_files(out, files)
    _tell_fallback(compiled, language)
    tell_segments(shared)
    output.result(f"Wrote {', '.join(files)} to [bold]{output.plain(str(out))}[/].")


def _mail(
    revision: Revision, language: str, moment: datetime, recipient: Supporter
) -> dict[str, bytes]:
    from functions.alerts.mail.eml import build_eml
    from functions.alerts.mail.message import compose
    from functions.alerts.mail.token import PREVIEW_KEYS

    edition = revision.at(language, moment)
    if edition is None:
        raise StateError(
            f"Every ask of “{revision.campaign}” has closed: nothing would go out. {LAST_CALL}",
            remedy="Use --as-of to see it as it was earlier.",
        )
    mail = compose(edition, revision.sender, recipient, PREVIEW_KEYS)
    eml = build_eml(
        sender=mail.sender,
        to=mail.to,
        subject=mail.subject,
        html=mail.html,
        text=mail.text,
        headers=mail.headers,
        date=moment,
        message_id=f"<preview@{revision.sender.list_id}>",
        reply_to=mail.reply_to,
    )
    return {
        "subject.txt": f"{mail.subject}\n".encode(),
        "email.html": mail.html.encode(),
        "email.txt": mail.text.encode(),
        "email.eml": eml,
    }


def _shared(loaded: Loaded, language: str, moment: datetime) -> SharedTexts:
    from functions.alerts.languages.words import load_packs
    from functions.alerts.sharing.texts import shared_texts, still_open

    campaign = loaded.campaign.in_language(language)
    return shared_texts(
        campaign,
        loaded.organization.in_language(language),
        load_packs()[language],
        still_open(campaign.asks, moment),
        original=loaded.campaign,
    )


def _recipient(person: str) -> Supporter:
    from functions.alerts.mail.token import NOBODY

    named = _NAMED.fullmatch(person)  # email.utils would take what looks like an address
    name, address = (named[1].strip().strip('"'), named[2]) if named else ("", person)
    if not re.fullmatch(r"[^\s<>@]+@[^\s<>@]+", address := address.strip()):
        raise typer.BadParameter(
            f'{person!r} is no address. Write it like "Zoë Núñez <zoe@a.example>".',
            param_hint="--for",
        )
    first, _, last = name.partition(" ")
    return Supporter(
        id=NOBODY,
        email=address,
        status="subscribed",
        language="",
        first_name=first,
        last_name=last,
    )


def _tell_fallback(compiled: Compiled, language: str) -> None:
    if language in compiled.revision.languages:
        return
    default = compiled.revision.languages[0]
    lacks = ", ".join(compiled.fallbacks.get(language, ("the whole alert",)))
    output.say(
        f"[yellow]note[/]  “{output.plain(language)}” lacks {output.plain(lacks)}: its readers get "
        f"the whole mail in “{default}”."
    )
