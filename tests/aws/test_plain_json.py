from __future__ import annotations

import json
from typing import Any

import boto3
import pytest
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders
from botocore.exceptions import ClientError, ParamValidationError

from functions.alerts.mail.message import Entry, bulk_request
from functions.alerts.mail.token import PREVIEW_KEYS
from functions.aws.plain_json import PLAIN, with_plain_json
from tests.alerts.mailing import EDITION, SENDER, SUPPORTER

KEY = {"pk": {"S": "send#é"}, "sk": {"S": "send"}}
ITEM = KEY | {"gen": {"N": "3"}, "solo": {"BOOL": False}, "topics": {"SS": ["a", "b"]}}
FAILED = "ConditionalCheckFailedException"

# What the adapters ask and what AWS answers, one of each operation.
ASKED: dict[str, dict[str, Any]] = {
    "GetItem": {"TableName": "t", "Key": KEY, "ConsistentRead": True},
    "BatchGetItem": {"RequestItems": {"t": {"Keys": [KEY], "ConsistentRead": True}}},
    "PutItem": {
        "TableName": "t",
        "Item": ITEM,
        "ConditionExpression": "#state = :state",
        "ExpressionAttributeNames": {"#state": "state"},
        "ExpressionAttributeValues": {":state": {"S": "sending"}},
        "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
    },
    "Query": {
        "TableName": "t",
        "KeyConditionExpression": "pk = :pk",
        "ExpressionAttributeValues": {":pk": {"S": "active"}},
        "ExclusiveStartKey": KEY,
        "ConsistentRead": True,
    },
    "SendBulkEmail": bulk_request(EDITION, SENDER, [Entry(SUPPORTER, "r")], "set", PREVIEW_KEYS),
}
ANSWERED: dict[str, dict[str, Any]] = {
    "GetItem": {"Item": ITEM},
    "BatchGetItem": {"Responses": {"t": [ITEM]}, "UnprocessedKeys": {}},
    "PutItem": {},
    "Query": {"Items": [ITEM], "Count": 1, "LastEvaluatedKey": KEY},
    "SendBulkEmail": {"BulkEmailEntryResults": [{"Status": "SUCCESS", "MessageId": "m"}]},
}
METHOD = {
    "GetItem": "get_item",
    "BatchGetItem": "batch_get_item",
    "PutItem": "put_item",
    "Query": "query",
    "SendBulkEmail": "send_bulk_email",
}


class Wire:
    """What stands where the network would be: keeps each request, gives them all one answer."""

    def __init__(self, status: int, answer: dict[str, Any]) -> None:
        self.status, self.answer, self.requests = status, json.dumps(answer).encode(), list[Any]()

    def __call__(self, request: Any, **_: object) -> AWSResponse:
        self.requests.append(request)
        raw: Any = self
        return AWSResponse(request.url, self.status, HTTPHeaders(), raw)

    def stream(self, **_: object) -> Any:
        yield self.answer


def clients(session: boto3.Session, operation: str, wire: Wire) -> tuple[Any, Any]:
    service = "sesv2" if operation == "SendBulkEmail" else "dynamodb"
    own = [session.client(service, region_name="us-east-2") for _ in range(2)]  # type: ignore[call-overload]
    for client in own:
        client.meta.events.register("before-send", wire)
    return own[0], with_plain_json(own[1])


@pytest.mark.parametrize("operation", sorted(PLAIN))
def test_a_plain_request_is_botocores_own(session: boto3.Session, operation: str) -> None:
    wire = Wire(200, ANSWERED[operation])
    for client in clients(session, operation, wire):
        getattr(client, METHOD[operation])(**ASKED[operation])
    usual, plain = wire.requests
    assert json.loads(plain.body) == json.loads(usual.body)
    assert (plain.method, plain.url) == (usual.method, usual.url)
    for header in ("Content-Type", "X-Amz-Target"):
        assert plain.headers.get(header) == usual.headers.get(header)


@pytest.mark.parametrize("operation", sorted(PLAIN))
def test_a_plain_answer_is_botocores_own(session: boto3.Session, operation: str) -> None:
    wire = Wire(200, ANSWERED[operation])
    usual, plain = (
        getattr(client, METHOD[operation])(**ASKED[operation])
        for client in clients(session, operation, wire)
    )
    for answer in (usual, plain):
        answer.pop("ResponseMetadata")
    assert plain == usual == ANSWERED[operation]


def test_an_error_keeps_its_code_and_the_item_that_stood_in_the_way(session: boto3.Session) -> None:
    _, plain = clients(session, "PutItem", Wire(400, {"__type": f"x#{FAILED}", "Item": ITEM}))
    with pytest.raises(ClientError) as caught:
        plain.put_item(**ASKED["PutItem"])
    assert caught.value.response["Error"]["Code"] == FAILED
    assert caught.value.response["Item"] == ITEM  # type: ignore[typeddict-item]


@pytest.mark.parametrize("operation", sorted(PLAIN))
def test_a_parameter_that_does_not_exist_never_leaves(
    session: boto3.Session, operation: str
) -> None:
    wire = Wire(200, {})
    _, plain = clients(session, operation, wire)
    with pytest.raises(ParamValidationError):
        getattr(plain, METHOD[operation])(**ASKED[operation], Nonsense=1)
    assert wire.requests == []


def test_times_of_other_operations_are_still_read(session: boto3.Session) -> None:
    wire = Wire(200, {"Table": {"CreationDateTime": 1523282400.0}})
    _, plain = clients(session, "GetItem", wire)
    found = plain.describe_table(TableName="t")["Table"]["CreationDateTime"]
    assert (found.year, found.month) == (2018, 4)
