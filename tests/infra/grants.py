"""What the roles allow and what a call needs, in one notation: (action, logical id and path)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any, NamedTuple

from tests.infra.fragments import resources, several, statements


class Right(NamedTuple):
    """`resource` is a logical id, with the key behind it for what lies in a bucket or a table."""

    action: str  # "s3:GetObject"
    resource: str  # "DataBucket/sends/*", "LedgerTable", "LedgerTable/once#*", "*"


# One API operation, and the IAM action it is checked as, where the names differ.
ACTIONS = {"s3:ListObjectsV2": "s3:ListBucket", "sqs:SendMessageBatch": "sqs:SendMessage"}

_KEYS = "dynamodb:LeadingKeys"
_OF_ONE_ITEM = {f"dynamodb:{one}Item" for one in ("Get", "Put", "Update", "Delete")}
_NAMED = ("QueueUrl", "TableName", "TopicArn", "ConfigurationSetName")


def granted(role: str) -> set[Right]:
    """Everything that a role allows; of a table under some keys alone, each key's prefix."""
    return {
        Right(action, _named(resource) + keys)
        for statement in statements(resources()[role])
        for keys in _prefixes(statement)
        for action in several(statement["Action"])
        for resource in several(statement["Resource"])
    }


def covers(grant: Right, need: Right) -> bool:
    """Whether the grant allows what is needed. A table without keys is all of the table."""
    table = need.action.startswith("dynamodb:") and "/" not in grant.resource
    held = need.resource.partition("/")[0] if table else need.resource
    return grant.action == need.action and fnmatchcase(held, grant.resource)


def _prefixes(statement: Mapping[str, Any]) -> list[str]:
    """What its condition says of partition keys; `Null`, since a call that names none passes it."""
    held = statement.get("Condition", {}).get("ForAllValues:StringLike", {}).get(_KEYS)
    if held is None:
        return [""]
    assert statement["Condition"]["Null"] == {_KEYS: "false"}
    return [f"/{prefix}" for prefix in several(held)]


def needed(operation: str, asked: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[Right]:
    """What one call (`"s3:GetObject"` and its parameters) needs.

    `names` leads from a table's, bucket's or queue's real name to its logical id.
    """
    action = _action(operation, asked)
    if operation == "s3:CopyObject":  # reads, writes, and here also tags
        bucket, key = names[asked["Bucket"]], asked["Key"]
        yield Right("s3:GetObject", f"{bucket}/{asked['CopySource']['Key']}")
        yield Right("s3:PutObject", f"{bucket}/{key}")
        yield Right("s3:PutObjectTagging", f"{bucket}/{key}")
    elif operation == "s3:DeleteObjects":  # one call, checked for each key
        bucket = names[asked["Bucket"]]
        keys = [one["Key"] for one in asked["Delete"]["Objects"]]
        yield from (Right("s3:DeleteObject", f"{bucket}/{key}") for key in keys)
    elif operation == "cloudfront:CreateInvalidation":
        yield Right(action, names[asked["DistributionId"]])
    elif operation.startswith("s3:"):
        key = f"/{asked['Key']}" if "Key" in asked else ""
        yield Right(action, names[asked["Bucket"]] + key)
    elif operation == "dynamodb:BatchGetItem":
        for table, items in asked["RequestItems"].items():
            yield from (Right(action, f"{names[table]}/{_partition(k)}") for k in items["Keys"])
    elif operation in _OF_ONE_ITEM:
        item = asked.get("Item") or asked["Key"]
        yield Right(action, f"{names[asked['TableName']]}/{_partition(item)}")
    elif operation == "ses:GetEmailIdentity":
        yield Right(action, f"arn::ses:::identity/{asked['EmailIdentity']}")
    elif operation == "ssm:GetParametersByPath":
        yield Right(action, f"arn::ssm:::parameter{asked['Path']}")
    else:
        named = [names[asked[one]] for one in _NAMED if one in asked]
        identity = ["MailDomain"] * ("FromEmailAddress" in asked)  # SES checks both
        yield from (Right(action, one) for one in identity + named or ["*"])


def _partition(item: Mapping[str, Any]) -> str:
    """The partition key of an item: `pk` of the ledger, `shard` of the list."""
    return str((item.get("pk") or item["shard"])["S"])


def _action(operation: str, asked: Mapping[str, Any]) -> str:
    if operation == "s3:DeleteObject" and "VersionId" in asked:
        return "s3:DeleteObjectVersion"
    return ACTIONS.get(operation, operation)


def _named(resource: Any) -> str:
    """`!Sub "${DataBucket.Arn}/sends/*"` → DataBucket/sends/*; `!GetAtt X.Arn` → X."""
    if isinstance(resource, str):
        return resource
    if "Ref" in resource:
        return str(resource["Ref"])
    if "Fn::GetAtt" in resource:
        return str(resource["Fn::GetAtt"][0])
    text = re.sub(r"\$\{AWS::\w+\}", "", resource["Fn::Sub"])
    found = re.search(r"\$\{(\w+)(?:\.Arn)?\}(.*)", text)
    return found[1] + found[2] if found else text
