"""`alerts check`: everything that is wrong with a campaign file, before anybody gets it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from functions.alerts.errors import Finding, InputError
from functions.cli import output
from functions.cli.arguments import CampaignFile


def check(
    campaign: CampaignFile,
    json: Annotated[bool, typer.Option("--json", help="Findings as JSON, for machines.")] = False,
) -> None:
    """Say what is wrong with a file: where, why, and what to write instead.

    Takes a campaign file, organization.yaml, or a folder with both.
    """
    findings = _all_findings(campaign)
    if json:
        typer.echo(output.findings_json(findings))
    else:
        output.show_findings(findings, output.result)
    errors = sum(finding.level == "error" for finding in findings)
    if errors:
        raise typer.Exit(1)
    if not json:
        output.result(f"[green]✓[/] {output.plain(str(campaign))}: ready{_remarks(findings)}")


def _all_findings(path: Path) -> tuple[Finding, ...]:
    from functions.campaign_files import ORGANIZATION, list_campaigns, same_ids

    if not path.is_dir():
        return _findings(path)
    campaigns = list_campaigns(path)
    files = [*path.glob(ORGANIZATION), *campaigns]
    found = [*same_ids(campaigns), *(one for file in files for one in _findings(file))]
    return tuple(found) or _none_there(files, path)


def _none_there(files: list[Path], folder: Path) -> tuple[Finding, ...]:
    if files:
        return ()
    remedy = "Name a campaign file, or the folder they are in."
    found = "There is no campaign file in this folder."
    return (
        Finding(level="error", file=str(folder), line=None, field="", found=found, remedy=remedy),
    )


def _findings(campaign: Path) -> tuple[Finding, ...]:
    from functions.alerts.editions.compile import compile_revision
    from functions.alerts.languages.words import load_packs
    from functions.campaign_files import ORGANIZATION, check_organization, load

    if campaign.name == ORGANIZATION:
        return check_organization(campaign)
    try:
        loaded = load(campaign)
        if loaded.campaign.mailable:
            compile_revision(loaded.campaign, loaded.organization, load_packs())
    except InputError as error:
        return error.findings
    return loaded.findings


def _remarks(findings: tuple[Finding, ...]) -> str:
    levels = [finding.level for finding in findings]
    counts = [(levels.count("warning"), "warning"), (levels.count("note"), "note")]
    words = [f"{n} {word}{'s' if n > 1 else ''}" for n, word in counts if n]
    return f", with {' and '.join(words)}" if words else ""
