"""What speaks against a deploy, before anything is made: `alerts setup --check`, `make deploy`.

parameters.yml, organization.yaml ─► credentials ─► the account, region and stack ─► refusals
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from functions.alerts.errors import AlertsError, Finding, InputError, StateError
from functions.cli.account import Account, lacking, open_account, place, problem
from functions.cli.account_checks import CHECKS, Check, services_missing
from functions.cli.parameters import FILE, ROOT, Parameters, read_parameters

ORGANIZATION = ROOT / "campaigns" / "organization.yaml"


def refusals(
    stage: str,
    *,
    file: Path = FILE,
    organization: Path = ORGANIZATION,
    account: Callable[[Parameters], Account] = open_account,
    artifacts: Sequence[Path] = (),
) -> tuple[Finding, ...]:
    """Everything that speaks against deploying the stage now; empty: nothing does.

    What could not be looked at is a warning. Asks AWS only once the files are right, and changes
    nothing anywhere. `artifacts` are the zips that must have been built.
    """
    try:
        parameters = read_parameters(stage, file, deploying=True)
    except InputError as error:
        return error.findings
    found = [*sender_outside(parameters, organization), *missing(artifacts)]
    if found:
        return tuple(found)
    try:
        here = account(parameters)
    except StateError as error:
        return (problem("AWS", error.reason, error.remedy),)
    absent = [*services_missing(here)]
    return tuple(absent) or tuple(
        finding for check in CHECKS for finding in _asked(check, here, parameters, stage)
    )


def sender_outside(parameters: Parameters, organization: Path) -> Iterator[Finding]:
    """SES refuses mail from an address outside the domain that the stack verifies."""
    from functions.campaign_files import load_organization

    try:
        known = load_organization(organization)
    except InputError as error:
        yield from error.findings
        return
    domain, site = parameters.mail_domain, re.sub(r"^https://|[:/].*$", "", known.site)
    at = known.sender.rpartition("@")[2].lower()
    if at != domain and not at.endswith(f".{domain}"):
        yield problem(
            str(organization),
            f"`from: {known.sender}` is no address at {domain}, which the stack verifies in SES.",
            f"Write an address at {domain}, or mend `mail_domain` in infra/parameters.yml.",
        )
    if parameters.site_certificate != "none" and site != parameters.site_domain:
        yield problem(
            str(organization),
            f"Links in mails lead to {site}, and the pages are at {parameters.site_domain}.",
            f"Write `site: https://{parameters.site_domain}`, or mend infra/parameters.yml.",
        )


def packages(root: Path = ROOT) -> list[Path]:
    """The zips that serverless.yml names: `make package` builds them."""
    text = (root / "serverless.yml").read_text(encoding="utf-8")
    return [root / name for name in re.findall(r"\bartifact: ([\w./-]+)", text)]


def missing(artifacts: Sequence[Path]) -> Iterator[Finding]:
    """What osls uploads must have been built."""
    for path in artifacts:
        if not path.is_file():
            yield problem(str(path), "This package is not there.", "Run `make package`.")


def _asked(check: Check, account: Account, parameters: Parameters, stage: str) -> list[Finding]:
    """What a check finds, or that AWS did not let it look, in words which right was lacking."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        return list(check(account, parameters, stage))
    except AlertsError as error:
        cause = error.__cause__
        told: Exception = cause if isinstance(cause, BotoCoreError | ClientError) else error
    except (BotoCoreError, ClientError) as error:
        told = error
    return [_not_asked(told, account)]


def _not_asked(error: Exception, account: Account) -> Finding:
    from botocore.exceptions import ClientError, EndpointConnectionError

    from functions.aws.errors import code

    if told := lacking(error):
        return problem(place(account), told.reason, told.remedy)
    if isinstance(error, EndpointConnectionError):
        found = f"Nothing answers at {error.kwargs['endpoint_url']}."
        return problem(place(account), found, "Look at the network, and at `region`.")
    name = code(error) if isinstance(error, ClientError) else type(error).__name__
    remedy = "Try again in a minute; a region that is new to the account has to be enabled first."
    return problem(place(account), f"AWS did not answer as it should: {name}.", remedy)
