"""`alerts check`: what a careful colleague would catch, before anybody gets it."""

from __future__ import annotations

from typing import Annotated

import typer

from functions.alerts.errors import Finding
from functions.cli import machines, output
from functions.cli.arguments import AsOf, CampaignFile, instant

Machine = Annotated[bool, typer.Option("--json", help="Findings as JSON, for machines.")]
Sarif = Annotated[
    bool, typer.Option("--sarif", help="Findings as SARIF 2.1.0, which code hosts show in reviews.")
]
Github = Annotated[
    bool, typer.Option("--github", help="Findings as annotations of a GitHub workflow.")
]


def check(
    campaign: CampaignFile,
    as_of: AsOf = None,
    json: Machine = False,
    sarif: Sarif = False,
    github: Github = False,
) -> None:
    """Say what is wrong with a file: where, why, and what to write instead.

    Takes a campaign file, organization.yaml, or a folder with both. An error stops a send, a
    warning must be acknowledged before one, a note informs.
    """
    from functions.checked_files import examine_path

    if json + sarif + github > 1:
        raise typer.BadParameter("Choose one of --json, --sarif and --github.")
    findings = examine_path(campaign, lambda zone: instant(as_of, zone))
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


def _show(findings: tuple[Finding, ...], checked: str) -> None:
    output.show_findings(findings, output.result)
    if not any(finding.level == "error" for finding in findings):
        done = f", with {output.counted(findings)}" if findings else ""
        output.result(f"[green]✓[/] {output.plain(checked)}: ready{done}")
    elif len(findings) > 1:
        output.result(f"[bold red]✗[/] {output.plain(checked)}: {output.counted(findings)}")
