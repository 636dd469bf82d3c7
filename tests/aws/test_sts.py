from __future__ import annotations

import boto3
import pytest
from botocore.stub import Stubber

from functions.alerts.errors import NeverRetry
from functions.aws import clients
from functions.aws.sts import Caller


def test_the_principal_is_told(aws: None, session: boto3.Session) -> None:
    assert Caller(clients.sts(session)).name().startswith("arn:aws:sts::123456789012:")


def test_credentials_that_are_no_longer_good_are_told(aws: None, session: boto3.Session) -> None:
    client = clients.sts(session)
    with Stubber(client) as stub:  # type: ignore[arg-type]
        stub.add_client_error("get_caller_identity", "ExpiredToken", http_status_code=403)
        with pytest.raises(NeverRetry, match="Could not ask AWS who you are: ExpiredToken"):
            Caller(client).name()
