"""What an account, its region and the stack say against a deploy. Each check asks, none changes.

`before_deploy` runs them: one that may not look raises what AWS answered, and is told in words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from functions.alerts.errors import Finding
from functions.aws.cloudformation import SERVICE
from functions.cli.account import Account, place, problem
from functions.cli.account_rights import may_deploy
from functions.cli.parameters import Parameters

IDENTITY = "MailDomain"  # infra/ses.yml: what SES calls the domain is its name in CloudFormation
# Functions beside the senders that must find room: the ticks, events, freezing, the pages.
_BESIDE_SENDERS = 5
# Every service the stack needs in its region; as boto3 calls it, as people do.
SERVICES = {
    "sesv2": "SES",
    "lambda": "Lambda",
    "scheduler": "EventBridge Scheduler",
    "dynamodb": "DynamoDB",
    "sqs": "SQS",
    "ssm": "SSM",
    "cognito-idp": "Cognito",
    "cloudformation": "CloudFormation",
}
# States of a stack that no update gets out of (CloudFormation guide, stack status codes).
_STUCK = {
    "ROLLBACK_COMPLETE": "Its first deploy failed. Delete it: `aws cloudformation delete-stack"
    " --stack-name {name}`. Tables and buckets that stay are empty; delete or leave them.",
    "REVIEW_IN_PROGRESS": "Nothing is in it. Delete it: `aws cloudformation delete-stack"
    " --stack-name {name}`.",
    "ROLLBACK_FAILED": "Look at its events in the console, mend what they name, then delete it.",
    "CREATE_FAILED": "Look at its events in the console, mend what they name, then delete it.",
    "DELETE_FAILED": "Look at its events in the console and delete it again.",
    "UPDATE_ROLLBACK_FAILED": "Look at its events, mend what they name, then run"
    " `aws cloudformation continue-update-rollback --stack-name {name}`.",
}

Check = Callable[[Account, Parameters, str], Iterator[Finding]]


def services_missing(account: Account) -> Iterator[Finding]:
    """By the list of regions that comes with boto3: no call could even be made."""
    import boto3

    session = boto3.Session()
    for service, name in SERVICES.items():
        regions = [
            region
            for partition in session.get_available_partitions()
            for region in session.get_available_regions(service, partition)
        ]
        if account.region not in regions:
            yield problem(
                place(account),
                f"There is no {name} in {account.region}.",
                "Write another `region` into infra/parameters.yml, like us-east-2 or eu-west-1.",
            )


def identity_free(account: Account, parameters: Parameters, stage: str) -> Iterator[Finding]:
    """SES must answer, and must not know the domain but by this stack: CloudFormation adopts none.

    A first deploy that failed half way is no excuse: its stack is there, and has no identity.
    """
    from botocore.exceptions import ClientError

    domain = parameters.mail_domain
    if _identity_of_stack(account, stage) == domain:
        return
    try:
        account.client("sesv2").get_email_identity(EmailIdentity=domain)
    except ClientError as error:
        if error.response["Error"]["Code"] != "NotFoundException":
            raise
        return
    yield problem(
        place(account),
        f"SES knows {domain} already, and the stack would make it: the deploy would fail half way.",
        f"`aws sesv2 delete-email-identity --email-identity {domain} --region {account.region}`,"
        " unless something else sends by it; its DKIM records will be new ones.",
    )


def _identity_of_stack(account: Account, stage: str) -> str:
    """The domain that the stack has in SES; empty: none, or none any more."""
    from botocore.exceptions import ClientError

    if not stack_status(account, stage):
        return ""
    try:
        found = account.client("cloudformation").describe_stack_resource(
            StackName=f"{SERVICE}-{stage}", LogicalResourceId=IDENTITY
        )["StackResourceDetail"]
    except ClientError as error:
        if error.response["Error"]["Code"] == "ValidationError":  # "does not exist for stack"
            return ""
        raise
    gone = found["ResourceStatus"].startswith("DELETE_")
    return "" if gone else str(found.get("PhysicalResourceId", ""))


def room_for_senders(account: Account, parameters: Parameters, stage: str) -> Iterator[Finding]:
    """The senders must leave room for the rest, or a large send holds up bounces and pages."""
    limit = account.client("lambda").get_account_settings()["AccountLimit"]["ConcurrentExecutions"]
    most = limit - _BESIDE_SENDERS
    if parameters.send_workers > most:
        yield problem(
            place(account),
            f"The account runs {limit} functions at a time: {parameters.send_workers} senders leave"
            " too little room for bounces and pages.",
            f"Write `send_workers: {max(most, 2)}`, or ask for more in Service Quotas (Lambda,"
            " Concurrent executions); a thousand are given to who asks.",
        )


def stack_ready(account: Account, parameters: Parameters, stage: str) -> Iterator[Finding]:
    """One deploy at a time, and none onto a stack that no update gets out of its state."""
    status = stack_status(account, stage)
    name = f"{SERVICE}-{stage}"
    if status in _STUCK:
        yield problem(name, f"The stack is {status}.", _STUCK[status].format(name=name))
    elif status.endswith("_IN_PROGRESS"):
        yield problem(
            name, f"Another deploy is under way ({status}).", "Wait until it is over, then look."
        )


def keys_taken_over(account: Account, parameters: Parameters, stage: str) -> Iterator[Finding]:
    """Links in mails sent by 0.1 must go on working under the version that is deployed now."""
    from functions.aws.ssm import KeyStore

    keys = KeyStore(account.client("ssm"), f"/{SERVICE}/{stage}")
    if keys.before() is not None and not keys.keys("links"):
        yield problem(
            f"/{SERVICE}/{stage}/token-keys",
            "The keys of links in mails already sent are where 0.1 had them.",
            f"Run `alerts setup --stage {stage}`: it takes them over.",
        )


def stack_status(account: Account, stage: str) -> str:
    """CloudFormation's word for how the stack is; empty if there is none."""
    from botocore.exceptions import ClientError

    try:
        found = account.client("cloudformation").describe_stacks(StackName=f"{SERVICE}-{stage}")
    except ClientError as error:
        if error.response["Error"]["Code"] == "ValidationError":  # "does not exist"
            return ""
        raise
    return str(found["Stacks"][0]["StackStatus"])


CHECKS: tuple[Check, ...] = (
    identity_free,
    room_for_senders,
    stack_ready,
    keys_taken_over,
    may_deploy,
)
