"""A healthy stack as plain answers of AWS's, for tests to make ill."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from botocore.exceptions import ClientError

from functions.alerts.health.configuration import NEEDED
from functions.alerts.health.pages import NEEDED as PAGES
from functions.alerts.mail.keys import secret_text
from functions.alerts.sends.switch import NEW
from functions.alerts.site.files import File
from functions.doctor.patient import Patient
from functions.settings import OUTPUTS
from tests.alerts.health.test_health_domain import SPF, zone
from tests.fakes import FakeWorld

NOW = datetime(2018, 4, 9, 12, tzinfo=UTC)
TOPIC = "arn:aws:sns:us-east-2:1:"
RESOURCES = {
    "MailDomain": ("AWS::SES::EmailIdentity", "icirr.example"),
    "AlertsConfigurationSet": ("AWS::SES::ConfigurationSet", "alerts"),
    "SesEventsTopic": ("AWS::SNS::Topic", TOPIC + "events"),
    "AlarmTopic": ("AWS::SNS::Topic", TOPIC + "alarms"),
    "SendBatchLambdaFunction": ("AWS::Lambda::Function", "action-alerts-dev-SendBatch"),
    "SendSchedules": ("AWS::Scheduler::ScheduleGroup", "schedules"),
    "SchedulerRole": ("AWS::IAM::Role", "scheduler"),
    "BounceRateAlarm": ("AWS::CloudWatch::Alarm", "bounces"),
    "EventQueue": ("AWS::SQS::Queue", "https://sqs/1/events"),
    "EventQueueDeadLetters": ("AWS::SQS::Queue", "https://sqs/1/dead"),
}
ROLE = {
    "Statement": [{"Effect": "Allow", "Principal": {"Service": "scheduler.amazonaws.com"}}],
}
DNS = {
    **{f"CNAME {n}._domainkey.icirr.example": [f"{n}.dkim.amazonses.com"] for n in ("a", "b")},
    "MX bounce.icirr.example": ["feedback-smtp.us-east-2.amazonses.com"],
    "TXT bounce.icirr.example": [SPF],
    "TXT _dmarc.icirr.example": ["v=DMARC1; p=reject"],
}


def no(code: str) -> Callable[..., Any]:
    """An answer that is AWS's refusal."""

    def refuse(**asked: Any) -> Any:
        raise ClientError({"Error": {"Code": code}}, "Any")

    return refuse


def _keys(Path: str, **asked: Any) -> Any:  # noqa: N803
    name = f"{Path}/k1"
    since = NOW.replace(month=1)
    value = secret_text(bytes.fromhex("17" * 32))
    return {"Parameters": [{"Name": name, "Value": value, "LastModifiedDate": since}]}


def _answers() -> dict[str, Any]:
    """What each call answers; a test puts others in their place."""
    summaries = [
        {
            "LogicalResourceId": logical,
            "PhysicalResourceId": name,
            "ResourceType": kind,
            "ResourceStatus": "CREATE_COMPLETE",
        }
        for logical, (kind, name) in RESOURCES.items()
    ]
    outputs = [
        {"OutputKey": one, "OutputValue": "arn:q" if one.endswith("Arn") else one}
        for one in OUTPUTS.values()
    ]
    stack = {
        "StackName": "action-alerts-dev",
        "StackStatus": "UPDATE_COMPLETE",
        "Outputs": outputs,
    }
    may = {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:q"}
    return {
        "describe_stacks": {"Stacks": [stack]},
        "list_stack_resources": {"StackResourceSummaries": summaries},
        "get_account": {
            "SendQuota": {"MaxSendRate": 14, "Max24HourSend": 50_000, "SentLast24Hours": 0},
            "SendingEnabled": True,
            "EnforcementStatus": "HEALTHY",
            "ProductionAccessEnabled": True,
            "PricingAttributes": {"CurrentPlan": "NONE"},
        },
        "get_email_identity": {
            "VerifiedForSendingStatus": True,
            "DkimAttributes": {"SigningEnabled": True, "Status": "SUCCESS", "Tokens": ["a", "b"]},
            "MailFromAttributes": {
                "MailFromDomain": "bounce.icirr.example",
                "MailFromDomainStatus": "SUCCESS",
            },
        },
        "get_configuration_set": {"ReputationOptions": {"ReputationMetricsEnabled": True}},
        "get_configuration_set_event_destinations": {
            "EventDestinations": [
                {
                    "Name": "events",
                    "Enabled": True,
                    "MatchingEventTypes": sorted(NEEDED),
                    "SnsDestination": {"TopicArn": TOPIC + "events"},
                }
            ]
        },
        "get_function_configuration": {"CodeSha256": "1="},
        "list_event_source_mappings": {
            "EventSourceMappings": [{"ScalingConfig": {"MaximumConcurrency": 5}}]
        },
        "get_account_settings": {
            "AccountLimit": {"ConcurrentExecutions": 10, "UnreservedConcurrentExecutions": 10}
        },
        "get_parameters_by_path": _keys,
        "get_role": {"Role": {"AssumeRolePolicyDocument": ROLE}},
        "list_role_policies": {"PolicyNames": ["start"]},
        "get_role_policy": {"PolicyDocument": {"Statement": may}},
        "describe_alarms": {
            "MetricAlarms": [{"AlarmName": "bounces", "AlarmActions": [TOPIC + "alarms"]}]
        },
        "list_subscriptions_by_topic": {
            "Subscriptions": [{"Protocol": "email", "SubscriptionArn": "arn:aws:sns:1"}]
        },
        "get_queue_attributes": {"Attributes": {"ApproximateNumberOfMessages": "0"}},
        "get_metric_statistics": {"Datapoints": [{"Timestamp": NOW, "Sum": 4.0}]},
    }


def _world() -> FakeWorld:
    """A stack whose site stands."""
    world = FakeWorld()
    world.public_site.pages.write({key: File.at(key, "") for key in PAGES})
    return world


@dataclass
class Illness:
    """What is other than in a healthy stack: answers of calls, DNS records, the world."""

    answers: dict[str, Any] = field(default_factory=_answers)
    dns: dict[str, list[str]] = field(default_factory=lambda: dict(DNS))
    world: FakeWorld = field(default_factory=lambda: _world())
    built: Mapping[str, str] = field(default_factory=lambda: {"SendBatchLambdaFunction": "1="})

    def patient(self) -> Patient:
        """The stack as the doctor gets it."""
        self.world.ledger.switch = self.world.ledger.switch or NEW
        return Patient(
            stage="dev",
            region="us-east-2",
            client=lambda service: self,
            open_world=lambda: self.world,
            now=NOW,
            sender="alerts@icirr.example",
            lookup=zone(self.dns),
            built=self.built,
        )

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name not in self.answers:
            raise AttributeError(name)
        answer = self.answers[name]
        return lambda **asked: answer(**asked) if callable(answer) else answer
