"""Campaign files as a careful colleague reads them: what keeps them from being used, and the rest.

path ─► `campaign_files.load` ─► Draft ─► `checks.examine` ─► findings
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from functions.alerts.checks.appearance import check_appearance
from functions.alerts.checks.draft import Draft
from functions.alerts.checks.examine import examine
from functions.alerts.checks.links import check_organization_links
from functions.alerts.checks.reading_level import check_hard_steps
from functions.alerts.checks.wording import check_sender_name
from functions.alerts.content.organization import ParsedOrganization, read_organization
from functions.alerts.errors import Finding, InputError, StateError
from functions.alerts.languages.words import load_packs
from functions.campaign_files import (
    ORGANIZATION,
    Loaded,
    check_organization,
    find_organization,
    list_campaigns,
    load,
    same_ids,
)
from functions.many_files import for_each

if TYPE_CHECKING:
    from functions.alerts.checks.answers import Follow
    from functions.alerts.health.domain import Lookup

Clock = Callable[[str], datetime]  # an IANA time zone -> the time to check for, aware


def examine_path(
    path: Path, clock: Clock, *, follow: Follow | None = None, lookup: Lookup | None = None
) -> tuple[Finding, ...]:
    """Everything about a campaign file, organization.yaml, or a folder with both.

    `follow` looks what is behind links, `lookup` asks DNS for the sender's domain; a campaign's
    mails have the organization's sender and some of its links. For a folder with many files without
    them, `clock` must be picklable.
    """
    if not path.is_dir():
        alone = path.name == ORGANIZATION or not follow
        home = () if alone or not follow else _followed_home(path, follow, lookup)
        return (*_examine_file(path, clock, follow, lookup), *home)
    campaigns = list_campaigns(path)
    files = [*path.glob(ORGANIZATION), *campaigns]
    if not files:
        return (_none_there(path),)
    look = partial(_examine_file, clock=clock, follow=follow, lookup=lookup)
    # What follows links remembers them, in this process.
    found = map(look, files) if follow or lookup else for_each(look, files)
    return (*same_ids(campaigns), *(finding for findings in found for finding in findings))


def examine_loaded(
    loaded: Loaded,
    *,
    at: datetime,
    starts: datetime | None = None,
    ends: datetime | None = None,
    follow: Follow | None = None,
) -> tuple[Finding, ...]:
    """Warnings and notes about a campaign at `at` (aware), in file order.

    `starts` and `ends` are those of a launch. To be asked once of what was loaded. Raises
    InputError if any finding is an error, StateError if it has no mails to look at.
    """
    draft = draft_of(loaded, at=at, starts=starts, ends=ends)
    if follow is None:
        return examine(draft)
    from functions.links.files import follow_campaign  # here and below: only where it was asked for

    return examine(draft, partial(follow_campaign, follow=follow))


def examine_launch(
    loaded: Loaded,
    *,
    at: datetime,
    starts: datetime | None = None,
    ends: datetime | None = None,
) -> tuple[Finding, ...]:
    """What `examine_loaded` says, behind what is wrong with organization.yaml: both go out.

    Notes about organization.yaml are left to `alerts check`: each launch would repeat them. Raises
    InputError with everything if any finding is an error, StateError as `examine_loaded`.
    """
    about = _examine_organization(loaded.folder / ORGANIZATION, None, None)
    home = tuple(finding for finding in about if finding.level != "note")
    try:
        own = examine_loaded(loaded, at=at, starts=starts, ends=ends)
    except InputError as error:
        raise InputError(*home, *error.findings) from error
    if any(finding.level == "error" for finding in home):
        raise InputError(*home, *own)
    return (*home, *own)


def draft_of(
    loaded: Loaded,
    *,
    at: datetime,
    starts: datetime | None = None,
    ends: datetime | None = None,
) -> Draft:
    """What was loaded, as the checks see it at `at` (aware)."""
    return Draft(
        reading=loaded.reading,
        campaign=loaded.campaign,
        organization=loaded.organization,
        packs=load_packs(),
        at=at,
        starts=starts,
        ends=ends,
        weights=loaded.weights,
        pixels=loaded.pixels,
    )


def _examine_file(
    path: Path, clock: Clock, follow: Follow | None, lookup: Lookup | None
) -> tuple[Finding, ...]:
    if path.name == ORGANIZATION:
        return _examine_organization(path, follow, lookup)
    try:
        loaded = load(path)
        return examine_loaded(loaded, at=clock(loaded.organization.time_zone), follow=follow)
    except InputError as error:
        return error.findings
    except StateError as error:
        return (_whole(path, error.reason, error.remedy),)


def _examine_organization(
    path: Path, follow: Follow | None, lookup: Lookup | None
) -> tuple[Finding, ...]:
    def links(parsed: ParsedOrganization) -> None:
        check_organization_links(parsed.reading, parsed.organization)
        if follow or lookup:
            _look_outside(parsed, follow, lookup)

    return check_organization(path, links, check_appearance, check_sender_name, check_hard_steps)


def _look_outside(
    parsed: ParsedOrganization, follow: Follow | None, lookup: Lookup | None, *, whole: bool = True
) -> None:
    """What only the network can tell about organization.yaml."""
    from functions.alerts.checks.sender_domain import check_sender_domain
    from functions.links.files import follow_organization

    if follow:
        follow_organization(parsed, follow, whole=whole)
    if lookup:
        check_sender_domain(parsed, lookup)


def _followed_home(campaign: Path, follow: Follow, lookup: Lookup | None) -> tuple[Finding, ...]:
    """The organization's part in the campaign's mails: what is behind its links, its sender."""
    try:
        home = find_organization(campaign)
        parsed = read_organization(home.read_bytes(), str(home))
    except (InputError, OSError):  # it was told already
        return ()
    known = set(parsed.findings)
    _look_outside(parsed, follow, lookup, whole=False)
    return tuple(one for one in parsed.reading.result() if one not in known)


def _none_there(folder: Path) -> Finding:
    remedy = "Name a campaign file, or the folder they are in."
    return _whole(folder, "There is no campaign file in this folder.", remedy)


def _whole(path: Path, found: str, remedy: str) -> Finding:
    return Finding(level="error", file=str(path), line=None, field="", found=found, remedy=remedy)
