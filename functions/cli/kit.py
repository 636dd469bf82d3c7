"""`alerts kit`: the same alert for a partner to send to its own people, as a folder."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from functions.cli import output
from functions.cli.arguments import AsOf, CampaignFile, instant
from functions.cli.shared import tell_segments

if TYPE_CHECKING:
    from functions.alerts.sharing.partner_file import Partner
    from functions.campaign_files import Loaded


def kit(
    campaign: CampaignFile,
    partner: Annotated[
        Path,
        typer.Option(
            "--as", metavar="FILE", help="Who sends it: the partner's file, partner.yaml."
        ),
    ],
    out: Annotated[Path, typer.Option(help="The folder to write to; one folder per language.")],
    as_of: AsOf = None,
) -> None:
    """Write the alert for a partner to send: its name, its donate page, its sign-off.

    For each language a folder with the mail (subject.txt, email.html, email.txt), texts to share
    (whatsapp.txt, facebook.txt, sms.txt), the address of the alert's page, the pictures, and
    README.txt about sending it. No link in it belongs to a single reader, and nothing is counted.
    The partner's file needs name, website, address and, where the alert asks for money, donate.
    """
    from functions.alerts.checks.draft import Draft
    from functions.alerts.languages.words import load_packs
    from functions.alerts.sharing.kit import make_kit
    from functions.campaign_files import load, load_partner

    loaded = load(campaign)
    own = load_partner(partner, loaded.campaign.languages)
    draft = Draft(
        reading=loaded.reading,
        campaign=loaded.campaign,
        organization=loaded.organization,
        packs=load_packs(),
        at=instant(as_of, loaded.organization.time_zone),
    )
    made = make_kit(draft, own, partner.stem)
    pictures = dict(_pictures(loaded, own, partner))
    files = {
        f"{code}/{name}": content
        for code, mail in made.mails.items()
        for name, content in {**pictures, **mail.files}.items()
    }
    _refuse_a_mixture(out, made.mails)
    output.write_files(out, files)
    output.show_findings(made.findings)
    for code, mail in made.mails.items():
        tell_segments(mail.shared, f"{code}/sms.txt")
    folders = ", ".join(str(out / code) for code in made.mails)
    output.result(
        f"Wrote the kit for {output.plain(own.own.short)} to [bold]{output.plain(folders)}[/]."
    )


def _refuse_a_mixture(out: Path, languages: Collection[str]) -> None:
    """Two kits in one folder are sent on as one: another partner's gifts, deadlines gone by."""
    kits = [file.parent for file in out.glob("*/page.txt") if (file.parent / "email.html").exists()]
    others = sorted(str(folder) for folder in kits if folder.name not in languages)
    if others:
        output.refuse(
            f"An earlier kit is in {', '.join(others)}, and this one would not replace it: it is "
            f"written in {', '.join(languages)} only. Nothing was written. Name another folder "
            "with --out, or delete that one."
        )


def _pictures(loaded: Loaded, partner: Partner, file: Path) -> Iterator[tuple[str, bytes]]:
    """The alert's picture and the partner's logo, by the names that the mail looks for them by."""
    own = partner.own
    if loaded.campaign.image:
        picture = loaded.folder / loaded.campaign.image.file
        yield picture.name, picture.read_bytes()
    if own.logo and own.picture_folder:
        logo = file.parent / own.logo.file
        yield logo.name, logo.read_bytes()
