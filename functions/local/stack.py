"""Creates in embedded AWS what `infra/` deploys: tables, bucket, queues, topics, SES's rules.

Not by moto's CloudFormation: it skips SES, schedules and subscriptions without a word.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from functions.local.embedded import Clients
from functions.local.fragments import Resource

# What a laptop has no use for: nobody there is held to a policy.
IGNORED = frozenset(
    {
        "AWS::IAM::Role",
        "AWS::Scheduler::Schedule",  # the hourly one makes up for what gets lost: here nothing does
        "AWS::S3::BucketPolicy",
        "AWS::SNS::TopicPolicy",
        "AWS::SQS::QueuePolicy",
    }
)


class Stack:
    """The created resources: what CloudFormation's `Ref` and `GetAtt X.Arn` give for them.

    `names` and `arns` are by logical id; a resource without an ARN has an empty one.
    """

    def __init__(self, clients: Clients, resources: Mapping[str, Resource]) -> None:
        self._clients, self._resources = clients, resources
        self.names: dict[str, str] = {}
        self.arns: dict[str, str] = {}

    def create(self) -> Stack:
        """Create everything that is not IGNORED; KeyError for a type nobody taught this class."""
        for name, resource in self._resources.items():
            if resource.type not in IGNORED:
                self._create(name)
        return self

    def _create(self, name: str) -> None:
        if name not in self.names:
            resource = self._resources[name]
            properties = self._resolved(resource.properties)
            made = _CREATORS[resource.type](self._clients, name, properties)
            self.names[name], self.arns[name] = made

    def _resolved(self, value: Any) -> Any:
        """Replace references, creating first what they name."""
        if isinstance(value, list):
            return [self._resolved(item) for item in value]
        if not isinstance(value, dict):
            return value
        if set(value) == {"Fn::If"}:  # every condition of infra/ asks for something AWS alone has
            return self._resolved(value["Fn::If"][2])
        if value == {"Ref": "AWS::NoValue"}:
            return None
        if set(value) == {"Ref"}:
            self._create(value["Ref"])
            return self.names[value["Ref"]]
        if set(value) == {"Fn::GetAtt"}:
            name, attribute = value["Fn::GetAtt"]
            self._create(name)
            return self.arns[name] if attribute == "Arn" else self.names[name]
        return {key: self._resolved(item) for key, item in value.items()}


Made = tuple[str, str]  # what Ref gives, and the ARN


def _table(aws: Clients, name: str, properties: Mapping[str, Any]) -> Made:
    wanted = {k: properties[k] for k in ("AttributeDefinitions", "KeySchema", "BillingMode")}
    made = aws.client("dynamodb").create_table(TableName=name, **wanted)
    return name, made["TableDescription"]["TableArn"]


def _bucket(aws: Clients, name: str, properties: Mapping[str, Any]) -> Made:
    bucket = f"local-{name.lower()}"
    place: Any = {"LocationConstraint": aws.region}
    s3 = aws.client("s3")
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration=place)
    if "VersioningConfiguration" in properties:
        versioning = properties["VersioningConfiguration"]
        s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration=versioning)
    told: Any = properties.get("NotificationConfiguration", {}).get("QueueConfigurations", [])
    queues: Any = [
        {
            "QueueArn": one["Queue"],
            "Events": [one["Event"]],
            # CloudFormation writes S3Key and Rules where the API writes Key and FilterRules.
            "Filter": {"Key": {"FilterRules": one["Filter"]["S3Key"]["Rules"]}},
        }
        for one in told
    ]
    if queues:
        s3.put_bucket_notification_configuration(
            Bucket=bucket, NotificationConfiguration={"QueueConfigurations": queues}
        )
    return bucket, f"arn:aws:s3:::{bucket}"


def _queue(aws: Clients, name: str, properties: Mapping[str, Any]) -> Made:
    wanted = {k: properties[k] for k in ("VisibilityTimeout", "RedrivePolicy") if k in properties}
    attributes: Any = {
        key: json.dumps(value) if isinstance(value, dict) else str(value)
        for key, value in wanted.items()
    }
    url = aws.client("sqs").create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]
    return url, f"arn:aws:sqs:{aws.region}:123456789012:{name}"


def _topic(aws: Clients, name: str, properties: Mapping[str, Any]) -> Made:
    arn = aws.client("sns").create_topic(Name=name)["TopicArn"]
    return arn, arn


def _subscription(aws: Clients, name: str, properties: Mapping[str, Any]) -> Made:
    if properties["Protocol"] != "sqs":
        return name, ""  # a person's mailbox
    wanted = {key: properties[key] for key in ("TopicArn", "Protocol", "Endpoint")}
    arn = aws.client("sns").subscribe(**wanted)["SubscriptionArn"]
    return arn, arn


def _identity(aws: Clients, name: str, properties: Mapping[str, Any]) -> Made:
    identity = properties["EmailIdentity"]
    aws.client("sesv2").create_email_identity(EmailIdentity=identity)
    return identity, f"arn:aws:ses:{aws.region}:123456789012:identity/{identity}"


def _configuration_set(aws: Clients, name: str, properties: Mapping[str, Any]) -> Made:
    options = properties.get("SendingOptions", {})
    aws.client("sesv2").create_configuration_set(ConfigurationSetName=name, SendingOptions=options)
    return name, f"arn:aws:ses:{aws.region}:123456789012:configuration-set/{name}"


def _event_destination(aws: Clients, name: str, properties: Mapping[str, Any]) -> Made:
    wanted = properties["EventDestination"]
    aws.client("sesv2").create_configuration_set_event_destination(
        ConfigurationSetName=properties["ConfigurationSetName"],
        EventDestinationName=wanted["Name"],
        EventDestination={
            "Enabled": wanted["Enabled"],
            "MatchingEventTypes": wanted["MatchingEventTypes"],
            # CloudFormation writes TopicARN where the API writes TopicArn.
            "SnsDestination": {"TopicArn": wanted["SnsDestination"]["TopicARN"]},
        },
    )
    return name, ""


def _schedule_group(aws: Clients, name: str, properties: Mapping[str, Any]) -> Made:
    return name, aws.client("scheduler").create_schedule_group(Name=name)["ScheduleGroupArn"]


def _distribution(aws: Clients, name: str, properties: Mapping[str, Any]) -> Made:
    """It serves nothing here: the least that the API takes, to be told what to forget."""
    origin = {"Id": "pages", "DomainName": "local-sitebucket.s3.amazonaws.com"}
    cache = {"TargetOriginId": "pages", "ViewerProtocolPolicy": "redirect-to-https"}
    config: Any = {
        "CallerReference": name,
        "Comment": name,
        "Enabled": True,
        "Origins": {"Quantity": 1, "Items": [origin]},
        "DefaultCacheBehavior": cache,
    }
    made = aws.client("cloudfront").create_distribution(DistributionConfig=config)["Distribution"]
    return made["Id"], made["ARN"]


_CREATORS: Mapping[str, Callable[[Clients, str, Mapping[str, Any]], Made]] = {
    "AWS::DynamoDB::Table": _table,
    "AWS::S3::Bucket": _bucket,
    "AWS::SQS::Queue": _queue,
    "AWS::SNS::Topic": _topic,
    "AWS::SNS::Subscription": _subscription,
    "AWS::SES::EmailIdentity": _identity,
    "AWS::SES::ConfigurationSet": _configuration_set,
    "AWS::SES::ConfigurationSetEventDestination": _event_destination,
    "AWS::Scheduler::ScheduleGroup": _schedule_group,
    "AWS::CloudFront::Distribution": _distribution,
}
