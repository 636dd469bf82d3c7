"""`alerts test`: every mail still to come, to the people who wrote it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from functions.alerts.errors import StateError
from functions.cli import output
from functions.cli.arguments import LAST_CALL, AsOf, CampaignFile, instant

if TYPE_CHECKING:
    from datetime import datetime

    from functions.alerts.mail.edition import Revision
    from functions.alerts.mail.trial import Trial
    from functions.alerts.sends.answer import Answer

Submit = Callable[[Mapping[str, Any]], "Answer"]


def test(
    campaign: CampaignFile,
    to: Annotated[str, typer.Option(metavar="ADDRESSES", help="a@example.org,b@example.org")],
    as_of: AsOf = None,
    configuration_set: Annotated[
        str, typer.Option(help="The stack's SES configuration set; without it the account's.")
    ] = "",
    outbox: Annotated[
        Path | None,
        typer.Option(help="Write the mails into this folder instead of sending them by SES."),
    ] = None,
) -> None:
    """Send every language and edition still to come, marked [TEST …], to a few addresses.

    Their links can unsubscribe nobody, and the ledger does not know of them.
    """
    from functions.alerts.editions.compile import compile_revision
    from functions.alerts.languages.words import load_packs
    from functions.alerts.mail.trial import send_tests, still_to_come
    from functions.campaign_files import load

    addresses = _addresses(to)
    loaded = load(campaign)
    revision = compile_revision(loaded.campaign, loaded.organization, load_packs()).revision
    moment = instant(as_of, loaded.organization.time_zone)
    if not any(still_to_come(revision, moment)):
        raise StateError(
            f"Every ask has closed: no edition is still to come. {LAST_CALL}",
            remedy="Use --as-of to test it as it was earlier.",
        )
    with _post_office(outbox, revision, moment, loaded.folder / "images") as submit:
        trials = send_tests(
            revision, addresses, moment, submit, configuration_set=configuration_set
        )
    _report(trials)


@contextmanager
def _post_office(
    outbox: Path | None, revision: Revision, moment: datetime, images: Path
) -> Iterator[Submit]:
    if outbox is None:
        import boto3

        from functions.aws.ses import account_mailer

        yield account_mailer(boto3.Session()).submit_single
        return
    from functions.local.trial import outbox_mailer

    with outbox_mailer(outbox, revision, moment, images) as submit:
        yield submit


def _report(trials: list[Trial]) -> None:
    for trial in trials:
        mark = "[green]✓[/]" if trial.went_out else "[bold red]no[/]"
        why = "" if trial.went_out else f"  {trial.answer.detail or trial.answer.whole}"
        output.result(f"{mark}  {output.plain(f'{trial.subject}  →  {trial.to}{why}')}")
    if not all(trial.went_out for trial in trials):
        raise StateError(
            "SES did not take all of them.", remedy="The reasons stand beside the mails above."
        )


def _addresses(to: str) -> list[str]:
    from email_validator import EmailNotValidError, validate_email

    written = [address.strip() for address in to.split(",") if address.strip()]
    try:
        return [
            validate_email(address, check_deliverability=False, allow_smtputf8=False).ascii_email
            or address
            for address in written
        ]
    except EmailNotValidError as error:
        raise typer.BadParameter(str(error), param_hint="--to") from error
