"""`alerts page build`: the Calls to Action site as files, from the campaigns in a folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from functions.cli import output
from functions.cli.arguments import AsOf, instant

if TYPE_CHECKING:
    from functions.site_build import Built

Campaigns = Annotated[
    Path, typer.Argument(metavar="FOLDER", help="The folder with the campaign files.")
]

_WAITING = "Another build is writing there: waiting for its end."


def build(
    out: Annotated[
        Path, typer.Option(help="The folder to write to; other files in it stay as they are.")
    ],
    folder: Campaigns = Path("campaigns"),
    as_of: AsOf = None,
) -> None:
    """Write the Calls to Action site: the page, each alert's own page, feeds and calendars.

    Once more, it writes what changed. An alert with errors is left out and told (exit code 1).
    """
    from functions.campaign_files import ORGANIZATION, find_organization
    from functions.site_build import SiteBuild
    from functions.site_folder import site_folder

    if not folder.is_dir():
        output.refuse(f"{folder} is no folder. Name the one with {ORGANIZATION} and the campaigns.")
    site = SiteBuild(folder, find_organization(folder / ORGANIZATION))
    at = instant(as_of, site.organization.time_zone)
    with site_folder(out, lambda: output.say(_WAITING)) as ours:
        built = site.write(ours, at)
    output.show_findings(built.left_out)
    output.result(_said(built, out))
    if built.left_out:
        raise typer.Exit(1)


def _said(built: Built, out: Path) -> str:
    changed, deleted = len(built.written.changed), len(built.written.deleted)
    less = f", {_count(deleted, 'file')} deleted" if deleted else ""
    return (
        f"Wrote [bold]{output.plain(str(out))}[/]: {_count(built.campaigns, 'alert')}, "
        f"{built.drawn} of them drawn anew; {_count(changed, 'file')} changed{less}."
    )


def _count(n: int, thing: str) -> str:
    return f"{n} {thing}{'' if n == 1 else 's'}"
