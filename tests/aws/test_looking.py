"""The adapters that only look, for `doctor`: AWS's answers in, facts out."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from functions.alerts.errors import NeverRetry
from functions.alerts.health.alarms import Alarm
from functions.alerts.health.functions import Concurrency, Function, Worker
from functions.aws.cloudwatch import read_alarms, read_hours
from functions.aws.iam import read_role
from functions.aws.lambdas import read_concurrency, read_functions, read_workers
from functions.aws.sender import read_account, read_configuration_set, read_identity
from functions.aws.stacks import read_stack
from functions.aws.subscriptions import read_subscriptions

QUEUE = "arn:aws:sqs:us-east-2:123456789012:control"


class Canned:
    """A client whose calls answer what they are given: a dict, or a function of the arguments."""

    def __init__(self, **answers: Any) -> None:
        self._answers = answers

    def __getattr__(self, name: str) -> Callable[..., Any]:
        answer = self._answers[name]
        return lambda **asked: answer(**asked) if callable(answer) else answer


def no(code: str) -> Callable[..., Any]:
    """A call that AWS refuses."""

    def refuse(**asked: Any) -> Any:
        raise ClientError({"Error": {"Code": code}}, "Any")

    return refuse


ACCOUNT: dict[str, Any] = {
    "SendQuota": {"MaxSendRate": 14.0, "Max24HourSend": 50_000.0, "SentLast24Hours": 7.0},
    "SendingEnabled": True,
    "EnforcementStatus": "HEALTHY",
    "ProductionAccessEnabled": True,
}


def test_an_account_that_tells_little_has_cautious_facts() -> None:
    found = read_account(Canned(get_account=ACCOUNT))  # type: ignore[arg-type]
    assert (found.plan, found.review, found.engagement) == ("", "", False)
    assert found.suppressed == {"BOUNCE", "COMPLAINT"}


def test_an_account_that_tells_all_is_read_whole() -> None:
    more = ACCOUNT | {
        "PricingAttributes": {"CurrentPlan": "ESSENTIALS", "NextPlan": "NONE"},
        "SuppressionAttributes": {"SuppressedReasons": []},
        "Details": {"ReviewDetails": {"Status": "PENDING"}},
        "VdmAttributes": {"DashboardAttributes": {"EngagementMetrics": "ENABLED"}},
    }
    found = read_account(Canned(get_account=more))  # type: ignore[arg-type]
    assert (found.plan, found.next_plan) == ("ESSENTIALS", "NONE")
    assert (found.review, found.engagement, found.suppressed) == ("PENDING", True, frozenset())


def test_an_identity_with_easy_dkim_and_a_mail_from() -> None:
    answer = {
        "VerifiedForSendingStatus": False,
        "DkimAttributes": {
            "SigningEnabled": True,
            "Status": "PENDING",
            "Tokens": ["t1", "t2"],
            "SigningHostedZone": "x.dkim.us-east-2.amazonses.com",
        },
        "MailFromAttributes": {
            "MailFromDomain": "bounce.icirr.example",
            "MailFromDomainStatus": "PENDING",
        },
        "VerificationInfo": {"ErrorType": "HOST_NOT_FOUND"},
    }
    found = read_identity(Canned(get_email_identity=answer), "icirr.example")  # type: ignore[arg-type]
    assert found
    assert found.records()["t1._domainkey.icirr.example"] == "t1.x.dkim.us-east-2.amazonses.com"
    assert (found.verified, found.why, found.mail_from_status) == (
        *(False, "HOST_NOT_FOUND"),
        "PENDING",
    )


def test_an_identity_with_keys_of_ones_own_has_no_cnames() -> None:
    dkim = {"Tokens": ["selector"], "SigningAttributesOrigin": "EXTERNAL"}
    answer = {"VerifiedForSendingStatus": True, "DkimAttributes": dkim}
    found = read_identity(Canned(get_email_identity=answer), "icirr.example")  # type: ignore[arg-type]
    assert found
    assert found.records() == {}


def test_an_identity_that_is_not_there_is_none_and_one_nobody_may_see_an_error() -> None:
    gone = Canned(get_email_identity=no("NotFoundException"))
    assert read_identity(gone, "icirr.example") is None  # type: ignore[arg-type]
    hidden = Canned(get_email_identity=no("AccessDeniedException"))
    with pytest.raises(NeverRetry):
        read_identity(hidden, "icirr.example")  # type: ignore[arg-type]


def test_a_configuration_set_with_its_destinations() -> None:
    destination = {"Name": "events", "Enabled": True, "MatchingEventTypes": ["SEND"]}
    client = Canned(
        get_configuration_set={
            "SendingOptions": {"SendingEnabled": False},
            "ReputationOptions": {"ReputationMetricsEnabled": True},
            "SuppressionOptions": {"SuppressedReasons": ["BOUNCE"]},
            "VdmOptions": {"DashboardOptions": {"EngagementMetrics": "DISABLED"}},
        },
        get_configuration_set_event_destinations={
            "EventDestinations": [destination | {"SnsDestination": {"TopicArn": "arn:t"}}]
        },
    )
    found = read_configuration_set(client, "alerts")  # type: ignore[arg-type]
    assert (found.sending, found.reputation, found.engagement) == (False, True, False)
    assert found.suppressed == frozenset({"BOUNCE"})
    assert (found.destinations[0].topic, found.destinations[0].types) == (
        "arn:t",
        frozenset({"SEND"}),
    )


def test_alarms_are_read_with_their_actions(aws: None, session: boto3.Session) -> None:
    client = session.client("cloudwatch", region_name="us-east-2")
    client.put_metric_alarm(
        AlarmName="Bounces",
        AlarmDescription="Many.",
        AlarmActions=["arn:aws:sns:us-east-2:123456789012:alarms"],
        Namespace="AWS/SES",
        MetricName="Bounce",
        ComparisonOperator="GreaterThanThreshold",
        EvaluationPeriods=1,
    )
    actions = ("arn:aws:sns:us-east-2:123456789012:alarms",)
    found = list(read_alarms(client, ["Bounces", "Gone"]))
    assert found == [Alarm(name="Bounces", actions=actions, about="Many.")]


def test_many_alarms_are_asked_for_a_hundred_at_a_time() -> None:
    asked: list[int] = []

    def describe(**arguments: Any) -> Any:
        asked.append(len(arguments["AlarmNames"]))
        return {"MetricAlarms": [{"AlarmName": "a", "StateValue": "ALARM"}]}

    found = list(read_alarms(Canned(describe_alarms=describe), [str(n) for n in range(120)]))
    assert (asked, [one.rings for one in found]) == ([100, 20], [True, True])


def test_only_hours_with_something_in_them_are_kept() -> None:
    noon, one = (datetime(2018, 4, 9, hour, tzinfo=UTC) for hour in (12, 13))
    points = [{"Timestamp": noon, "Sum": 3.0}, {"Timestamp": one, "Sum": 0.0}]
    client = Canned(get_metric_statistics={"Datapoints": points})
    assert read_hours(client, "AWS/SES", "Send", {}, now=one, days=14) == {noon: 3}


def test_functions_that_are_gone_are_left_out() -> None:
    def configuration(FunctionName: str) -> Any:  # noqa: N803
        if FunctionName == "gone":
            no("ResourceNotFoundException")()
        return {"CodeSha256": "1=", "State": "Failed", "StateReason": "why"}

    client = Canned(get_function_configuration=configuration)
    found = list(read_functions(client, {"One": "action-alerts-dev-One", "Two": "gone"}))
    assert found == [Function(name="One", sha256="1=", state="Failed", reason="why")]


def test_workers_and_the_accounts_room() -> None:
    mappings = [
        {"ScalingConfig": {"MaximumConcurrency": 5}, "State": "Enabled"},
        {"State": "Disabled"},
    ]
    limits = {"ConcurrentExecutions": 10, "UnreservedConcurrentExecutions": 9}
    client = Canned(
        list_event_source_mappings={"EventSourceMappings": mappings},
        get_account_settings={"AccountLimit": limits},
    )
    assert list(read_workers(client, {"One": "one"})) == [
        Worker(function="One", maximum=5),
        Worker(function="One", maximum=None, enabled=False),
    ]
    assert read_concurrency(client) == Concurrency(limit=10, unreserved=9)


def test_a_role_with_its_inline_policies(aws: None, session: boto3.Session) -> None:
    client = session.client("iam")
    version, service = "2012-10-17", {"Service": "scheduler.amazonaws.com"}
    trust = {"Effect": "Allow", "Principal": service, "Action": "sts:AssumeRole"}
    may = [{"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": QUEUE}]
    trusted, allowed = (json.dumps({"Version": version, "Statement": s}) for s in (trust, may))
    client.create_role(RoleName="role", AssumeRolePolicyDocument=trusted)
    client.put_role_policy(RoleName="role", PolicyName="start", PolicyDocument=allowed)
    found = read_role(client, "role")
    assert found
    assert (found.trusts("scheduler.amazonaws.com"), found.may("sqs:SendMessage", QUEUE)) == (
        True,
        True,
    )
    assert read_role(client, "gone") is None


def test_subscriptions_page_by_page_and_without_addresses() -> None:
    pages = {
        None: {
            "Subscriptions": [{"Protocol": "email", "SubscriptionArn": "PendingConfirmation"}],
            "NextToken": "2",
        },
        "2": {"Subscriptions": [{"Protocol": "email", "SubscriptionArn": "arn:aws:sns:x"}]},
    }
    client = Canned(list_subscriptions_by_topic=lambda **asked: pages[asked.get("NextToken")])
    assert [one.confirmed for one in read_subscriptions(client, "arn:t")] == [False, True]


def test_a_stack_with_its_resources_and_outputs(aws: None, session: boto3.Session) -> None:
    client = session.client("cloudformation", region_name="us-east-2")
    template = (
        '{"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}},'
        ' "Outputs": {"AlarmTopic": {"Value": "arn"}}}'
    )
    client.create_stack(StackName="action-alerts-dev", TemplateBody=template)
    found = read_stack(client, "dev")
    assert (found.name, found.status) == ("action-alerts-dev", "CREATE_COMPLETE")
    assert found.outputs == {"AlarmTopic": "arn"}
    assert found.resources["Topic"].type == "AWS::SNS::Topic"
    assert found.name_of("Topic").startswith("arn:aws:sns:")
