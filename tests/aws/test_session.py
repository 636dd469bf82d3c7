"""The lean session's clients are boto3's, as far as they are used."""

from __future__ import annotations

import subprocess
import sys

import boto3
import pytest

from functions.aws import clients
from functions.aws.session import lean_session


@pytest.mark.parametrize("make", [clients.dynamodb, clients.s3, clients.sqs, clients.ses])
def test_a_client_asks_the_same_place_in_the_same_way(make: object, session: boto3.Session) -> None:
    assert callable(make)
    lean, usual = make(lean_session()), make(session)
    assert lean.meta.endpoint_url == usual.meta.endpoint_url
    assert lean.meta.config.retries == usual.meta.config.retries
    assert lean.meta.config.read_timeout == usual.meta.config.read_timeout


def test_a_deployed_function_does_not_load_boto3() -> None:
    code = "import sys, functions.send_batch; print({'boto3', 's3transfer'} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "set()\n"
