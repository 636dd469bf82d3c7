from __future__ import annotations

import boto3
import pytest

from functions.aws import clients
from functions.send_batch import CALL_SECONDS


def test_a_call_to_ses_is_tried_once_and_given_up_in_time(session: boto3.Session) -> None:
    config = clients.ses(session).meta.config
    assert config.retries["total_max_attempts"] == 1  # type: ignore[attr-defined]
    patience = config.connect_timeout + config.read_timeout  # type: ignore[attr-defined]
    assert patience < CALL_SECONDS


@pytest.mark.parametrize("name", ["dynamodb", "s3", "sns", "sqs", "ssm", "scheduler", "cloudfront"])
def test_other_calls_are_tried_again(session: boto3.Session, name: str) -> None:
    client = getattr(clients, name)(session)
    assert client.meta.config.retries["total_max_attempts"] == 4
