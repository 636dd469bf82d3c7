"""Whether the credentials at hand may deploy, by IAM's own simulation, before anything is made."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from botocore.exceptions import ClientError

from functions.alerts.errors import Finding
from functions.aws.cloudformation import SERVICE
from functions.aws.errors import code
from functions.cli.account import Account, problem
from functions.cli.parameters import Parameters

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
    "apigateway:{region}::/apis": ("apigateway:POST",),
    "cloudfront::{account}:distribution/1": ("cloudfront:CreateDistribution",),
    "events:{here}:rule/{name}-PaceSends-1": ("events:PutRule",),
    "budgets::{account}:budget/{name}-1": ("budgets:ModifyBudget",),
}


def may_deploy(account: Account, parameters: Parameters, stage: str) -> Iterator[Finding]:
    """Asks IAM whether these credentials may; who may not even ask that is told so."""
    client = account.client("iam")
    arn = _principal(client, account.arn)
    if arn is None:  # the root user may do everything
        return
    denied = list[str]()
    for resource, actions in resources(account, parameters, stage):
        try:
            answer = client.simulate_principal_policy(
                PolicySourceArn=arn, ActionNames=list(actions), ResourceArns=[resource]
            )
        except ClientError as error:
            yield _unasked(arn, error)
            return
        denied += [one["EvalActionName"] for one in answer["EvaluationResults"] if _denied(one)]
    if denied:
        yield problem(
            arn,
            f"These credentials may not: {', '.join(denied)}.",
            "Ask whoever runs the account for these rights, or deploy with an administrator's.",
        )


def _principal(client: Any, arn: str) -> str | None:
    """Like `principal`, with the role's path, which every role of IAM Identity Center (SSO) has."""
    known = principal(arn)
    if known is None or ":role/" not in known:
        return known
    try:
        return str(client.get_role(RoleName=known.rpartition("/")[2])["Role"]["Arn"])
    except ClientError:
        return known


def _unasked(arn: str, error: ClientError) -> Finding:
    return Finding(
        level="warning",
        file=arn,
        line=None,
        field="",
        found=f"IAM does not tell whether these credentials may deploy ({code(error)}).",
        remedy="Use an administrator's, or make sure of it: without a right it fails half way.",
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
            region=account.region,
            name=f"{SERVICE}-{stage}",
            domain=parameters.mail_domain,
        )
        yield f"arn:{partition}:{named}", actions


def _denied(answer: Mapping[str, Any]) -> bool:
    """Not where a policy asks for what the simulation does not know, like a tag or an address."""
    return answer["EvalDecision"] != "allowed" and not answer.get("MissingContextValues")


def principal(arn: str) -> str | None:
    """The user or role behind a caller's ARN; None for the root user.

    A role's path is not in its session's ARN.
    """
    found = re.fullmatch(r"arn:([\w-]+):sts::(\d{12}):assumed-role/([^/]+)/.+", arn)
    if found:
        return f"arn:{found[1]}:iam::{found[2]}:role/{found[3]}"
    return None if arn.endswith(":root") else arn
