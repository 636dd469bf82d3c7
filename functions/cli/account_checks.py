"""What an account, its region and the stack say against a deploy. Each check asks, none changes.

`before_deploy` runs them: one that may not look raises what AWS answered, and is told in words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from functions.alerts.errors import Finding
from functions.aws.cloudformation import SERVICE
from functions.cli.account import Account
from functions.cli.parameters import Parameters

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
# What a deploy does first in each service, and to what: names as CloudFormation makes them. Whoever
# may do these may as a rule do the rest.
RIGHTS: Mapping[str, tuple[str, ...]] = {
    "cloudformation:{here}:stack/{name}/1": (
        "cloudformation:CreateStack",
        "cloudformation:UpdateStack",
    ),
    "s3:::{name}-databucket-1": ("s3:CreateBucket", "s3:PutEncryptionConfiguration"),
    "dynamodb:{here}:table/{name}-LedgerTable-1": ("dynamodb:CreateTable",),
    "sqs:{here}:{name}-BatchQueue-1": ("sqs:CreateQueue",),
    "sns:{here}:{name}-AlarmTopic-1": ("sns:CreateTopic",),
    "lambda:{here}:function:{name}-SendBatch": ("lambda:CreateFunction",),
    "iam::{account}:role/{name}-SendBatchRole-1": (
        "iam:CreateRole",
        "iam:PutRolePolicy",
        "iam:PassRole",
    ),
    "ses:{here}:identity/{domain}": ("ses:CreateEmailIdentity",),
    "scheduler:{here}:schedule-group/{name}-SendSchedules-1": ("scheduler:CreateScheduleGroup",),
    "cloudwatch:{here}:alarm:{name}-SendBatchErrorsAlarm-1": ("cloudwatch:PutMetricAlarm",),
    "logs:{here}:log-group:/aws/lambda/{name}-SendBatch": ("logs:CreateLogGroup",),
    "cognito-idp:{here}:userpool/1": ("cognito-idp:CreateUserPool",),
}
# States of a stack that no update gets out of (CloudFormation guide, stack status codes).
_STUCK = {
    "ROLLBACK_COMPLETE": "Its first deploy failed. Delete it: `aws cloudformation delete-stack"
    " --stack-name {name}`. Empty tables and buckets, and SES's identity, may stay: delete these.",
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
    """SES must answer, and a first deploy must find no identity that was made by hand."""
    from botocore.exceptions import ClientError

    if stack_status(account, stage):
        return
    domain = parameters.mail_domain
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


def may_deploy(account: Account, parameters: Parameters, stage: str) -> Iterator[Finding]:
    """Asks IAM whether these credentials may; who may not even ask that is let through."""
    from botocore.exceptions import ClientError

    arn = principal(account.arn)
    if arn is None:  # the root user may do everything
        return
    client, denied = account.client("iam"), list[str]()
    for resource, actions in resources(account, parameters, stage):
        try:
            answer = client.simulate_principal_policy(
                PolicySourceArn=arn, ActionNames=list(actions), ResourceArns=[resource]
            )
        except ClientError:
            return
        denied += [one["EvalActionName"] for one in answer["EvaluationResults"] if _denied(one)]
    if denied:
        yield problem(
            arn,
            f"These credentials may not: {', '.join(denied)}.",
            "Ask whoever runs the account for these rights, or deploy with an administrator's.",
        )


def resources(
    account: Account, parameters: Parameters, stage: str
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """RIGHTS with the ARNs of this account, region and stage."""
    partition = account.arn.split(":")[1]
    for resource, actions in RIGHTS.items():
        named = resource.format(
            here=f"{account.region}:{account.number}",
            account=account.number,
            name=f"{SERVICE}-{stage}",
            domain=parameters.mail_domain,
        )
        yield f"arn:{partition}:{named}", actions


def _denied(answer: Mapping[str, Any]) -> bool:
    """Not where a policy asks for what the simulation does not know, like a tag or an address."""
    return answer["EvalDecision"] != "allowed" and not answer.get("MissingContextValues")


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


def principal(arn: str) -> str | None:
    """The user or role behind a caller's ARN, as IAM knows it; None for the root user.

    A role's path is not in its session's ARN: a role with one is found by nobody here.
    """
    found = re.fullmatch(r"arn:([\w-]+):sts::(\d{12}):assumed-role/([^/]+)/.+", arn)
    if found:
        return f"arn:{found[1]}:iam::{found[2]}:role/{found[3]}"
    return None if arn.endswith(":root") else arn


def problem(where: str, found: str, remedy: str) -> Finding:
    """What speaks against it, and what to do."""
    return Finding(level="error", file=where, line=None, field="", found=found, remedy=remedy)


def place(account: Account) -> str:
    """Where the problem is, for people."""
    return f"account {account.number}, {account.region}"


CHECKS: tuple[Check, ...] = (
    identity_free,
    room_for_senders,
    stack_ready,
    keys_taken_over,
    may_deploy,
)
