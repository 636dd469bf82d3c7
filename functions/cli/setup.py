"""`alerts setup`: what CloudFormation should not hold, and what speaks against a deploy."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from functions.cli import output
from functions.cli.account import NamedStage

if TYPE_CHECKING:
    from functions.cli.account import Account
    from functions.cli.parameters import Parameters
    from functions.services.signing_keys import Keeper

# Outputs of the stack that are lines for the domain's DNS.
RECORDS = ("DkimRecord1", "DkimRecord2", "DkimRecord3", "MailFromMx", "MailFromSpf", "Dmarc")


def setup(
    admin: Annotated[
        str,
        typer.Option(
            metavar="EMAIL",
            help="Also make the first member of staff, who may do everything and invite others.",
        ),
    ] = "",
    check: Annotated[
        bool,
        typer.Option("--check", help="Only say what speaks against a deploy. Nothing is made."),
    ] = False,
    packaged: Annotated[
        bool, typer.Option("--packaged", help="With --check: also whether everything is built.")
    ] = False,
    stage: NamedStage = "",
) -> None:
    """Make what a stack needs and must not hold itself: signing keys, staff.

    Before the first deploy or after it, once or often: what is there stays as
    it is. At the end stands what is left to do.
    """
    if check:
        _say_whether_ready(stage, packaged=packaged)
        return
    address = _address(admin) if admin else ""
    from functions.cli.account import open_account, rights_told
    from functions.cli.parameters import read_parameters

    parameters = read_parameters(stage)
    here = open_account(parameters)
    with rights_told():
        outputs = _outputs(here, stage)
        if address:
            _needs_pool(outputs, stage)
        _make_keys(keeper(here, stage))
        if address:
            _make_admin(here, outputs["StaffPool"], address)
    output.say(f"Stage {stage}, account {here.number}, {here.region}. What is left to do:")
    for number, line in enumerate(_left(outputs, here, parameters, stage), start=1):
        output.result(output.plain(f"{number}. {line}"))


def keeper(account: Account, stage: str) -> Keeper:
    """Works on the stage's signing keys, in the name of whoever is here."""
    from functions.aws.cloudformation import SERVICE
    from functions.aws.ssm import KeyStore
    from functions.services.signing_keys import Keeper

    return Keeper(
        keys=KeyStore(account.client("ssm"), f"/{SERVICE}/{stage}"),
        who=account.arn,
        now=lambda: datetime.now(UTC),
        secret=lambda: secrets.token_bytes(32),
    )


def _say_whether_ready(stage: str, *, packaged: bool) -> None:
    from functions.alerts.errors import InputError
    from functions.cli.before_deploy import packages, refusals

    found = refusals(stage, artifacts=packages() if packaged else ())
    if any(finding.level == "error" for finding in found):
        raise InputError(*found)
    output.show_findings(found)
    output.result(f"Nothing speaks against deploying {stage}.")


def _make_keys(keeper: Keeper) -> None:
    from functions.alerts.mail.keys import PURPOSES
    from functions.services.signing_keys import ensure

    for purpose in PURPOSES:
        for line in ensure(purpose, keeper):
            output.result(output.plain(line))


def _make_admin(account: Account, pool: str, email: str) -> None:
    from functions.aws.cognito import add_staff

    if add_staff(account.client("cognito-idp"), pool, email, "admin"):
        output.result("staff: made; the password for the first sign-in comes by mail.")
    else:
        output.result("staff: already there, and an admin; no mail was sent.")


def _address(text: str) -> str:
    from email_validator import EmailNotValidError, validate_email

    try:
        return validate_email(text, check_deliverability=False).normalized
    except EmailNotValidError as error:
        raise typer.BadParameter(str(error), param_hint="--admin") from error


def _outputs(account: Account, stage: str) -> Mapping[str, str]:
    """Of the deployed stack; empty before the first deploy."""
    from functions.aws.cloudformation import read_outputs
    from functions.aws.errors import translated
    from functions.cli.account_checks import stack_status

    with translated("look for the stack"):
        there = stack_status(account, stage)
    return read_outputs(account.client("cloudformation"), stage) if there else {}


def _needs_pool(outputs: Mapping[str, str], stage: str) -> None:
    from functions.alerts.errors import StateError

    if "StaffPool" not in outputs:
        raise StateError(
            "Staff live in a pool that the stack makes, and it is not there yet.",
            remedy=f"Deploy first (`make deploy STAGE={stage}`), then repeat this; keys alone can"
            " be made now: leave out --admin. Nothing was made.",
        )


def _left(
    outputs: Mapping[str, str], account: Account, parameters: Parameters, stage: str
) -> Iterator[str]:
    """What a person still has to do, in order. A failed first deploy leaves next to nothing."""
    if "StaffPool" not in outputs:
        yield f"Deploy: `make deploy STAGE={stage}`."
        yield f"Then run `alerts setup --stage {stage} --admin you@…` for the records and staff."
        return
    yield f"Add to the DNS of {parameters.mail_domain} what is not there yet:\n" + "\n".join(
        f"   {outputs[name]}" for name in RECORDS if name in outputs
    )
    if parameters.site_certificate != "none" and "SiteTarget" in outputs:
        yield f"Add to the DNS: {parameters.site_domain} CNAME {outputs['SiteTarget']}"
    if "SiteAddress" in outputs:
        yield f"Write into campaigns/organization.yaml: `site: {outputs['SiteAddress']}`."
    yield f"Press the link in the mail that AWS sent to {parameters.alarm_address}."
    if "SiteBucket" in outputs and not _has_pages(account, outputs["SiteBucket"]):
        yield (
            f"Publish a first alert or card: `alerts publish FILE --stage {stage}`. Before that"
            " there are no public pages, nor the one that says that a page is not there."
        )
    yield from about_ses(account)
    yield f"Look at everything: `alerts doctor --stage {stage}`."


def _has_pages(account: Account, bucket: str) -> bool:
    """Whether the site was written once; what cannot be seen is told as if it were lacking."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        account.client("s3").head_object(Bucket=bucket, Key="404.html")
    except (BotoCoreError, ClientError):
        return False
    return True


def about_ses(account: Account) -> Iterator[str]:
    """What the account's SES still lacks; what cannot be seen is told as if it were lacking."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        found: Mapping[str, Any] = account.client("sesv2").get_account()
    except (BotoCoreError, ClientError):
        found = {}
    if not found.get("ProductionAccessEnabled"):
        yield "Ask for SES's production access (infra/README.md says what to write)."
    plan = found.get("PricingAttributes", {})
    if plan.get("NextPlan", plan.get("CurrentPlan", "NONE")) != "NONE":
        yield (
            "Pay à la carte, US$ 60 less per million mails:"
            f" `aws sesv2 put-account-pricing-attributes --plan NONE --region {account.region}`."
        )
