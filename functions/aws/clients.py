"""The boto3 clients, each with the time-outs and retries its use wants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from botocore.config import Config

from functions.aws.plain_json import NAMED, with_plain_json

if TYPE_CHECKING:
    import boto3
    from types_boto3_dynamodb import DynamoDBClient
    from types_boto3_s3 import S3Client
    from types_boto3_scheduler import EventBridgeSchedulerClient
    from types_boto3_sesv2 import SESV2Client
    from types_boto3_sqs import SQSClient

    from functions.aws.cloudformation import Stacks
    from functions.aws.site_pages import Distributions
    from functions.aws.sns import Topics
    from functions.aws.ssm import Parameters
    from functions.aws.sts import Tokens

# A key-value store answers in milliseconds: give up early and let botocore try again. Repeating is
# safe because every write that matters is conditional and carries its own nonce.
_QUICK = Config(
    connect_timeout=2, read_timeout=5, retries={"mode": "standard", "total_max_attempts": 4}
)
# Objects of some megabytes (frozen parts) may take a while.
_LARGE = Config(
    connect_timeout=2, read_timeout=20, retries={"mode": "standard", "total_max_attempts": 4}
)
# A look at what is deployed: rather no answer than a person who waits.
_LOOK = Config(
    connect_timeout=3, read_timeout=8, retries={"mode": "standard", "total_max_attempts": 2}
)
# SES has no idempotency token: a repeated call mails everybody again. The read time-out is long
# because giving up on a call makes up to fifty doubts; `send_batch.CALL_SECONDS` follows from it.
_SES = Config(
    connect_timeout=3, read_timeout=20, retries={"mode": "standard", "total_max_attempts": 1}
)


def dynamodb(session: boto3.Session) -> DynamoDBClient:
    """DynamoDB: short time-outs, four tries."""
    return with_plain_json(session.client("dynamodb", config=_QUICK.merge(NAMED)))


def s3(session: boto3.Session) -> S3Client:
    """S3: four tries."""
    return session.client("s3", config=_LARGE)


def sqs(session: boto3.Session) -> SQSClient:
    """SQS: four tries; a message enqueued twice is harmless."""
    return session.client("sqs", config=_QUICK)


def ses(session: boto3.Session) -> SESV2Client:
    """SES for sending: a single try, always."""
    return with_plain_json(session.client("sesv2", config=_SES.merge(NAMED)))


def sns(session: boto3.Session) -> Topics:
    """SNS: four tries; people may be told twice."""
    client: Topics = session.client("sns", config=_QUICK)
    return client


def ssm(session: boto3.Session) -> Parameters:
    """SSM parameters: where the token keys are kept."""
    client: Parameters = session.client("ssm", config=_QUICK)
    return client


def sts(session: boto3.Session) -> Tokens:
    """STS: who am I."""
    client: Tokens = session.client("sts", config=_QUICK)
    return client


def cloudformation(session: boto3.Session) -> Stacks:
    """CloudFormation: a stack's outputs."""
    client: Stacks = session.client("cloudformation", config=_QUICK)
    return client


def cloudfront(session: boto3.Session) -> Distributions:
    """CloudFront: four tries; the same paths may be invalidated twice."""
    client: Distributions = session.client("cloudfront", config=_LARGE)
    return client


def reader(session: boto3.Session, service: str) -> Any:
    """For `doctor`, which only looks: any service, two tries, no patience."""
    return session.client(service, config=_LOOK)  # type: ignore[call-overload]


def scheduler(session: boto3.Session) -> EventBridgeSchedulerClient:
    """EventBridge Scheduler."""
    return session.client("scheduler", config=_QUICK)
