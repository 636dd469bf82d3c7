"""Which deployed stack a command works on: the one place where the command line learns it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from functions.alerts.errors import StateError

if TYPE_CHECKING:
    import boto3

    from functions.wiring import World

Stage = Annotated[
    str,
    typer.Option(
        metavar="NAME",
        envvar="ALERTS_STAGE",
        help="The deployed stage, e.g. dev; without it environment variables name its parts.",
    ),
]
SendId = Annotated[str, typer.Argument(metavar="SEND", help="A send's id; `alerts status`.")]
Why = Annotated[str, typer.Option(metavar="TEXT", help="Why; it stands in the audit.")]


def deployed(stage: str) -> World:
    """The stack's ledger, list, queues and SES, by the credentials of whoever is here.

    Raises StateError that says what is not set up.
    """
    from functions import wiring
    from functions.settings import COMMAND_LINE

    return wiring.world(COMMAND_LINE, lambda: _environment(stage))


def credentials() -> boto3.Session:
    """Whoever is here, in their region. StateError that says what is not set up."""
    import boto3

    session = boto3.Session()
    remedy = "Set it up as for the AWS CLI."
    if not session.region_name:
        raise StateError("No AWS region is chosen (AWS_DEFAULT_REGION).", remedy=remedy)
    if session.get_credentials() is None:
        raise StateError("There are no AWS credentials.", remedy=remedy)
    return session


def _environment(stage: str) -> Mapping[str, str]:
    from functions.aws import clients
    from functions.aws.cloudformation import read_outputs
    from functions.settings import LIMITS, OUTPUTS

    session = credentials()
    if not stage:
        return os.environ
    outputs = read_outputs(clients.cloudformation(session), stage)
    lacking = [name for name in OUTPUTS.values() if name not in outputs]
    if lacking:
        raise StateError(
            f"The stack of {stage} is of an earlier release: it has no {', '.join(lacking)}.",
            remedy=f"Deploy this one (make deploy STAGE={stage}); until then use the release that"
            " it was deployed with.",
        )
    known = (*OUTPUTS.items(), *LIMITS.items())
    return {variable: outputs[name] for variable, name in known if name in outputs}
