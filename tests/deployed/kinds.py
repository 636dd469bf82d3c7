"""What moto's CloudFormation does not know of this product's types, taught to it.

It would pass over them without a word. What a send goes through is made (MADE), the rest gets a
name and nothing else (NAMED), and any other type fails the deploy.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

from moto.cloudformation import parsing
from moto.cloudfront.models import cloudfront_backends
from moto.core.common_models import CloudFormationModel
from moto.scheduler.models import scheduler_backends
from moto.sns.models import sns_backends

from functions.local.ses_account import Account, ConfigurationSet

NUMBER, REGION = "123456789012", "us-east-2"
RATE = 500  # messages a second: a small send goes out within the first of them
SES = Account(now=lambda: datetime.now(UTC), rate=RATE)

Properties = Mapping[str, Any]


def subscribed(name: str, wanted: Properties) -> None:
    """A queue's subscription; a mailbox's waits for its owner."""
    if wanted["Protocol"] == "sqs":
        topics = sns_backends[NUMBER][REGION]
        topics.subscribe(wanted["TopicArn"], wanted["Endpoint"], wanted["Protocol"])


def identity(name: str, wanted: Properties) -> None:
    """A domain, verified as if its DNS records were there."""
    SES.identities.add(wanted["EmailIdentity"])


def configuration_set(name: str, wanted: Properties) -> None:
    """A configuration set without a destination."""
    enabled = wanted["SendingOptions"]["SendingEnabled"]
    SES.configuration_sets[name] = ConfigurationSet(name, sending_enabled=enabled)


def event_destination(name: str, wanted: Properties) -> None:
    """Where the events of a set go, and which."""
    told = wanted["EventDestination"]
    found = SES.configuration_sets[wanted["ConfigurationSetName"]]
    found.topic = told["SnsDestination"]["TopicARN"]
    found.event_types = frozenset(told["MatchingEventTypes"])


def schedule_group(name: str, wanted: Properties) -> None:
    """A group of schedules."""
    scheduler_backends[NUMBER][REGION].create_schedule_group(name=name, tags=[])


def distribution(name: str, wanted: Properties) -> None:
    """A distribution that serves nothing and can be told to forget."""
    origin = {"Id": "pages", "DomainName": "site.s3.amazonaws.com"}
    cache = {"TargetOriginId": "pages", "ViewerProtocolPolicy": "redirect-to-https"}
    config = {
        "CallerReference": name,
        "Comment": name,
        "Enabled": True,
        "Origins": {"Quantity": 1, "Items": [origin]},
        "DefaultCacheBehavior": cache,
    }
    backend = cloudfront_backends[NUMBER]["aws"]
    made, _, _ = backend.create_distribution(config, tags=[])
    backend.distributions[name] = made


class Kind(NamedTuple):
    """How a type is made, and what its `Ref` gives: a property, or the name it is given."""

    make: Callable[[str, Properties], None] = lambda name, wanted: None
    ref: str = ""


MADE: Mapping[str, Kind] = {
    "AWS::SNS::Subscription": Kind(subscribed),
    "AWS::SES::EmailIdentity": Kind(identity, ref="EmailIdentity"),
    "AWS::SES::ConfigurationSet": Kind(configuration_set),
    "AWS::SES::ConfigurationSetEventDestination": Kind(event_destination),
    "AWS::Scheduler::ScheduleGroup": Kind(schedule_group),
    "AWS::CloudFront::Distribution": Kind(distribution),
}
# No part of a send, or nothing refuses one here: tests/infra reads what the template says of them.
NAMED = (
    "AWS::ApiGatewayV2::Api",
    "AWS::ApiGatewayV2::Integration",
    "AWS::ApiGatewayV2::Route",
    "AWS::ApiGatewayV2::Stage",
    "AWS::Budgets::Budget",
    "AWS::CloudFront::CachePolicy",
    "AWS::CloudFront::Function",
    "AWS::CloudFront::OriginAccessControl",
    "AWS::CloudFront::OriginRequestPolicy",
    "AWS::CloudFront::ResponseHeadersPolicy",
    "AWS::CloudWatch::Alarm",
    "AWS::Cognito::UserPool",
    "AWS::Cognito::UserPoolClient",
    "AWS::Cognito::UserPoolGroup",
    "AWS::IAM::RolePolicy",
    "AWS::Lambda::EventInvokeConfig",
    "AWS::Logs::MetricFilter",
    "AWS::S3::BucketPolicy",
    "AWS::Scheduler::Schedule",
    "AWS::SNS::TopicPolicy",
    "AWS::SQS::QueuePolicy",
)


def taught(type_: str, kind: Kind) -> type[CloudFormationModel]:
    """A class that moto finds among CloudFormationModel's own subclasses, and so knows the type."""

    def create(cls: Any, /, name: str, json: Any, account: str, region: str, **_: Any) -> Any:
        made = cls()
        made.wanted = json["Properties"]
        made.name = made.wanted[kind.ref] if kind.ref else name
        kind.make(made.name, made.wanted)
        return made

    # moto also asks for this when nothing changed but that it filled in empty properties.
    def update(cls: Any, /, *, original_resource: Any, cloudformation_json: Any, **_: Any) -> Any:
        if original_resource.wanted != cloudformation_json["Properties"]:
            raise NotImplementedError(f"Nothing here changes an {type_}.")
        return original_resource

    members = {
        "cloudformation_name_type": staticmethod(lambda: ""),
        "cloudformation_type": staticmethod(lambda: type_),
        "has_cfn_attr": classmethod(lambda cls, attribute: True),
        "create_from_cloudformation_json": classmethod(create),
        "update_from_cloudformation_json": classmethod(update),
        "is_created": lambda self: True,
        "physical_resource_id": property(lambda self: self.name),
        "get_cfn_attribute": lambda self, attribute: f"{self.name}.{attribute}",
    }
    return type(type_.replace("::", ""), (CloudFormationModel,), members)


def known(type_: str) -> type[CloudFormationModel]:
    """moto's lookup of a type, but that it raises KeyError where moto would pass over it."""
    return parsing.get_model_map()[type_]


# moto knows its direct subclasses, and Python forgets a class that nobody holds.
TAUGHT = [taught(name, MADE.get(name, Kind())) for name in (*MADE, *NAMED)]
