"""Campaign files as a careful colleague reads them: what keeps them from being used, and the rest.

path ─► `campaign_files.load` ─► Draft ─► `checks.examine` ─► findings
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from functions.alerts.checks.draft import Draft
from functions.alerts.checks.examine import examine
from functions.alerts.errors import Finding, InputError, StateError
from functions.alerts.languages.words import load_packs
from functions.campaign_files import (
    ORGANIZATION,
    Loaded,
    check_organization,
    list_campaigns,
    load,
)

Clock = Callable[[str], datetime]  # an IANA time zone -> the time to check for, aware


def examine_path(path: Path, clock: Clock) -> tuple[Finding, ...]:
    """Everything about a campaign file, organization.yaml, or a folder with both."""
    if not path.is_dir():
        return _examine_file(path, clock)
    files = [*path.glob(ORGANIZATION), *list_campaigns(path)]
    if not files:
        return (_none_there(path),)
    return tuple(finding for file in files for finding in _examine_file(file, clock))


def examine_loaded(
    loaded: Loaded, *, at: datetime, starts: datetime | None = None, ends: datetime | None = None
) -> tuple[Finding, ...]:
    """Warnings and notes about a campaign at `at` (aware), in file order.

    `starts` and `ends` are those of a launch. To be asked once of what was loaded. Raises
    InputError if any finding is an error, StateError if it has no mails to look at.
    """
    draft = Draft(
        reading=loaded.reading,
        campaign=loaded.campaign,
        organization=loaded.organization,
        packs=load_packs(),
        at=at,
        starts=starts,
        ends=ends,
        weights=loaded.weights,
    )
    return examine(draft)


def _examine_file(path: Path, clock: Clock) -> tuple[Finding, ...]:
    if path.name == ORGANIZATION:
        return check_organization(path)
    try:
        loaded = load(path)
        return examine_loaded(loaded, at=clock(loaded.organization.time_zone))
    except InputError as error:
        return error.findings
    except StateError as error:
        return (_whole(path, error.reason, error.remedy),)


def _none_there(folder: Path) -> Finding:
    remedy = "Name a campaign file, or the folder they are in."
    return _whole(folder, "There is no campaign file in this folder.", remedy)


def _whole(path: Path, found: str, remedy: str) -> Finding:
    return Finding(level="error", file=str(path), line=None, field="", found=found, remedy=remedy)
