"""Lists brought in on embedded AWS: by the command, and by files dropped into the bucket."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from functions import wiring
from functions.local.cloud import Cloud, open_cloud
from tests.cli.conftest import Alerts
from tests.importing import EXPORTS, MARIA

pytestmark = pytest.mark.slow

MONDAY = datetime(2018, 4, 9, 9, tzinfo=ZoneInfo("America/Chicago"))
SAID = {"topic": "slips", "source": "website", "agreed-to": "News"}


@pytest.fixture
def cloud() -> Iterator[Cloud]:
    """A deployed stack with nobody on its list."""
    with open_cloud(MONDAY, lambda mail: None) as cloud:
        yield cloud


def dropped(cloud: Cloud, key: str, body: bytes, **said: str) -> str:
    """The report on a file that was dropped into the import bucket."""
    s3, bucket = cloud.aws.client("s3"), cloud.stack.names["ImportBucket"]
    s3.put_object(Bucket=bucket, Key=key, Body=body, Metadata=said)
    cloud.run_until_idle()
    found = s3.get_object(Bucket=bucket, Key=f"{key}.report.txt")
    return str(found["Body"].read(), "utf-8")


def status(address: str) -> str:
    return "".join(one.status for one in wiring.world("test").supporters.find(address))


def test_a_dropped_file_and_then_the_one_of_who_left(cloud: Cloud) -> None:
    body = (EXPORTS / "plain.csv").read_bytes()
    assert "2  new on the list" in dropped(cloud, "in/may list.csv", body, **SAID)
    assert status(MARIA) == "subscribed"
    left = f"email,name,status\n{MARIA},=1+1,unsubscribed\n{MARIA},M,subscribed\n".encode()
    assert "1  taken off the list" in dropped(cloud, "left.csv", left)
    assert "4  not brought back" in dropped(cloud, "again.csv", body)
    assert status(MARIA) == "unsubscribed"


def test_a_dropped_file_that_cannot_be_used_has_a_report_and_changes_nothing(cloud: Cloud) -> None:
    body = (EXPORTS / "plain.csv").read_bytes()
    assert "is no language code" in dropped(cloud, "a.csv", body, language="Spanish")
    assert "Excel workbook" in dropped(cloud, "b.CSV", b"PK\x03\x04")
    assert status(MARIA) == ""


def test_the_command_says_the_same_dry_and_does_it_once(
    alerts: Alerts, cloud: Cloud, tmp_path: Path
) -> None:
    file = tmp_path / "list.csv"
    shutil.copy(EXPORTS / "everyaction.csv", file)
    dry = alerts("supporters", "import", file, "--topic", "slips", "--dry-run")
    assert (dry.code, status(MARIA)) == (0, "")
    assert alerts("supporters", "import", file, "--topic", "slips").code == 0
    assert status(MARIA) == "subscribed"
    assert "2  were on the list already" in alerts("supporters", "import", file).out
