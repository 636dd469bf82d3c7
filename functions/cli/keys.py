"""`alerts keys`: the keys that sign links and hash answers: list, rotate, retire what leaked."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from functions.cli import output
from functions.cli.account import NamedStage
from functions.cli.launching import Yes
from functions.cli.setup import keeper
from functions.cli.stack import Why

if TYPE_CHECKING:
    from functions.alerts.mail.keys import KeyPurpose
    from functions.aws.ledger import DynamoLedger
    from functions.cli.account import Account
    from functions.services.signing_keys import Keeper

Do = Literal["list", "rotate", "retire"]
Purpose = Literal["all", "links", "filed", "people"]

# What retiring a key does, said before anyone agrees to it.
_HAPPENS = {
    "links": "Every link that {key} signed stops working at once, in all mails ever sent with it:"
    " unsubscribing (also by a mail program's own button) and preferences. Whoever opens one is"
    " told to use a newer mail or to answer; answer them. Do this only if the key leaked: to sign"
    " with another key from now on, rotate.",
    "filed": "It is forgotten who pressed “I filed it” under {key}: they are reminded again of what"
    " they filed. Do this only if the key leaked: to use another key from now on, rotate.",
}


def keys(
    do: Annotated[Do, typer.Argument(metavar="list|rotate|retire", help="What to do.")] = "list",
    purpose: Annotated[
        Purpose,
        typer.Argument(
            metavar="links|filed|people",
            help="links: in mails. filed: who pressed “I filed it”. people: supporters' ids.",
        ),
    ] = "all",
    key: Annotated[
        str, typer.Argument(metavar="KEY", help="The id of the key to retire, e.g. k1.")
    ] = "",
    reason: Why = "",
    yes: Yes = False,
    stage: NamedStage = "",
) -> None:
    """List the signing keys, add one (rotate), put a leaked one out of use (retire).

    After rotating old links go on working; a quarter of an hour later mails are
    signed with the new key. Retiring ends the old links: only for a key that
    somebody else may know.
    """
    from functions.cli.account import open_account, rights_told
    from functions.cli.parameters import read_parameters

    _refuse_half(do, purpose, key, reason)
    here = open_account(read_parameters(stage))
    with rights_told():
        if do == "list" or purpose == "all":
            _list(here, stage)
            return
        done = keeper(here, stage)
        if do == "rotate":
            what = _rotate(purpose, done)
        else:
            what = _retire(purpose, key, reason, done, yes=yes)
    _audit(here, stage, what, reason)


def _refuse_half(do: Do, purpose: Purpose, key: str, reason: str) -> None:
    if do != "list" and purpose == "all":
        raise typer.BadParameter("Say which keys: links, filed or people.", param_hint="PURPOSE")
    if do == "retire" and not key:
        raise typer.BadParameter("Say which key: `alerts keys` lists them.", param_hint="KEY")
    if do == "retire" and not reason:
        raise typer.BadParameter("Say why, for those who come later.", param_hint="--reason")
    if do == "rotate" and key:
        raise typer.BadParameter("A new key gets an id of its own.", param_hint="KEY")


def _list(account: Account, stage: str) -> None:
    from functions.alerts.mail.keys import PURPOSES
    from functions.services.signing_keys import lines

    store, now = keeper(account, stage).keys, datetime.now(UTC)
    for purpose in PURPOSES:
        for line in lines(purpose, store.keys(purpose), now):
            output.result(output.plain(line))
    ledger = _ledger(account, stage)
    for entry in ledger.audit("") if ledger else ():
        if entry.what.startswith("keys "):
            output.say(output.plain(entry.line()))


def _rotate(purpose: KeyPurpose, keeper: Keeper) -> str:
    from functions.alerts.mail.keys import RIPENS
    from functions.services.signing_keys import moment, rotate

    new = rotate(purpose, keeper)
    output.result(
        f"{purpose}: made the key {new}. It signs from {moment(keeper.now() + RIPENS)} on;"
        " the others go on being read."
    )
    return f"keys rotate {purpose}: {new}"


def _retire(purpose: KeyPurpose, key: str, reason: str, keeper: Keeper, *, yes: bool) -> str:
    from functions.services.signing_keys import retirable, retire

    if retirable(purpose, key, keeper).secret:
        output.say(output.plain(_HAPPENS[purpose].format(key=key)))
        if not yes and not typer.confirm(f"Retire {key}?", err=True):
            output.refuse("Nothing was changed.")
    for line in retire(purpose, key, keeper, reason):
        output.result(output.plain(line))
    return f"keys retire {purpose}: {key}"


def _audit(account: Account, stage: str, what: str, reason: str) -> None:
    """Note it in the ledger; the key's own description says it too, also before a first deploy."""
    from functions.alerts.errors import AlertsError
    from functions.alerts.sends.audit import Entry

    at = datetime.now(UTC).isoformat(timespec="seconds")
    try:
        ledger = _ledger(account, stage)
        if ledger:
            ledger.write_audit(Entry(at=at, who=account.arn, what=what, reason=reason))
    except AlertsError as error:  # it is done, and the parameter's description says by whom
        output.say(output.plain(f"It is not in the ledger's audit: {error}"))


def _ledger(account: Account, stage: str) -> DynamoLedger | None:
    """The stage's ledger; None before the first deploy."""
    from functions.aws.cloudformation import read_outputs
    from functions.aws.errors import translated
    from functions.aws.ledger import DynamoLedger
    from functions.cli.account_checks import stack_status

    with translated("look for the stack"):
        there = stack_status(account, stage)
    if not there:
        return None
    outputs = read_outputs(account.client("cloudformation"), stage)
    if "LedgerTable" not in outputs:  # a first deploy that is still under way
        return None
    return DynamoLedger(account.client("dynamodb"), outputs["LedgerTable"])
