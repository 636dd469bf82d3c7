"""AWS errors in our words: the one place that knows botocore's.

Used by every adapter but SES, whose outcomes are values (`aws/ses.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
    HTTPClientError,
    ProxyConnectionError,
)

from functions.alerts.errors import AlertsError, NeverRetry, OutcomeUnknown, TryLater

# The request never left: no connection was made.
NEVER_CONNECTED = (EndpointConnectionError, ConnectTimeoutError, ProxyConnectionError)
THROTTLED = frozenset(
    {
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "RequestThrottled",
        "SlowDown",
        "Throttling",
        "ThrottlingException",
        "TooManyRequestsException",
    }
)


@contextmanager
def translated(doing: str) -> Iterator[None]:
    """Raise what goes wrong inside as TryLater, NeverRetry or OutcomeUnknown.

    `doing` says what was being done ("write the batch of a send"): ids at most, never an address.
    """
    try:
        yield
    except (BotoCoreError, ClientError) as error:
        raise _ours(error)(f"Could not {doing}: {reason(error)}.") from error


def code(error: ClientError) -> str:
    """AWS's own word for the error, e.g. `ConditionalCheckFailedException`."""
    return str(error.response.get("Error", {}).get("Code", ""))


def status(error: ClientError) -> int:
    """The HTTP status of an error answer; 0 if it is not known."""
    return int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))


def reason(error: BotoCoreError | ClientError) -> str:
    """A word for logs. Not AWS's sentence: that may quote an address."""
    return code(error) if isinstance(error, ClientError) else type(error).__name__


def _ours(error: BotoCoreError | ClientError) -> type[AlertsError]:
    if isinstance(error, ClientError):
        if code(error) in THROTTLED or status(error) == 429:
            # Behind botocore's own retries an earlier try may have been carried out unseen.
            return OutcomeUnknown if _was_retried(error) else TryLater
        return OutcomeUnknown if status(error) >= 500 or status(error) == 408 else NeverRetry
    if isinstance(error, NEVER_CONNECTED):
        return TryLater
    return OutcomeUnknown if isinstance(error, HTTPClientError) else NeverRetry


def _was_retried(error: ClientError) -> bool:
    return bool(error.response.get("ResponseMetadata", {}).get("RetryAttempts"))
