"""The AWS account and region that a stage is deployed to, by the credentials of whoever is here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from functions.alerts.errors import AlertsError, Finding, StateError

if TYPE_CHECKING:
    import boto3

    from functions.cli.parameters import Parameters


# The IAM actions of the calls that the command line makes for setting up, by their operations.
RIGHT_OF = {
    "AdminAddUserToGroup": "cognito-idp:AdminAddUserToGroup",
    "AdminCreateUser": "cognito-idp:AdminCreateUser",
    "DescribeStackResource": "cloudformation:DescribeStackResource",
    "DescribeStacks": "cloudformation:DescribeStacks",
    "GetAccountSettings": "lambda:GetAccountSettings",
    "GetEmailIdentity": "ses:GetEmailIdentity",
    "GetParameter": "ssm:GetParameter",
    "GetParametersByPath": "ssm:GetParametersByPath",
    "PutItem": "dynamodb:PutItem",
    "PutParameter": "ssm:PutParameter",
    "Query": "dynamodb:Query",
}

NamedStage = Annotated[
    str,
    typer.Option(
        "--stage",
        metavar="NAME",
        envvar="ALERTS_STAGE",
        help="The stage, deployed or not; it has its block in infra/parameters.yml.",
    ),
]


class Account(NamedTuple):
    """Who is here and where. `client` gives the boto3 client of a service by its name."""

    number: str
    arn: str  # of the user, or of the role's session
    region: str
    client: Callable[[str], Any]


def problem(where: str, found: str, remedy: str) -> Finding:
    """What speaks against it, and what to do."""
    return Finding(level="error", file=where, line=None, field="", found=found, remedy=remedy)


def place(account: Account) -> str:
    """Where the problem is, for people."""
    return f"account {account.number}, {account.region}"


def open_account(parameters: Parameters) -> Account:
    """The account of the credentials at hand, in the parameters' region.

    StateError, in words, if there are none, they have expired, they are wrong, or they are another
    account's than the stage's.
    """
    import boto3
    from botocore.exceptions import BotoCoreError, ProfileNotFound

    try:
        session = boto3.Session(region_name=parameters.region)
        there = session.get_credentials() is not None
    except ProfileNotFound as error:
        raise StateError(
            f"{error}.", remedy="`aws configure list-profiles` names those there are (AWS_PROFILE)."
        ) from error
    except BotoCoreError as error:
        raise StateError(
            f"The AWS credentials cannot be read: {error}.",
            remedy="Mend ~/.aws/config, or sign in again (`aws sso login`).",
        ) from error
    if not there:
        raise StateError(
            "There are no AWS credentials.",
            remedy="Run `aws configure sso` or `aws configure`, or choose a profile (AWS_PROFILE).",
        )
    return _known(session, parameters)


def lacking(error: BaseException | None) -> StateError | None:
    """In words which right these credentials lack, if that is what AWS's error says."""
    from botocore.exceptions import ClientError

    from functions.aws.errors import code

    if not isinstance(error, ClientError):
        return None
    if not re.search("AccessDenied|Unauthorized|NotAuthorized", code(error)):
        return None
    right = RIGHT_OF.get(error.operation_name, error.operation_name)
    return StateError(
        f"These credentials may not call {right}.",
        remedy=f"Ask whoever runs the account for the right {right}, or use other credentials.",
    )


@contextmanager
def rights_told() -> Iterator[None]:
    """Raise what AWS does not allow as StateError that names the right; all else as it is."""
    try:
        yield
    except AlertsError as error:
        told = lacking(error.__cause__)
        if told is None:
            raise
        raise told from error


def _known(session: boto3.Session, parameters: Parameters) -> Account:
    def client(service: str) -> Any:
        from botocore.config import Config

        # Somebody waits: give up soon, and try twice.
        patience = Config(
            connect_timeout=5,
            read_timeout=20,
            retries={"mode": "standard", "total_max_attempts": 2},
        )
        return session.client(service, config=patience)  # type: ignore[call-overload]

    me = who(client)
    account = Account(me["Account"], me["Arn"], parameters.region, client)
    if parameters.account and parameters.account != account.number:
        raise StateError(
            f"These credentials belong to the account {account.number}, and the stage to"
            f" {parameters.account}.",
            remedy="Choose another profile (AWS_PROFILE), or mend `account` in parameters.yml.",
        )
    return account


def who(client: Callable[[str], Any]) -> dict[str, str]:
    """What STS says about the credentials. StateError in words if AWS does not take them."""
    from botocore.exceptions import BotoCoreError, ClientError

    from functions.aws.errors import code

    try:
        answer: dict[str, str] = client("sts").get_caller_identity()
    except ClientError as error:
        expired = code(error) in {"ExpiredToken", "ExpiredTokenException", "RequestExpired"}
        raise StateError(
            "The AWS credentials have expired."
            if expired
            else f"AWS does not take these credentials ({code(error)}).",
            remedy="Sign in again (`aws sso login`), or put fresh keys into the profile.",
        ) from error
    except BotoCoreError as error:  # also: a sign-in by SSO that ran out, no network
        raise StateError(
            f"AWS could not be asked who you are: {type(error).__name__}.",
            remedy="Sign in again (`aws sso login`), and look at the network.",
        ) from error
    return answer
