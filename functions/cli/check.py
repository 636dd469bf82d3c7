"""`alerts check`: what a careful colleague would catch, before anybody gets it."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from functions.alerts.errors import Finding
from functions.cli import machines, output
from functions.cli.arguments import AsOf, CampaignFile, instant

if TYPE_CHECKING:
    from functions.alerts.checks.answers import Follow
    from functions.alerts.health.domain import Lookup

Machine = Annotated[bool, typer.Option("--json", help="Findings as JSON, for machines.")]
Sarif = Annotated[
    bool, typer.Option("--sarif", help="Findings as SARIF 2.1.0, which code hosts show in reviews.")
]
Github = Annotated[
    bool, typer.Option("--github", help="Findings as annotations of a GitHub workflow.")
]
Links = Annotated[
    bool,
    typer.Option("--links", help="Also open every link once, and say what readers would meet."),
]
Spam = Annotated[
    bool,
    typer.Option("--spam", help="Also ask SpamAssassin for a score, if this machine has it."),
]


def check(
    campaign: CampaignFile,
    as_of: AsOf = None,
    json: Machine = False,
    sarif: Sarif = False,
    github: Github = False,
    links: Links = False,
    spam: Spam = False,
) -> None:
    """Say what is wrong with a file: where, why, and what to write instead.

    Takes a campaign file, organization.yaml, or a folder with both. An error stops a send, a
    warning must be acknowledged before one, a note informs.
    """
    from functions.checked_files import examine_path

    if json + sarif + github > 1:
        raise typer.BadParameter("Choose one of --json, --sarif and --github.")
    follow = _follower() if links else None
    clock = partial(instant, as_of)
    findings = examine_path(campaign, clock, follow=follow, lookup=_lookup() if links else None)
    if spam:
        findings = (*findings, *_scores(campaign, clock))
    if json:
        typer.echo(output.findings_json(findings))
    elif sarif:
        typer.echo(machines.sarif(findings))
    elif github:
        typer.echo("".join(machines.github(findings)), nl=False)
    else:
        _show(findings, str(campaign))
    if any(finding.level == "error" for finding in findings):
        raise typer.Exit(1)


def _follower() -> Follow:
    from functions.links.following import polite_follower
    from functions.links.remembered import Remembered, cache_file

    output.say("Opening the links; this takes up to a minute …")
    return polite_follower(Remembered(cache_file(), time.time))


def _lookup() -> Lookup | None:
    """DNS, where this machine knows a name server."""
    from functions.alerts.errors import StateError
    from functions.doctor.records import resolver

    try:
        return resolver()
    except StateError as error:
        output.say(output.plain(f"{error} The sender's domain is not looked at."))
        return None


def _scores(path: Path, clock: Callable[[str], datetime]) -> tuple[Finding, ...]:
    from functions.spam import is_here, spam_scores

    if is_here():
        return spam_scores(path, clock)
    output.say("There is no SpamAssassin on this machine, so there is no score.")
    return ()


def _show(findings: tuple[Finding, ...], checked: str) -> None:
    output.show_findings(findings, output.result)
    if not any(finding.level == "error" for finding in findings):
        done = f", with {output.counted(findings)}" if findings else ""
        output.result(f"[green]✓[/] {output.plain(checked)}: ready{done}")
    elif len(findings) > 1:
        output.result(f"[bold red]✗[/] {output.plain(checked)}: {output.counted(findings)}")
