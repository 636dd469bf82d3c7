from __future__ import annotations

import boto3
import pytest

from functions.alerts.errors import NeverRetry
from functions.aws import clients
from functions.aws.ssm import read_parameter


class Parameters:
    """SSM with one secret."""

    def get_parameter(self, *, Name: str, WithDecryption: bool) -> object:  # noqa: N803
        secrets = {("/alerts/keys", True): "the keys"}
        return {"Parameter": {"Value": secrets[Name, WithDecryption]}}


def test_a_secret_is_read_decrypted() -> None:
    assert read_parameter(Parameters(), "/alerts/keys") == "the keys"


def test_a_parameter_that_cannot_be_read_is_named(aws: None, session: boto3.Session) -> None:
    with pytest.raises(NeverRetry, match="Could not read the parameter /alerts/keys"):
        read_parameter(clients.ssm(session), "/alerts/keys")
