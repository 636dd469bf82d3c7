from __future__ import annotations

import pytest
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    NoCredentialsError,
    ReadTimeoutError,
)

from functions.alerts.errors import AlertsError, NeverRetry, OutcomeUnknown, TryLater
from functions.aws.errors import translated

URL = "https://dynamodb.us-east-2.amazonaws.com"


def answered(code: str, status: int, retries: int = 0) -> ClientError:
    response = {
        "Error": {"Code": code, "Message": "about maria@supporter.example"},
        "ResponseMetadata": {"HTTPStatusCode": status, "RetryAttempts": retries},
    }
    return ClientError(response, "PutItem")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("error", "ours"),
    [
        (EndpointConnectionError(endpoint_url=URL), TryLater),
        (ConnectTimeoutError(endpoint_url=URL), TryLater),
        (ReadTimeoutError(endpoint_url=URL), OutcomeUnknown),
        (ConnectionClosedError(endpoint_url=URL), OutcomeUnknown),
        (NoCredentialsError(), NeverRetry),
        (answered("ThrottlingException", 400), TryLater),
        (answered("ThrottlingException", 400, retries=3), OutcomeUnknown),
        (answered("TooManyRequests", 429), TryLater),
        (answered("InternalServerError", 500), OutcomeUnknown),
        (answered("RequestTimeout", 408), OutcomeUnknown),
        (answered("AccessDeniedException", 400), NeverRetry),
        (answered("Unexplained", 0), NeverRetry),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else str(value)[:60],
)
def test_an_aws_error_is_told_by_what_to_do_about_it(
    error: BotoCoreError | ClientError, ours: type[AlertsError]
) -> None:
    with (
        pytest.raises(ours, match="Could not write it: ") as told,
        translated("write it"),
    ):
        raise error
    assert told.value.__cause__ is error
    assert "@" not in str(told.value)


def test_other_errors_pass() -> None:
    with pytest.raises(KeyError), translated("write it"):
        raise KeyError("x")
