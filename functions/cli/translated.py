"""`alerts translated`: remembers what a translation was made from, so that `check` sees it age."""

from __future__ import annotations

from typing import Annotated

import typer

from functions.cli import output
from functions.cli.arguments import CampaignFile, instant


def translated(
    campaign: CampaignFile,
    lang: Annotated[
        str, typer.Option(metavar="CODE", help="The language; without it all translations.")
    ] = "",
) -> None:
    """Note in the file what its translations were made from, once they are done.

    Writes one line under each language. When a text of the first language changes later,
    `alerts check` warns that its translation is older, until this is run again.
    """
    from functions.alerts.checks.draft import Draft
    from functions.alerts.checks.translations import original_texts
    from functions.alerts.content.marking import with_marks
    from functions.alerts.content.marks import marks_of
    from functions.alerts.content.translated_campaign import typed_codes
    from functions.alerts.languages.words import load_packs
    from functions.campaign_files import load

    loaded = load(campaign)
    draft = Draft(
        reading=loaded.reading,
        campaign=loaded.campaign,
        organization=loaded.organization,
        packs=load_packs(),
        at=instant(None, loaded.organization.time_zone),
    )
    typed = typed_codes(loaded.reading)
    marks = marks_of(original_texts(draft))
    text = with_marks(loaded.reading.document, typed, marks, lang)
    output.write_files(campaign.parent, {campaign.name: _as_it_was(campaign.read_bytes(), text)})
    done = ", ".join([lang] if lang else typed)
    output.result(f"Noted what is translated in [bold]{output.plain(str(campaign))}[/]: {done}.")


def _as_it_was(before: bytes, text: str) -> bytes:
    """The text with the file's own line ends and its byte-order mark, if it has one."""
    ends = text.replace("\n", "\r\n") if b"\r\n" in before else text
    return (b"\xef\xbb\xbf" if before.startswith(b"\xef\xbb\xbf") else b"") + ends.encode()
