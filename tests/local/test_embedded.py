"""Nothing a person has configured for AWS reaches embedded AWS, and nothing leaves the process."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from functions.local.clock import Clock
from functions.local.embedded import embedded_aws
from functions.local.ses import StandIn
from functions.local.ses_account import Account

ENVIRONMENTS = {
    "a profile that does not exist": {"AWS_PROFILE": "gone"},
    "an endpoint elsewhere": {"AWS_ENDPOINT_URL": "http://127.0.0.1:9"},
    "an endpoint of one service": {"AWS_ENDPOINT_URL_SESV2": "http://127.0.0.1:9"},
    "FIPS endpoints": {"AWS_USE_FIPS_ENDPOINT": "true"},
    "dual-stack endpoints": {"AWS_USE_DUALSTACK_ENDPOINT": "true"},
    "another region": {"AWS_DEFAULT_REGION": "eu-west-1", "AWS_REGION": "eu-west-1"},
    "no region": {"AWS_DEFAULT_REGION": ""},
}


@pytest.mark.slow
@pytest.mark.parametrize("environment", ENVIRONMENTS.values(), ids=ENVIRONMENTS.keys())
def test_the_environment_changes_nothing(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    uses_both_halves()


def test_a_configuration_file_changes_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "config"
    file.write_text("[default]\nendpoint_url = http://127.0.0.1:9\nuse_fips_endpoint = true\n")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(file))
    uses_both_halves()


def uses_both_halves() -> None:
    """Call moto and the stand-in; the tests' closed sockets catch what would go elsewhere."""
    account = Account(now=Clock(datetime(2018, 4, 9, tzinfo=UTC)), rate=3)
    stand_in = StandIn(account, deliver=lambda mail: None, publish=lambda *event: None)
    with embedded_aws(Clock(account.now()), stand_in) as aws:
        url = aws.client("sqs").create_queue(QueueName="q")["QueueUrl"]
        assert ".us-east-2." in url
        assert aws.client("sesv2").get_account()["SendQuota"]["MaxSendRate"] == 3


def test_nothing_is_left_behind() -> None:
    account = Account(now=Clock(datetime(2018, 4, 9, tzinfo=UTC)))
    stand_in = StandIn(account, deliver=lambda mail: None, publish=lambda *event: None)
    with embedded_aws(Clock(account.now()), stand_in) as aws:
        aws.client("sqs").create_queue(QueueName="q")
    with embedded_aws(Clock(account.now()), stand_in) as aws:
        assert "QueueUrls" not in aws.client("sqs").list_queues()
